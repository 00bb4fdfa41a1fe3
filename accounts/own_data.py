"""The ground floor's own part of a person's data: what it gives along, and how it is erased."""

import datetime as dt
from collections.abc import Iterator

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from accounts.consents import CONSENT_TEXTS
from accounts.esign.signing_words import signed_by_words
from accounts.hidden_values import REASONS, hidden_value_name
from accounts.models import (
    AssistedEntry,
    Consent,
    ContactDetails,
    Event,
    ExportFile,
    FieldOrigin,
    IdentityCheck,
    IdentityReview,
    Message,
    Person,
    PersonHold,
    PrivacyRequest,
    Signature,
    SuitabilityAssessment,
    Unmasking,
    User,
)
from accounts.personal_data import Coded, PersonalData, Record, register_eraser, register_personal_data

# What stands where a date of birth was.
NO_BIRTH_ON = dt.date(1900, 1, 1)


def register_own_data() -> None:
    """Register parts and eraser of this app."""
    register_personal_data(
        PersonalData(
            "account",
            _("Login"),
            10,
            {
                "number": _("Customer number"),
                "email": _("E-mail address"),
                "phone": _("Mobile number"),
                "display_name": _("Name shown"),
                "language": _("Language"),
                "joined_at": _("Member since"),
                "last_login": _("Last sign-in"),
            },
            _account,
        ),
        PersonalData(
            "identity",
            _("Identity"),
            20,
            {
                "real_name": _("Name"),
                "identity_number": _("Resident identity number"),
                "birth_on": _("Date of birth"),
                "verified_at": _("Verified"),
            },
            _identity,
        ),
        PersonalData(
            "identity_checks",
            _("Identity checks"),
            21,
            {
                "number": _("Number"),
                "status": _("Answer"),
                "provider": _("Asked service"),
                "asked_at": _("Asked at"),
            },
            _checks,
        ),
        PersonalData(
            "consents",
            _("Consents"),
            30,
            {
                "text": _("Text"),
                "version": _("Version"),
                "given_at": _("Given"),
                "withdrawn_at": _("Taken back"),
            },
            _consents,
        ),
    )
    _register_entered()
    _register_signatures()
    _register_use()
    register_eraser("accounts", 90, erase_own_data)


def _register_entered() -> None:
    register_personal_data(
        PersonalData(
            "contact",
            _("Address and contact"),
            15,
            {"address": _("Address"), "reached_by": _("Best reached"), "changed_at": _("Changed")},
            _contact,
        ),
        PersonalData(
            "field_origins",
            _("Who entered which field"),
            35,
            {
                "field": _("Field"),
                "source": _("Entered by"),
                "entered_at": _("Entered at"),
                "confirmed_at": _("Confirmed by you"),
                "reference": _("Reference"),
            },
            _origins,
        ),
    )


def _register_signatures() -> None:
    register_personal_data(
        PersonalData(
            "signatures",
            _("Electronic signatures"),
            32,
            {
                "number": _("Number"),
                "document": _("Signed document"),
                "method": _("How it was signed"),
                "signed_at": _("Signed at"),
                "document_hash": _("Fingerprint (SHA-256)"),
                "content": _("What was signed"),
            },
            _signatures,
        )
    )


def _register_use() -> None:
    register_personal_data(
        PersonalData(
            "suitability",
            _("Risk questionnaire"),
            40,
            {
                "number": _("Number"),
                "type": _("Type"),
                "points": _("Points"),
                "assessed_on": _("Assessed"),
                "valid_until_on": _("Valid until"),
                "answers": _("Answers"),
            },
            _assessments,
        ),
        PersonalData(
            "messages",
            _("Messages"),
            80,
            {"channel": _("Channel"), "sent_at": _("Sent"), "subject": _("Subject"), "body": _("Text")},
            _messages,
        ),
        PersonalData(
            "sessions",
            _("Signed-in devices"),
            85,
            {"ip": _("Address"), "user_agent": _("Device"), "begun_at": _("Since")},
            _sessions,
        ),
        PersonalData(
            "looks",
            _("Who looked at hidden values"),
            90,
            {"at": _("When"), "value": _("Value"), "reason": _("Reason")},
            _looks,
        ),
        PersonalData(
            "privacy_requests",
            _("Requests about my data"),
            91,
            {
                "number": _("Number"),
                "kind": _("Kind of request"),
                "status": _("State"),
                "asked_at": _("Asked at"),
                "words": _("Your words"),
                "answer": _("Our answer"),
            },
            _requests,
        ),
        PersonalData(
            "events",
            _("What was done in the account"),
            95,
            {"at": _("When"), "kind": _("Event"), "by": _("By"), "request_id": _("Request")},
            _events,
        ),
    )


def _account(user: User) -> Iterator[Record]:
    yield {
        "number": user.number,
        "email": user.email,
        "phone": user.phone or None,
        "display_name": user.display_name,
        "language": user.language,
        "joined_at": user.joined_at,
        "last_login": user.last_login,
    }


def _identity(user: User) -> Iterator[Record]:
    if user.person is not None:
        yield {
            "real_name": user.person.real_name,
            "identity_number": user.person.identity_number,
            "birth_on": user.person.birth_on,
            "verified_at": user.identity_verified_at,
        }


def _checks(user: User) -> Iterator[Record]:
    for row in IdentityCheck.objects.filter(user=user).order_by("pk"):
        status = Coded(row.status, row.get_status_display())
        yield {
            "number": row.number,
            "status": status,
            "provider": row.provider,
            "asked_at": row.asked_at,
        }


