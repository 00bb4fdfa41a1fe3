"""What the case page says, in lines of facts and moments."""

from django.utils.translation import gettext as _

from accounts.crypto import mask_name
from accounts.web.parts import Fact, Moment
from finance.templatetags.money import yuan
from risk.queries import CaseFile
from risk.reasons import REASONS


def application_facts(file: CaseFile) -> list[Fact]:
    """What was asked for, and by whom (masked)."""
    application = file.application
    borrower = application.borrower
    name = mask_name(borrower.person.real_name) if borrower.person is not None else borrower.number
    return [
        Fact(_("Borrower"), name, hint=borrower.number),
        Fact(_("Product"), application.product_version.name),
        Fact(_("Asked for"), yuan(application.amount_fen), is_figure=True),
        Fact(_("Number of instalments"), application.periods, is_figure=True),
        Fact(_("Purpose"), application.get_purpose_display(), hint=application.purpose_text),
        Fact(_("Age"), file.case.facts.get("age") or "—", is_figure=True),
        Fact(_("Work"), application.get_employment_display()),
        Fact(_("Industry"), application.get_industry_display()),
        Fact(_("Months in this work"), application.employed_months, is_figure=True),
        Fact(_("Source of repayment"), application.get_repayment_source_display()),
    ]


def income_facts(file: CaseFile) -> list[Fact]:
    """Income, debts and what is owed here."""
    application = file.application
    return [
        Fact(_("Monthly income"), yuan(application.monthly_income_fen), is_figure=True),
        Fact(_("Monthly payments on other debts"), yuan(application.monthly_debt_fen), is_figure=True),
        Fact(_("Other debts"), yuan(application.other_debt_fen), is_figure=True),
        Fact(_("Debts on other platforms"), yuan(application.other_platform_debt_fen), is_figure=True),
        Fact(_("Owed or applied for here"), yuan(file.case.facts.get("exposure_fen", 0)), is_figure=True),
        Fact(_("Free money in the wallet"), yuan(file.wallet.available_fen), is_figure=True),
    ]


def timeline(file: CaseFile) -> list[Moment]:
    """What happened to the application and the case, newest first."""
    titles = {
        "application.started": _("Application begun"),
        "application.submitted": _("Application sent"),
        "application.screening": _("Screening by the rules"),
        "application.review": _("Handed to risk"),
        "application.approved": _("Offer made"),
        "application.rejected": _("Declined"),
        "application.returned": _("Returned for papers"),
        "application.accepted": _("Offer accepted"),
        "application.listed": _("Listed in the market"),
        "application.funded": _("Fully funded"),
        "application.disbursed": _("Paid out"),
        "application.withdrawn": _("Withdrawn by the borrower"),
        "application.expired": _("Expired"),
        "application.cancelled": _("Cancelled"),
        "case.opened": _("Case opened"),
        "case.reviewed": _("Opinion written"),
        "case.decided": _("Case decided"),
        "case.open": _("Sent back for another review"),
        "case.on_agenda": _("Put before the committee"),
        "case.signed": _("Signed first"),
        "case.signature_dropped": _("First signature given back"),
        "case.checked": _("Checklist answered"),
        "case.overridden": _("Judged against the card"),
        "case.customer_asked": _("Customer asked"),
        "case.customer_answered": _("Customer answered"),
        "case.visit_asked": _("Visit asked for"),
        "case.visited": _("Visit made"),
        "case.printed": _("Case file printed"),
        "application.paper_sent": _("Paper added"),
        "application.paper_removed": _("Paper taken away"),
        "application.committee": _("Laid before the committee"),
        "application.conditions_met": _("Conditions met"),
        "case.ended": _("Case ended"),
        "decision.recorded": _("Decision recorded"),
    }
    return [
        Moment(
            title=titles.get(event.kind, event.kind),
            at=event.at,
            who=event.actor.name if event.actor is not None and event.actor.is_staff else "",
            sentence=_reasons(file, event.data.get("decision")),
        )
        for event in file.events
    ]


def _reasons(file: CaseFile, decision_id: object) -> str:
    found = next((one for one in file.decisions if one.pk == decision_id), None)
    return "; ".join(str(REASONS.get(code, code)) for code in found.reasons) if found is not None else ""
