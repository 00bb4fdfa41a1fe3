"""What pages about people show, made ready for their templates: masked facts, limits, what happened."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import clock
from accounts.consents import CONSENT_TEXTS, ConsentText
from accounts.crypto import mask_address, mask_email, mask_name, mask_phone
from accounts.domain.suitability import TYPES
from accounts.models import (
    BorrowerProfile,
    Consent,
    Event,
    FaceCheck,
    IdentityCheck,
    RuleVersion,
    SuitabilityAssessment,
    User,
)
from accounts.queries import Suitability
from accounts.restrictions import LOOKING
from accounts.web.event_words import event_words
from accounts.web.formats import yuan
from accounts.web.moment_words import moment_sentence
from accounts.web.parts import Fact, Moment

MOMENTS = 20

IDENTITY_FAULTS: dict[str, Promise] = {
    IdentityCheck.Status.MISMATCHED: gettext_lazy(
        "The name and the number do not belong together. Compare both with your identity card and try again."
    ),
    IdentityCheck.Status.UNANSWERED: gettext_lazy(
        "We could not reach the identity service. Nothing was lost; please try again in a few minutes."
    ),
    IdentityCheck.Status.SUPERSEDED: gettext_lazy(
        "Your identity was verified meanwhile in another window. Open the page again."
    ),
    IdentityCheck.Status.REFERRED: LOOKING,
    IdentityCheck.Status.TAKEN: gettext_lazy(
        "This identity has an account with us already, and one person has one account. Sign in there, or call us."
    ),
}

FACE_FAULTS: dict[str, Promise] = {
    FaceCheck.Status.FAILED: gettext_lazy(
        "You were not recognised. Take off glasses and hat, look straight into the camera in good light, and try again."
    ),
    FaceCheck.Status.UNANSWERED: gettext_lazy(
        "There was no answer. Nothing was lost; you can try again, three times a day."
    ),
}

PROFILE_TITLES: dict[str, Promise] = {
    "work": gettext_lazy("Your work"),
    "money": gettext_lazy("Income and debts"),
    "home": gettext_lazy("Home and family"),
    "contacts": gettext_lazy("Whom may we call if we cannot reach you?"),
}


def login_facts(user: User, *, is_own: bool = True) -> list[Fact]:
    """Return what is known of a login, the phone masked; only its owner reads the e-mail address in full."""
    email = user.email if is_own or not user.email else mask_email(user.email)
    return [
        Fact(_("Customer number"), user.number),
        Fact(_("Mobile number"), mask_phone(user.phone) if user.phone else _("not given"), code="phone"),
        Fact(_("E-mail address"), email or _("not given"), code="email"),
        Fact(_("Member since"), date_format(user.joined_at.astimezone(clock.SHANGHAI), "Y-m-d")),
    ]


def identity_facts(user: User) -> list[Fact]:
    """Return the verified identity, masked; nothing where there is none."""
    if user.person is None:
        return []
    verified_at = user.identity_verified_at
    when = (
        date_format(verified_at.astimezone(clock.SHANGHAI), "Y-m-d H:i")
        if verified_at
        else _("consent withdrawn")
    )
    return [
        Fact(_("Name"), user.person.masked_name, code="real_name"),
        Fact(_("Resident identity number"), user.person.masked_identity_number, code="identity_number"),
        Fact(_("Verified"), when),
    ]


def profile_facts(profile: BorrowerProfile, *, is_own: bool = True) -> list[Fact]:
    """Return what a borrower said, contacts and address masked; the last line says who entered it and when."""
    facts = [
        Fact(_("Work"), profile.get_employment_display(), code="employment"),
        Fact(_("Industry"), profile.get_industry_display(), code="industry"),
        Fact(_("Employer or business"), profile.employer or "—", code="employer"),
        Fact(_("Months at this work"), profile.employed_months, code="employed_months"),
        _figure(_("Income a month, after tax"), profile, "monthly_income_fen"),
        _figure(_("Payments on other debts a month"), profile, "monthly_debt_fen"),
        _figure(_("Debts elsewhere in all"), profile, "other_debt_fen"),
        _figure(_("Of it, on other lending platforms"), profile, "other_platform_debt_fen"),
        Fact(_("People supported"), profile.dependants, code="dependants"),
        Fact(_("Housing"), profile.get_housing_display(), code="housing"),
        Fact(_("Home address"), mask_address(profile.home_address), code="home_address"),
        Fact(
            profile.get_contact_relationship_display(),
            f"{mask_name(profile.contact_name)} {mask_phone(profile.contact_phone)}",
            code="contact_name",
        ),
    ]
    if profile.second_contact_name:
        facts.append(
            Fact(
                profile.get_second_contact_relationship_display(),
                f"{mask_name(profile.second_contact_name)} {mask_phone(profile.second_contact_phone)}",
                code="second_contact_name",
            )
        )
    entered_at = date_format(profile.entered_at.astimezone(clock.SHANGHAI), "Y-m-d H:i")
    by_staff = profile.entered_by_id != profile.user_id
    by_owner = _("by you") if is_own else _("by the customer")
    facts.append(Fact(_("Entered"), entered_at, hint=_("by customer service") if by_staff else by_owner))
    return facts


def _figure(label: str, profile: BorrowerProfile, name: str) -> Fact:
    return Fact(label, yuan(getattr(profile, name)), is_figure=True, code=name)


@dataclass(frozen=True)
class LimitRow:
    type: str
    label: str
    per_loan_fen: int
    total_fen: int
    is_mine: bool


def limit_rows(rule: RuleVersion, current: Suitability | None) -> list[LimitRow]:
    """Return what each type may lend, by the rule."""
    labels = dict(SuitabilityAssessment.Type.choices)
    return [
        LimitRow(
            type=type_,
            label=str(labels[type_]),
            per_loan_fen=rule.value["limits"][type_]["per_loan_fen"],
            total_fen=rule.value["limits"][type_]["total_fen"],
            is_mine=current is not None and current.type == type_,
        )
        for type_ in TYPES
    ]


@dataclass(frozen=True)
class ConsentRow:
    text: ConsentText
    consent: Consent | None

    @property
    def is_in_force(self) -> bool:
        return self.consent is not None and self.consent.withdrawn_at is None


def consent_rows(consents: Mapping[str, Consent]) -> list[ConsentRow]:
    """Return every text with the consent to it, if there is one among these."""
    return [ConsentRow(text, consents.get(text.code)) for text in CONSENT_TEXTS.values()]


def event_moments(events: QuerySet[Event]) -> list[Moment]:
    """Return the newest events as a timeline."""
    newest = list(events.order_by("-pk")[:MOMENTS])
    names = acted_for_names(newest)
    return [
        Moment(
            title=event_words(event.kind) or event.kind,
            at=event.at.astimezone(clock.SHANGHAI),
            sentence=moment_sentence(event.data),
            who=with_principal(_actor(event), event, names),
        )
        for event in newest
    ]


def _actor(event: Event) -> str:
    """Name colleagues; customers go by their number here as everywhere in the office."""
    if event.actor is None:
        return _("the system")
    return event.actor.number if event.actor.is_customer else event.actor.name


def acted_for_names(events: Iterable[Event]) -> dict[str, str]:
    """Return the names of those for whom deputies did these things, by number; asks nothing where nobody did."""
    numbers = {str(event.data["for"]) for event in events if event.data.get("for")}
    if not numbers:
        return {}
    return {user.number: user.name for user in User.objects.filter(number__in=numbers)}


def with_principal(who: str, event: Event, names: Mapping[str, str]) -> str:
    """Add to whoever did something for whom it was done, where that was an absent colleague."""
    number = str(event.data.get("for", ""))
    if not number:
        return who
    return _("%(deputy)s for %(name)s") % {"deputy": who, "name": names.get(number, number)}


def event_sentence(data: Mapping[str, Any]) -> str:
    """Return an event's references as one line, empty ones left out."""
    shown = {name: value for name, value in data.items() if name != "for" and value not in ("", None)}
    return " · ".join(f"{name}: {said(value)}" for name, value in shown.items())


def said(value: Any) -> str:
    """Return a reference as people read it: many one after the other, what lies inside by its names."""
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {said(one)}" for name, one in value.items()) or "—"
    return ", ".join(said(one) for one in value) or "—" if isinstance(value, list | tuple) else str(value)