def _contact(user: User) -> Iterator[Record]:
    for row in ContactDetails.objects.filter(user=user):
        yield {
            "address": row.address,
            "reached_by": Coded(row.reached_by, row.get_reached_by_display()),
            "changed_at": row.changed_at,
        }


def _origins(user: User) -> Iterator[Record]:
    for row in FieldOrigin.objects.filter(customer=user).order_by("pk"):
        yield {
            "field": row.field,
            "source": Coded(row.source, row.get_source_display()),
            "entered_at": row.entered_at,
            "confirmed_at": row.confirmed_at,
            "reference": row.reference,
        }


def _consents(user: User) -> Iterator[Record]:
    for row in Consent.objects.filter(user=user).order_by("pk"):
        text = CONSENT_TEXTS.get(row.code)
        yield {
            "text": Coded(row.code, text.title if text else row.code),
            "version": row.version,
            "given_at": row.given_at,
            "withdrawn_at": row.withdrawn_at,
        }


def _signatures(user: User) -> Iterator[Record]:
    for row in Signature.objects.filter(signer=user).order_by("pk").iterator():
        yield {
            "number": row.number,
            "document": f"{row.document_kind} {row.document_number}",
            "method": Coded(row.method, signed_by_words(row.method, row.address_masked)),
            "signed_at": row.signed_at,
            "document_hash": row.document_hash,
            "content": row.content,
        }


def _assessments(user: User) -> Iterator[Record]:
    for row in SuitabilityAssessment.objects.filter(user=user).order_by("pk"):
        yield {
            "number": row.number,
            "type": Coded(row.type, row.get_type_display()),
            "points": row.points,
            "assessed_on": row.assessed_on,
            "valid_until_on": row.valid_until_on,
            "answers": " ".join(f"{code}:{answer}" for code, answer in row.answers.items()),
        }


def _messages(user: User) -> Iterator[Record]:
    for row in Message.objects.filter(to=user).order_by("pk").iterator():
        yield {
            "channel": Coded(row.channel, row.get_channel_display()),
            "sent_at": row.sent_at,
            "subject": row.subject,
            "body": row.body,
        }


def _sessions(user: User) -> Iterator[Record]:
    for row in UserSession.objects.filter(user=user).order_by("pk"):
        yield {"ip": str(row.ip), "user_agent": row.user_agent, "begun_at": row.created_at}


def _looks(user: User) -> Iterator[Record]:
    for row in Unmasking.objects.filter(customer=user).order_by("pk"):
        reason = REASONS.get(row.reason)
        yield {
            "at": row.shown_at,
            "value": Coded(row.value_code, hidden_value_name(row.value_code)),
            "reason": Coded(row.reason, reason.name if reason else row.reason),
        }


def _requests(user: User) -> Iterator[Record]:
    for row in PrivacyRequest.objects.filter(user=user).order_by("pk"):
        yield {
            "number": row.number,
            "kind": Coded(row.kind, row.get_kind_display()),
            "status": Coded(row.status, row.get_status_display()),
            "asked_at": row.asked_at,
            "words": row.words,
            "answer": row.answer,
        }


def _events(user: User) -> Iterator[Record]:
    words = {None: Coded("system", _("the system")), user.pk: Coded("self", _("you"))}
    rows = Event.objects.filter(subject_type="user", subject_id=user.pk).order_by("pk")
    for row in rows.iterator():
        yield {
            "at": row.at,
            "kind": row.kind,
            "by": words.get(row.actor_id, Coded("staff", _("a member of staff"))),
            "request_id": row.request_id,
        }


# -- erasing -------------------------------------------------------------------------------------------------------


def erase_own_data(user: User) -> None:
    """Empty the login, its person, its messages and whatever was written about it; what refers to its number stays."""
    IdentityCheck.objects.filter(user=user).update(real_name="", identity_number="", identity_index="")
    IdentityReview.objects.filter(user=user).update(note="", words="", corrected_name="", corrected_number="")
    PersonHold.objects.filter(user=user).update(words="")
    Message.objects.filter(to=user).update(subject="", body="", error="")
    SuitabilityAssessment.objects.filter(user=user).update(answers={})
    Unmasking.objects.filter(customer=user).update(words="")
    PrivacyRequest.objects.filter(user=user).update(words="", answer="")
    ContactDetails.objects.filter(user=user).update(address="")
    AssistedEntry.objects.filter(customer=user).update(payload="", phone="")
    ExportFile.objects.filter(request__user=user).update(sealed="")
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    _end_sessions(user)
    _empty_login(user)


def _empty_login(user: User) -> None:
    person = user.person
    user.set_phone("")
    user.set_unusable_password()
    user.email, user.display_name, user.person = None, "", None
    user.identity_verified_at = user.phone_verified_at = None
    user.is_active = False
    user.save()
    if person is not None and not User.objects.filter(person=person).exists():
        Person.objects.filter(pk=person.pk).update(
            real_name="", identity_number="", identity_index=f"erased:{person.pk}", birth_on=NO_BIRTH_ON
        )


def _end_sessions(user: User) -> None:
    sessions = UserSession.objects.filter(user=user)
    store: type[SessionBase] = import_string(f"{settings.SESSION_ENGINE}.SessionStore")
    for key in sessions.values_list("session_key", flat=True):
        store(key).delete()
    sessions.delete()
