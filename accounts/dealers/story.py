"""What the pages about dealers say, made ready for their templates."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import clock
from accounts.crypto import mask_email, mask_phone
from accounts.dealers.messages import lapse_words
from accounts.dealers.path import DealerStep, dealer_steps, is_step_done
from accounts.dealers.policy import categories_line, checklist
from accounts.dealers.queries import DealerFile
from accounts.models import (
    Dealer,
    DealerCheck,
    DealerInvitation,
    DealerMember,
    DealerTerms,
    Event,
    LegalPersonCheck,
    LegalPersonConsent,
    User,
)
from accounts.providers.identity_sandbox import MISMATCH_ENDING, SILENT_ENDING
from accounts.web.event_words import event_words
from accounts.web.parts import Fact, Moment

LEGAL_PERSON_FAULTS: dict[str, Promise] = {
    LegalPersonCheck.Status.MISMATCHED: gettext_lazy(
        "The name and the number do not belong together. Compare both with the identity card and try again."
    ),
    LegalPersonCheck.Status.UNANSWERED: gettext_lazy(
        "We could not reach the identity service. Nothing was lost; please try again in a few minutes."
    ),
    LegalPersonCheck.Status.SUPERSEDED: gettext_lazy(
        "The company's data changed meanwhile. Open the page again."
    ),
}

# What happens to a dealer, in words.
EVENT_WORDS: dict[str, Promise] = {
    "dealer.begun": gettext_lazy("Application begun"),
    "dealer.company_saved": gettext_lazy("Company named"),
    "dealer.legal_person_verified": gettext_lazy("Legal representative verified"),
    "dealer.consent_given": gettext_lazy("Legal representative agreed"),
    "dealer.consent_withdrawn": gettext_lazy("Legal representative took the consent back"),
    "dealer.withdrawn": gettext_lazy("Withdrawn by the dealer"),
    "dealer.applied": gettext_lazy("Opened again by the dealer"),
    "dealer.licence_sent": gettext_lazy("Licence sent"),
    "dealer.goods_chosen": gettext_lazy("Goods chosen"),
    "dealer.store_added": gettext_lazy("Store added"),
    "dealer.contract_signed": gettext_lazy("Contract signed"),
    "dealer.vetting": gettext_lazy("Papers sent in"),
    "dealer.checked": gettext_lazy("Checklist item ticked"),
    "dealer.opinion_given": gettext_lazy("Risk gave its opinion"),
    "dealer.returned": gettext_lazy("Returned for papers"),
    "dealer.active": gettext_lazy("Made active"),
    "dealer.rejected": gettext_lazy("Rejected"),
    "dealer.suspended": gettext_lazy("Suspended"),
    "dealer.ended": gettext_lazy("Cooperation ended"),
    "dealer.limits_changed": gettext_lazy("Limits changed"),
    "dealer.clerk_invited": gettext_lazy("Clerk invited"),
    "dealer.invitation_withdrawn": gettext_lazy("Invitation taken back"),
    "dealer.clerk_joined": gettext_lazy("Clerk joined"),
    "dealer.clerk_removed": gettext_lazy("Clerk removed"),
    "dealer.approval_lapsed": gettext_lazy("Approval came too late"),
}


def way_in() -> list[DealerStep]:
    """Return the steps that a new dealer will go, for the page that invites to it."""
    return dealer_steps()


def company_facts(dealer: Dealer) -> list[Fact]:
    """Return what is known of the company."""
    company = dealer.organisation
    if company is None:
        return []
    return [
        Fact(_("Name of the company"), company.legal_name),
        Fact(_("Unified social credit code"), company.uscc),
        Fact(_("Registered address"), company.registered_address),
        Fact(_("Established on"), company.established_on.isoformat()),
    ]


def legal_person_facts(dealer: Dealer) -> list[Fact]:
    """Return the legal representative, masked; nothing before the verification."""
    company = dealer.organisation
    if company is None or company.legal_person is None or company.legal_person_verified_at is None:
        return []
    verified_at = company.legal_person_verified_at.astimezone(clock.SHANGHAI)
    return [
        Fact(_("Name of the legal representative"), company.legal_person.masked_name),
        Fact(_("Resident identity number"), company.legal_person.masked_identity_number),
        Fact(_("Verified"), f"{verified_at:%Y-%m-%d %H:%M}"),
    ]


def consent_facts(consent: LegalPersonConsent | None) -> list[Fact]:
    """Return the representative's consent as evidence: who, which text, when and how; nothing before it was asked."""
    if consent is None:
        return []
    facts = [
        Fact(_("Consent"), consent.get_status_display(), hint=consent.number),
        Fact(_("How it is given"), consent.get_way_display(), hint=mask_phone(consent.phone)),
        Fact(_("Text"), consent.text_version, hint=consent.text_hash[:16]),
        Fact(_("Asked for"), _instant(consent.asked_at)),
    ]
    if consent.given_at is not None:
        facts.append(Fact(_("Given on"), _instant(consent.given_at)))
    if consent.withdrawn_at is not None:
        facts.append(Fact(_("Taken back on"), _instant(consent.withdrawn_at)))
    return facts


