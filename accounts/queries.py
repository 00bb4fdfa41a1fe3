"""What the pages and the floors above read about people."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.approvals import confidential_kinds, kinds_checked_by
from accounts.crypto import blind_index
from accounts.domain.identity_number import BadIdentityNumber, read_identity_number
from accounts.domain.phone import BadPhone, normalise_phone
from accounts.errors import Refused
from accounts.models import (
    Approval,
    Consent,
    Event,
    IdentityCheck,
    Message,
    Person,
    SandboxMessage,
    SuitabilityAssessment,
    User,
)
from accounts.rules import MissingRule, read_once, rule_value

SEARCH_LIMIT = 50
UNREAD_CAP = 99


# -- logins ----------------------------------------------------------------------------------------------------


def holders_of(*, email: str | None, phone: str) -> QuerySet[User]:
    """Return the logins that hold either address, proved or not."""
    same = Q(pk__in=[])
    if email:
        same |= Q(email=email)
    if phone:
        same |= Q(phone_index=blind_index("phone", phone))
    return User.objects.filter(same)


def is_login_proved(*, email: str | None, phone: str) -> bool:
    """Whether somebody already proved the address, or it belongs to a login that was opened in the office."""
    addresses = EmailAddress.objects.filter(user=OuterRef("pk"))
    proved = (
        ~Q(kind=User.Kind.CUSTOMER)
        | Q(person__isnull=False)
        | Q(last_login__isnull=False)
        | Q(phone_verified_at__isnull=False)
        | Exists(addresses.filter(verified=True))
        | Q(email__isnull=False) & ~Exists(addresses)
    )
    return holders_of(email=email, phone=phone).filter(proved).exists()


def customers() -> QuerySet[User]:
    """Return every customer with the person behind."""
    return User.objects.filter(kind=User.Kind.CUSTOMER).select_related("person")


def find_customers(text: str) -> QuerySet[User]:
    """Return the customers that a number, an e-mail address, a phone or an identity number names, each whole.

    Encrypted values are found by their blind index, so only a complete one finds anybody.
    """
    text = text.strip()
    named = Q(number__iexact=text) | Q(email__iexact=text) | Q(display_name=text)
    try:
        named |= Q(phone_index=blind_index("phone", normalise_phone(text)))
    except BadPhone:
        pass
    try:
        named |= Q(person__identity_index=blind_index("identity", read_identity_number(text).number))
    except BadIdentityNumber:
        pass
    return customers().filter(named)


# -- identity, suitability, consents -----------------------------------------------------------------------------


def last_identity_check(user: User) -> IdentityCheck | None:
    """Return the newest identity check of a login."""
    return IdentityCheck.objects.filter(user=user).order_by("-pk").first()


@dataclass(frozen=True)
class Suitability:
    """An investor's type and what it allows, both from the rule pack in force on the day asked for."""

    number: str
    type: str
    type_label: str
    points: int
    assessed_on: dt.date
    valid_until_on: dt.date
    per_loan_fen: int
    total_fen: int


def last_assessment(user: User) -> SuitabilityAssessment | None:
    """Return the newest assessment of a login, in force or not."""
    return SuitabilityAssessment.objects.filter(user=user).order_by("-pk").first()


def is_assessed(user: User, on: dt.date) -> bool:
    """Whether the newest assessment is in force on a date; its limits are another question."""
    found = last_assessment(user)
    return found is not None and found.assessed_on <= on <= found.valid_until_on


def current_suitability(user: User, on: dt.date) -> Suitability | None:
    """Return the assessment in force on a date, with its limits; the newest one alone counts, nothing before it."""
    found = last_assessment(user)
    return None if found is None else _in_force(found, on)


def _in_force(found: SuitabilityAssessment, on: dt.date) -> Suitability | None:
    if not found.assessed_on <= on <= found.valid_until_on:
        return None
    try:
        limits = rule_value("suitability", on=on)["limits"][found.type]
    except MissingRule:
        return None
    return Suitability(
        number=found.number,
        type=found.type,
        type_label=found.get_type_display(),
        points=found.points,
        assessed_on=found.assessed_on,
        valid_until_on=found.valid_until_on,
        per_loan_fen=limits["per_loan_fen"],
        total_fen=limits["total_fen"],
    )


