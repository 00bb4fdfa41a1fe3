"""Which rights do not belong in one person's hands, and which a deputy never gets. Beside the roles, as one table.

Each right belongs to one class. Two classes that conflict are never joined in a person: not by a position, not by
several, not by standing in for somebody.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.roles import RIGHT_NAMES


@dataclass(frozen=True)
class DutyClass:
    """A kind of work; `rights` are all that belong to it."""

    name: Promise
    rights: frozenset[str]


CLASSES: dict[str, DutyClass] = {
    "look": DutyClass(
        _("Looking"),
        frozenset(
            {
                "accounts.export_lists",
                "accounts.see_approvals",
                "accounts.see_customers",
                "accounts.see_dealers",
                "accounts.see_design",
                "accounts.see_events",
                "accounts.see_messages",
                "accounts.see_reviews",
                "accounts.see_roles",
                "accounts.see_staff",
                "accounts.see_watch_list",
                "finance.see_cash",
                "finance.see_wallets",
                "lending.see_loans",
                "lending.see_products",
                "operations.see_dashboard",
                "operations.see_jobs",
                "risk.see_cases",
                "risk.see_screening",
                "risk.see_portfolio",
                "risk.see_collections",
                "risk.see_contact_complaints",
                "risk.see_committee",
                "risk.see_scorecards",
                "risk.see_database",
                "risk.see_inspections",
                "risk.see_warnings",
                "risk.see_reports",
                "risk.see_aml",
                "risk.see_bureau",
            }
        ),
    ),
    "customer_care": DutyClass(
        _("Caring for customers and their data"),
        frozenset(
            {
                "accounts.decide_identities",
                "accounts.decide_privacy",
                "accounts.retry_messages",
                "accounts.review_identities",
                "accounts.see_documents",
                "accounts.unmask",
                "support.edit_tags",
                "support.enter_for_customers",
                "support.note_customers",
            }
        ),
    ),
    # Its makers and checkers are two persons by each approval, whatever they may do besides.
    "watch_list": DutyClass(
        _("Keeping the watch-list"),
        frozenset(
            {
                "accounts.approve_watch_entries",
                "accounts.decide_watch_hits",
                "accounts.propose_watch_entries",
                "accounts.review_watch_hits",
            }
        ),
    ),
    # Here too each import, export and appeal has two persons.
    "risk_database": DutyClass(
        _("Keeping the risk database"),
        frozenset({"risk.approve_database", "risk.export_database", "risk.keep_database"}),
    ),
    # Whoever investigates an alert does not conclude it, whatever they may do besides.
    "laundering": DutyClass(
        _("Working against money laundering"), frozenset({"risk.conclude_aml", "risk.work_aml"})
    ),
    "bureau_reporting": DutyClass(_("Reporting to the credit bureau"), frozenset({"risk.report_bureau"})),
    "bureau_approval": DutyClass(
        _("Approving what the credit bureau is told"), frozenset({"risk.approve_bureau"})
    ),
    "bureau_disputes": DutyClass(
        _("Answering disputes about credit records"), frozenset({"risk.answer_disputes"})
    ),
    "use_of_money": DutyClass(_("Judging how loan money was used"), frozenset({"risk.check_use"})),
    # As with the watch-list, maker and checker are two persons by each approval.
    "screening_rules": DutyClass(
        _("Keeping the rules of screening"),
        frozenset({"risk.approve_rules", "risk.edit_rules", "risk.switch_rules"}),
    ),
    "publish": DutyClass(_("Publishing"), frozenset({"operations.publish_content"})),
    "dealer_vetting": DutyClass(_("Vetting dealers"), frozenset({"accounts.vet_dealers"})),
    "dealer_opinion": DutyClass(_("Risk's opinion on dealers"), frozenset({"risk.give_dealer_opinion"})),
    "dealer_approval": DutyClass(_("Approving dealers"), frozenset({"accounts.approve_dealers"})),
    "brakes": DutyClass(
        _("Stopping what looks wrong"), frozenset({"accounts.suspend_dealers", "lending.hold_loans"})
    ),
    "product_drafting": DutyClass(_("Drafting products"), frozenset({"lending.edit_products"})),
    "product_approval": DutyClass(_("Approving products"), frozenset({"lending.approve_products"})),
    "restructure_planning": DutyClass(
        _("Planning restructured loans"), frozenset({"lending.plan_restructures"})
    ),
    "restructure_approval": DutyClass(
        _("Approving restructured loans"), frozenset({"lending.approve_restructures"})
    ),
    "arrears_work": DutyClass(_("Working on arrears"), frozenset({"lending.plan_bad_days", "risk.collect"})),
    "arrears_approval": DutyClass(
        _("Deciding on arrears"),
        frozenset({"lending.approve_bad_days", "lending.close_legal", "risk.lead_collections"}),
    ),
    "credit_visits": DutyClass(_("Visiting borrowers"), frozenset({"risk.make_visits"})),
    # To take an approval back for another look decides nothing.
    "credit_brake": DutyClass(_("Looking at approvals again"), frozenset({"risk.reconsider_case"})),
    # Each piece of evidence is looked at by another person than who sent it in, whatever both may do besides.
    "loan_conditions": DutyClass(
        _("Conditions of loans"), frozenset({"lending.accept_evidence", "lending.send_evidence"})
    ),
    "credit_review": DutyClass(_("Reviewing credit"), frozenset({"risk.review_case"})),
    "credit_decision": DutyClass(_("Deciding credit"), frozenset({"risk.decide_case", "risk.sign_case"})),
    "authority_drafting": DutyClass(_("Drafting who may decide"), frozenset({"risk.edit_authority"})),
    "authority_approval": DutyClass(_("Approving who may decide"), frozenset({"risk.approve_authority"})),
    "portfolio_planning": DutyClass(
        _("Planning limits and classes of loans"), frozenset({"risk.plan_portfolio"})
    ),
    "portfolio_approval": DutyClass(
        _("Approving limits and classes of loans"), frozenset({"risk.approve_portfolio"})
    ),
    "warning_rules": DutyClass(_("Planning rules of early warning"), frozenset({"risk.plan_signals"})),
    "warning_rules_approval": DutyClass(
        _("Approving rules of early warning"), frozenset({"risk.approve_signals"})
    ),
    # A red notice is closed by another person than its owner, whatever they may do besides.
    "warnings": DutyClass(
        _("Working on early warnings"), frozenset({"risk.answer_warnings", "risk.work_warnings"})
    ),
    "committee_vote": DutyClass(
        _("Voting in the credit committee"), frozenset({"risk.chair_committee", "risk.sit_on_committee"})
    ),
    "committee_keeping": DutyClass(_("Keeping the credit committee"), frozenset({"risk.keep_committee"})),
    "committee_rules": DutyClass(
        _("Approving the rules of the credit committee"), frozenset({"risk.approve_constitution"})
    ),
    "scorecard_work": DutyClass(_("Making points cards"), frozenset({"risk.prepare_scorecards"})),
    "scorecard_approval": DutyClass(
        _("Putting points cards in force"), frozenset({"risk.approve_scorecards"})
    ),
    # Plans, inspects and examines in one hand; who mends and who checks again are two persons by each finding.
    "oversight": DutyClass(
        _("Inspecting and examining what went wrong"),
        frozenset({"risk.examine_events", "risk.inspect", "risk.plan_inspections"}),
    ),
    "risk_reporting": DutyClass(_("Writing reports of risk"), frozenset({"risk.write_reports"})),
    "risk_report_signing": DutyClass(
        _("Signing reports of risk"), frozenset({"risk.note_reports", "risk.sign_reports"})
    ),
    "teaching": DutyClass(_("Teaching colleagues"), frozenset({"risk.teach"})),
    "cash": DutyClass(_("Handling cash"), frozenset({"finance.clear_suspense"})),
    "books": DutyClass(_("The books"), frozenset({"finance.see_books"})),
    "bookkeeping": DutyClass(_("Keeping the books"), frozenset({"finance.keep_books"})),
    "books_approval": DutyClass(
        _("Approving what the books are kept by"), frozenset({"finance.approve_books"})
    ),
    # Whoever looks into a break and whoever approves its end are two persons by each approval.
    "reconciliation": DutyClass(
        _("Reconciling with the bank"), frozenset({"finance.approve_breaks", "finance.reconcile"})
    ),
    "payouts": DutyClass(_("Letting payouts run"), frozenset({"finance.lift_payout_halt"})),
    "sandbox": DutyClass(_("Playing the bank in a demonstration"), frozenset({"finance.run_sandbox_bank"})),
    "staff_asking": DutyClass(
        _("Asking for changes of staff"), frozenset({"accounts.ask_every_staff", "accounts.ask_staff"})
    ),
    "staff_approval": DutyClass(_("Approving changes of staff"), frozenset({"accounts.approve_staff"})),
    "system": DutyClass(
        _("Keeping the system"), frozenset({"accounts.export_events", "accounts.read_admin"})
    ),
}


@dataclass(frozen=True)
class Conflict:
    """Two classes that exclude each other, and why."""

    one: str
    other: str
    why: Promise


_MAKER = _("Whoever prepares something does not decide on it.")
_SYSTEM = _("Whoever keeps the system neither moves money nor decides where it goes, nor who may.")
_CASH = _("Whoever handles cash neither keeps nor checks the books (Accounting Law, Art. 37).")

CONFLICTS: tuple[Conflict, ...] = (
    Conflict("dealer_vetting", "dealer_opinion", _("Business and risk judge a dealer each for itself.")),
    Conflict("dealer_vetting", "dealer_approval", _MAKER),
    Conflict("dealer_opinion", "dealer_approval", _MAKER),
    Conflict("product_drafting", "product_approval", _MAKER),
    Conflict("restructure_planning", "restructure_approval", _MAKER),
    Conflict("arrears_work", "arrears_approval", _MAKER),
    Conflict("authority_drafting", "authority_approval", _MAKER),
    Conflict("portfolio_planning", "portfolio_approval", _MAKER),
    Conflict("warning_rules", "warning_rules_approval", _MAKER),
    Conflict("credit_review", "credit_decision", _("Whoever reviews a case does not decide it.")),
    Conflict("credit_review", "committee_vote", _("Whoever reviews a case does not decide it.")),
    Conflict("committee_keeping", "committee_vote", _("Whoever writes the minutes does not vote.")),
    Conflict("committee_keeping", "committee_rules", _MAKER),
    Conflict("scorecard_work", "scorecard_approval", _MAKER),
    Conflict("risk_reporting", "risk_report_signing", _MAKER),
    Conflict("bureau_reporting", "bureau_approval", _MAKER),
    Conflict("staff_asking", "staff_approval", _MAKER),
    Conflict("bookkeeping", "books_approval", _MAKER),
    Conflict("cash", "books", _CASH),
    Conflict("cash", "bookkeeping", _CASH),
    Conflict("cash", "books_approval", _CASH),
    Conflict("cash", "payouts", _CASH),
    Conflict("cash", "reconciliation", _CASH),
    Conflict("sandbox", "cash", _("Whoever handles cash does not answer for the bank.")),
    *(
        Conflict("system", other, _SYSTEM)
        for other in (
            "cash",
            "payouts",
            "sandbox",
            "credit_decision",
            "committee_vote",
            "restructure_approval",
            "arrears_approval",
            "product_approval",
            "dealer_approval",
            "staff_approval",
        )
    ),
)

# What nobody does for somebody else: it belongs to the person, or is handed over and not stood in for.
NEVER_DELEGATED: dict[str, Promise] = {
    "accounts.approve_staff": _("Who gives rights answers for it in person."),
    "accounts.ask_every_staff": _("Who asks for rights answers for it in person."),
    "accounts.ask_staff": _("The head of a department asks for its people."),
    "accounts.export_events": _("Answers for what leaves the house, in person."),
    "accounts.read_admin": _("Sees all raw tables, and answers for it in person."),
    "accounts.unmask": _("Each look is explained by the one who looks."),
    "risk.chair_committee": _("A seat in the committee has its own deputy, named by its rules."),
    "risk.sit_on_committee": _("A seat in the committee has its own deputy, named by its rules."),
    "finance.clear_suspense": _("Cash is counted and handed over, not looked after for a while."),
    "finance.lift_payout_halt": _("A breach in the books is judged by those who answer for them."),
}

# Whoever holds one of these roles does nobody else's work, not even for a day (审计署关于内部审计工作的规定).
APART: frozenset[str] = frozenset({"auditor"})

CLASS_OF: dict[str, str] = {right: code for code, one in CLASSES.items() for right in one.rights}


@dataclass(frozen=True)
class Clash:
    """Two rights that do not belong in one person's hands."""

    one: str
    other: str
    why: Promise

    @property
    def words(self) -> dict[str, str]:
        """Return both rights and the reason in words."""
        return {
            "one": str(RIGHT_NAMES.get(self.one, self.one)),
            "other": str(RIGHT_NAMES.get(self.other, self.other)),
            "why": str(self.why),
        }


def clashes_in(rights: Iterable[str]) -> list[Clash]:
    """Return every pair of these rights that one person must not hold together, in the order of the table."""
    held = sorted(set(rights))
    return [
        Clash(one, other, conflict.why)
        for conflict in CONFLICTS
        for one in held
        if CLASS_OF.get(one) == conflict.one
        for other in held
        if CLASS_OF.get(other) == conflict.other
    ]


def conflicts_of(code: str) -> list[str]:
    """Return the classes that a class excludes."""
    return [
        conflict.other if conflict.one == code else conflict.one
        for conflict in CONFLICTS
        if code in (conflict.one, conflict.other)
    ]


def is_delegable(right: str) -> bool:
    """Tell whether a deputy may get this right, where nothing else speaks against it."""
    return right not in NEVER_DELEGATED
