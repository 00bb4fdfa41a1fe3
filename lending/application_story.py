"""An application told in facts and moments, for its borrower and for the office."""

from django.utils.translation import gettext as _

from accounts.models import Event
from accounts.web.formats import rate, yuan
from accounts.web.parts import Fact, Moment, Step
from lending.labels import choice_label, end_reason_label, method_label, periods_label, purpose_label
from lending.models import Application, Listing

STAGES = ["draft", "submitted", "approved", "listed", "disbursed"]
STAGE_OF = {
    "draft": 0,
    "returned": 0,
    "submitted": 1,
    "screening": 1,
    "review": 1,
    "committee": 1,
    "approved": 2,
    "accepted": 2,
    "listed": 3,
    "funded": 3,
    "disbursed": 5,
}


def application_facts(application: Application) -> list[Fact]:
    """Return what the borrower stated."""
    amount = yuan(application.amount_fen) if application.amount_fen else "—"
    return [
        Fact(_("Product"), application.product_version.name),
        Fact(_("Amount asked for"), amount, is_figure=True),
        Fact(_("Term"), periods_label(application.periods) if application.periods else "—"),
        Fact(_("Repayment"), method_label(application.method) if application.method else "—"),
        Fact(_("Purpose"), purpose_label(application.purpose) or "—", application.purpose_text),
        Fact(_("Repaid from"), choice_label(Application.RepaymentSource, application.repayment_source)),
        *income_facts(application),
    ]


def income_facts(application: Application) -> list[Fact]:
    """Return income and debts as stated."""
    amounts = (
        (_("Income a month"), application.monthly_income_fen),
        (_("Paid on other debts a month"), application.monthly_debt_fen),
        (_("Owed elsewhere"), application.other_debt_fen),
        (_("Owed on other platforms"), application.other_platform_debt_fen),
    )
    months = application.employed_months
    return [
        Fact(_("Employment"), choice_label(Application.Employment, application.employment)),
        Fact(_("Industry"), choice_label(Application.Industry, application.industry)),
        Fact(_("At this job for"), "—" if months is None else periods_label(months)),
        *(Fact(label, "—" if fen is None else yuan(fen), is_figure=True) for label, fen in amounts),
    ]


def application_steps(application: Application) -> list[Step]:
    """Return the stages of the way with the one the application is at."""
    labels = [_("Application"), _("Decision"), _("Offer"), _("In the market"), _("Paid out")]
    at = STAGE_OF.get(application.status)
    if at is None:
        at = _last_stage(application)
        return [
            Step(label, "done" if place < at else "refused" if place == at else "later")
            for place, label in enumerate(labels)
        ]
    return [
        Step(label, "done" if place < at else "now" if place == at else "later")
        for place, label in enumerate(labels)
    ]


def _last_stage(application: Application) -> int:
    if application.accepted_at is not None:
        return 3
    if application.decision_id is not None and application.status != Application.Status.REJECTED:
        return 2
    return 1 if application.submitted_at is not None else 0


def application_moments(application: Application, listing: Listing | None) -> list[Moment]:
    """Return what happened, newest first: the application's events and its listing's."""
    titles = _titles()
    subjects = {("application", application.pk)} | (
        {("listing", listing.pk)} if listing is not None else set()
    )
    events = Event.objects.filter(
        subject_type__in=["application", "listing"], subject_id__in=[pk for _kind, pk in subjects]
    ).order_by("-pk")[:60]
    moments = []
    for event in events:
        if (event.subject_type, event.subject_id) not in subjects or event.kind not in titles:
            continue
        title, icon, tone = titles[event.kind]
        sentence = end_reason_label(event.data.get("reason", "")) if event.subject_type == "listing" else ""
        moments.append(Moment(title, event.at, sentence, icon=icon, tone=tone))
    return moments


def _titles() -> dict[str, tuple[str, str, str]]:
    return {
        "application.started": (_("Application begun"), "pencil", "quiet"),
        "application.paper_sent": (_("Paper added"), "file-text", "quiet"),
        "application.paper_removed": (_("Paper taken away"), "file-text", "quiet"),
        "application.submitted": (_("Sent in"), "send", "active"),
        "application.screening": (_("Screening began"), "search", "quiet"),
        "application.review": (_("Review began"), "user-check", "active"),
        "application.committee": (_("Laid before the committee"), "users", "active"),
        "application.approved": (_("Offer made"), "circle-check", "good"),
        "application.accepted": (_("Offer signed"), "pen-line", "good"),
        "application.rejected": (_("Declined"), "circle-x", "danger"),
        "application.returned": (_("Returned for papers"), "undo-2", "attention"),
        "application.withdrawn": (_("Withdrawn"), "circle-slash", "quiet"),
        "application.expired": (_("Expired"), "timer-off", "quiet"),
        "application.cancelled": (_("Cancelled"), "circle-slash", "quiet"),
        "application.conditions_met": (_("Conditions met"), "circle-check", "good"),
        "application_hold.placed": (_("Put on hold"), "lock", "attention"),
        "application_hold.released": (_("Hold released"), "lock-open", "quiet"),
        "listing.opened": (_("Opened in the market"), "store", "active"),
        "listing.full": (_("Fully funded"), "circle-gauge", "good"),
        "listing.expired": (_("Listing ran out"), "timer-off", "attention"),
        "listing.cancelled": (_("Listing cancelled"), "circle-slash", "attention"),
        "application.disbursed": (_("Paid out"), "banknote", "good"),
    }


def offer_facts(application: Application) -> list[Fact]:
    """Return the decision's figures for the office."""
    decision = application.decision
    if decision is None or decision.amount_fen is None or decision.rate_ppm is None:
        return []
    return [
        Fact(_("Amount offered"), yuan(decision.amount_fen), is_figure=True),
        Fact(_("Annual rate"), rate(decision.rate_ppm), is_figure=True),
        Fact(_("Grade"), decision.grade),
        Fact(_("Offer stands until"), decision.offer_until_on),
        Fact(_("Approval valid until"), decision.valid_until_on),
        *([Fact(_("Conditions"), decision.conditions)] if decision.conditions else []),
    ]