def suitabilities_of(user_ids: Iterable[int], on: dt.date) -> dict[int, Suitability]:
    """Return the assessments in force of many logins with one query beside the rule's; who has none is left out."""
    wanted = SuitabilityAssessment.objects.filter(user__in=list(user_ids)).order_by("pk")
    newest = {found.user_id: found for found in wanted}
    with read_once():
        limits = {user_id: _in_force(found, on) for user_id, found in newest.items()}
    return {user_id: found for user_id, found in limits.items() if found is not None}


def require_suitability(user: User, on: dt.date) -> Suitability:
    """Return the assessment in force; refuses (`suitability_missing`) a bid without one (2016 Art. 26)."""
    found = current_suitability(user, on)
    if found is None:
        raise Refused(
            "suitability_missing", _("Answer the risk questionnaire before you lend. It holds for one year.")
        )
    return found


def consents_in_force(user: User) -> dict[str, Consent]:
    """Return the consents of a login by code."""
    return {consent.code: consent for consent in Consent.objects.filter(user=user, withdrawn_at__isnull=True)}


# -- messages and events -------------------------------------------------------------------------------------------


def is_known_by_another_name(identity_index: str, real_name: str) -> bool:
    """Whether the owner of an identity number was verified here with another name."""
    known = Person.objects.filter(identity_index=identity_index).first()
    return known is not None and known.real_name != real_name


def newest_consents(user: User) -> dict[str, Consent]:
    """Return the newest consent of a login to each text, one taken back too."""
    return {consent.code: consent for consent in Consent.objects.filter(user=user).order_by("pk")}


def inbox(user: User, *, category: str = "") -> QuerySet[Message]:
    """Return the messages of a person's inbox, all or those of one category."""
    found = Message.objects.filter(to=user, channel=Message.Channel.INBOX)
    return found.filter(category=category) if category else found


def sent_messages(
    *, status: str = "", channel: str = "", category: str = "", customer: str = ""
) -> QuerySet[Message]:
    """Return what left the house or should have, by state, channel, category and number of the customer."""
    wanted = {"status": status, "channel": channel, "category": category, "to__number": customer.upper()}
    outward = Message.objects.exclude(channel=Message.Channel.INBOX).select_related("to")
    return outward.filter(**{name: value for name, value in wanted.items() if value})


def count_unread(user: User) -> int:
    """Count the unread messages, up to ninety-nine."""
    return inbox(user).filter(read_at__isnull=True).order_by()[:UNREAD_CAP].count()


def events_matching(
    *,
    kind: str = "",
    subject: str = "",
    actor: str = "",
    request: str = "",
    from_on: dt.date | None = None,
    until_on: dt.date | None = None,
) -> QuerySet[Event]:
    """Return events by kind ("loan" finds "loan.settled" too), object, who did it, request and business date.

    Objects and people are named by their numbers; a request by its whole id.
    """
    events = Event.objects.select_related("actor")
    if kind:
        events = events.filter(Q(kind=kind) | Q(kind__startswith=f"{kind}."))
    if subject:
        events = events.filter(subject_number=subject)
    if actor:
        events = events.filter(actor__number=actor)
    if request:
        events = events.filter(request_id=request)
    if from_on:
        events = events.filter(business_on__gte=from_on)
    if until_on:
        events = events.filter(business_on__lte=until_on)
    return events


def identity_checks(user: User) -> list[IdentityCheck]:
    """Return the newest identity checks of a login."""
    return list(IdentityCheck.objects.filter(user=user).order_by("-pk")[:10])


def sandbox_messages() -> list[SandboxMessage]:
    """Return what the sandbox providers were last asked to send."""
    return list(SandboxMessage.objects.order_by("-pk")[:20])


# -- approvals -----------------------------------------------------------------------------------------------------


def approvals_seen_by(user: User) -> QuerySet[Approval]:
    """Return the requests a member of staff made, may check, or may see as one who sees all."""
    rows = Approval.objects.select_related("maker__person", "checker", "asked_for__person", "decided_for")
    own = Q(maker=user) | Q(kind__in=kinds_checked_by(user))
    if user.has_right("accounts.see_approvals"):
        return rows.filter(own | ~Q(kind__in=confidential_kinds()))
    return rows.filter(own)


def approvals_to_decide(user: User) -> QuerySet[Approval]:
    """Return the open requests of others that this login may check."""
    waiting = Approval.objects.filter(status=Approval.Status.OPEN, kind__in=kinds_checked_by(user))
    mine = Q(maker=user) | (Q(maker__person=user.person_id) if user.person_id else Q(pk__in=[]))
    return waiting.exclude(mine).exclude(asked_for=user).select_related("maker__person", "checker")
