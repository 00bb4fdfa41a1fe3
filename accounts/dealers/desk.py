"""The case page of a dealer in the office: its file, and the forms of what the person at the desk may do now."""

from typing import Any

from accounts import clock
from accounts.dealers import story
from accounts.dealers.consent import newest_consent
from accounts.dealers.queries import DealerFile, dealer_file, pending_requests
from accounts.dealers.sections import CASE_PAGE, dealer_sections
from accounts.dealers.watched import entries_shown_to
from accounts.forms.dealer_office import CheckForm, ReasonForm, admission_form, change_form, opinion_form
from accounts.models import Dealer, DealerOpinion, LegalPersonConsent, User

Status = Dealer.Status

# What may be done in which state, and the right it needs; each has a form that asks for a reason.
REASONED = (
    ("return", (Status.VETTING,), "accounts.vet_dealers"),
    ("reject", (Status.VETTING,), "accounts.approve_dealers"),
    ("suspend", (Status.ACTIVE,), "accounts.suspend_dealers"),
    ("resume", (Status.SUSPENDED,), "accounts.vet_dealers"),
    ("end", (*Dealer.FILLING, Status.ACTIVE, Status.SUSPENDED), "accounts.approve_dealers"),
)


def case(dealer: Dealer, viewer: User, sent: dict[str, Any]) -> dict[str, Any]:
    """Return everything the case page shows this viewer; `sent` holds a form that was refused, by its name."""
    file = dealer_file(dealer)
    pending = pending_requests(dealer)
    consent = newest_consent(dealer) if dealer.organisation_id else None
    return {
        "dealer": dealer,
        "file": file,
        "company_facts": story.company_facts(dealer),
        "legal_person_facts": story.legal_person_facts(dealer),
        "consent_facts": story.consent_facts(consent),
        "watched": entries_shown_to(viewer, dealer, clock.today()) if dealer.status in Dealer.OPEN else [],
        "goods": story.goods(dealer, file.in_force),
        "check_rows": story.check_rows(file),
        "members": story.member_rows(file.members),
        "moments": story.moments(file.events),
        "sections": dealer_sections(CASE_PAGE, dealer),
        "pending": pending,
        "may_check": dealer.status == Status.VETTING and viewer.has_right("accounts.vet_dealers"),
        "check_form": sent.get("check") or CheckForm(),
        "consent_form": _consent_form(consent, viewer, sent),
        **_desk_forms(file, viewer, sent, is_waiting=bool(pending)),
    }


def _consent_form(
    consent: LegalPersonConsent | None, viewer: User, sent: dict[str, Any]
) -> ReasonForm | None:
    """Return the form by which an employee takes the consent back for a representative who called."""
    is_given = consent is not None and consent.status == LegalPersonConsent.Status.GIVEN
    if not is_given or not viewer.has_right("accounts.vet_dealers"):
        return None
    return sent.get("consent") or ReasonForm(prefix="consent")


def _desk_forms(file: DealerFile, viewer: User, sent: dict[str, Any], *, is_waiting: bool) -> dict[str, Any]:
    dealer = file.dealer
    is_vetting = dealer.status == Status.VETTING
    may_vet = viewer.has_right("accounts.vet_dealers")
    forms: dict[str, Any] = {"opinion_form": None, "admission_form": None, "limits_form": None}
    if is_vetting and viewer.has_right("risk.give_dealer_opinion") and not is_waiting:
        forms["opinion_form"] = sent.get("opinion") or opinion_form()
    if is_vetting and may_vet and not is_waiting and _is_ready(file):
        forms["admission_form"] = sent.get("admission") or admission_form(dealer, file.opinion)
    if dealer.status in (Status.ACTIVE, Status.SUSPENDED) and may_vet and file.proposal is None:
        forms["limits_form"] = sent.get("limits") or change_form(file.in_force)
    reasoned = {
        name: sent.get(name) or ReasonForm(prefix=name)
        for name, statuses, right in REASONED
        if dealer.status in statuses and viewer.has_right(right) and not (name == "resume" and is_waiting)
    }
    return {**forms, "reasoned": reasoned}


def _is_ready(file: DealerFile) -> bool:
    """Whether the admission may be asked for: every item ticked, and risk for it."""
    opinion = file.opinion
    is_recommended = opinion is not None and opinion.recommendation == DealerOpinion.Recommendation.ADMIT
    return is_recommended and all(row.check is not None for row in story.check_rows(file))