def _instant(at: dt.datetime) -> str:
    return f"{at.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}"


def sandbox_endings() -> dict[str, str] | None:
    """Return how the sandbox's answers can be tried, in a demonstration only."""
    return {"mismatch": MISMATCH_ENDING, "silent": SILENT_ENDING} if settings.IS_DEMO else None


def goods(dealer: Dealer, terms: DealerTerms | None) -> str:
    """Return the goods the dealer is admitted for, before that those it asks for, as one line."""
    codes = terms.categories if terms is not None else dealer.wanted_categories
    return categories_line(codes)


@dataclass(frozen=True)
class MemberRow:
    member: DealerMember
    login: str


def member_rows(members: Iterable[DealerMember]) -> list[MemberRow]:
    return [MemberRow(member, masked_login(member.user)) for member in members]


def masked_login(user: User) -> str:
    """Return the address of a login with its middle hidden."""
    if user.email:
        return mask_email(user.email)
    return mask_phone(user.phone) if user.phone else user.number


@dataclass(frozen=True)
class InvitationRow:
    invitation: DealerInvitation
    address: str


def invitation_rows(invitations: Iterable[DealerInvitation]) -> list[InvitationRow]:
    return [
        InvitationRow(one, mask_email(one.address) if "@" in one.address else mask_phone(one.address))
        for one in invitations
    ]


def is_invitation_over(invitation: DealerInvitation) -> bool:
    """Whether the link can no longer be used."""
    return (
        invitation.accepted_at is not None
        or invitation.withdrawn_at is not None
        or invitation.expires_at <= clock.now()
        or not invitation.dealer.is_acting
    )


@dataclass(frozen=True)
class CheckRow:
    """An item of the checklist with its tick, if it has one; `is_ready`: the papers for it are there."""

    code: str
    label: str
    check: DealerCheck | None
    is_ready: bool


def check_rows(file: DealerFile) -> list[CheckRow]:
    """Return the checklist of this round."""
    done = {item.step: is_step_done(file.dealer, item.step) for item in checklist()}
    return [
        CheckRow(item.code, item.label, file.checks.get(item.code), done[item.step]) for item in checklist()
    ]


def moments(events: Sequence[Event]) -> list[Moment]:
    """Return what happened to a dealer as a timeline; the dealer's people go by their number."""
    items = {item.code: item.label for item in checklist()}
    return [
        Moment(
            title=event_words(event.kind) or event.kind,
            at=event.at.astimezone(clock.SHANGHAI),
            sentence=_sentence(event, items),
            who=_who(event.actor),
        )
        for event in events
    ]


def _sentence(event: Event, items: Mapping[str, Any]) -> Any:
    """Return what a moment is about: the item that was ticked, or why an approval was not carried out."""
    if event.kind == "dealer.approval_lapsed":
        return lapse_words(str(event.data.get("because")))
    return items.get(event.data.get("item"), "")


def _who(actor: User | None) -> str:
    if actor is None:
        return _("the system")
    return actor.name if actor.is_staff else actor.number
