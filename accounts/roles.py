"""The jobs of the company and what each may do. One table; the matrix page and the route test read it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Every right is "app.verb_noun"; a view names exactly one.
READ_ALL = frozenset(
    {
        "accounts.see_approvals",
        "accounts.see_customers",
        "accounts.see_dealers",
        "accounts.see_events",
        "accounts.see_messages",
        "accounts.see_roles",
        "accounts.see_staff",
        "accounts.see_design",
        "finance.see_books",
        "finance.see_cash",
        "finance.see_wallets",
        "lending.see_loans",
        "lending.see_products",
        "risk.see_cases",
        "risk.see_scorecards",
        "operations.see_dashboard",
        "operations.see_jobs",
        "accounts.export_lists",
    }
)

ROLES: dict[str, frozenset[str]] = {
    "customer_service": frozenset(
        {
            "accounts.see_customers",
            "accounts.see_documents",
            "accounts.see_messages",
            "accounts.review_identities",
            "accounts.see_reviews",
            "finance.see_wallets",
            "lending.see_loans",
            "support.enter_for_customers",
            "support.note_customers",
        }
    ),
    "customer_service_supervisor": frozenset(
        {
            "accounts.ask_staff",
            "accounts.see_staff",
            "accounts.export_lists",
            "accounts.retry_messages",
            "accounts.see_customers",
            "accounts.see_messages",
            "accounts.see_documents",
            "accounts.unmask",
            "accounts.decide_identities",
            "accounts.decide_privacy",
            "accounts.review_identities",
            "accounts.see_reviews",
            "finance.see_wallets",
            "lending.hold_loans",
            "lending.see_loans",
            "operations.see_dashboard",
            "support.edit_tags",
            "support.enter_for_customers",
            "support.note_customers",
        }
    ),
    "promotion_lead": frozenset({"operations.see_dashboard"}),
    "operations_manager": frozenset(
        {
            "accounts.ask_staff",
            "accounts.see_staff",
            "accounts.export_lists",
            "accounts.see_customers",
            "accounts.retry_messages",
            "accounts.see_dealers",
            "accounts.see_events",
            "accounts.see_messages",
            "accounts.see_roles",
            "accounts.see_design",
            "lending.edit_products",
            "lending.see_loans",
            "lending.see_products",
            "operations.see_dashboard",
            "operations.see_jobs",
            "operations.publish_content",
        }
    ),
    "business_manager": frozenset(
        {
            "accounts.ask_staff",
            "accounts.see_staff",
            "accounts.export_lists",
            "accounts.see_customers",
            "accounts.see_dealers",
            "accounts.suspend_dealers",
            "accounts.vet_dealers",
            "lending.see_loans",
            "operations.see_dashboard",
        }
    ),
    "risk_officer": frozenset(
        {
            "risk.see_cases",
            "risk.see_scorecards",
            "risk.prepare_scorecards",
            "risk.review_case",
            "risk.give_dealer_opinion",
            "finance.see_wallets",
            "lending.plan_restructures",
            "lending.plan_bad_days",
            "lending.hold_loans",
            "lending.see_loans",
            "accounts.see_customers",
            "accounts.see_dealers",
            "accounts.see_documents",
            "accounts.see_watch_list",
            "accounts.propose_watch_entries",
            "accounts.review_watch_hits",
            "accounts.see_reviews",
            "accounts.unmask",
        }
    ),
    "risk_manager": frozenset(
        {
            "accounts.ask_staff",
            "accounts.see_staff",
            "accounts.export_lists",
            "risk.see_cases",
            "risk.see_scorecards",
            "risk.approve_scorecards",
            "risk.decide_case",
            "finance.see_wallets",
            "lending.approve_restructures",
            "lending.approve_bad_days",
            "lending.approve_products",
            "lending.close_legal",
            "lending.hold_loans",
            "lending.see_loans",
            "lending.see_products",
            "accounts.approve_dealers",
            "accounts.approve_watch_entries",
            "accounts.decide_watch_hits",
            "accounts.propose_watch_entries",
            "accounts.review_watch_hits",
            "accounts.see_reviews",
            "accounts.see_customers",
            "accounts.see_dealers",
            "accounts.see_documents",
            "accounts.see_watch_list",
            "accounts.suspend_dealers",
            "accounts.unmask",
            "operations.see_dashboard",
        }
    ),
    "committee_member": frozenset({"risk.see_cases", "risk.see_scorecards", "lending.see_loans"}),
    "collections_officer": frozenset(
        {
            "accounts.see_customers",
            "accounts.see_messages",
            "accounts.unmask",
            "finance.see_wallets",
            "lending.hold_loans",
            "lending.plan_bad_days",
            "lending.see_loans",
        }
    ),
    # The cashier moves cash and keeps no income, cost or debt ledger.
    "cashier": frozenset({"finance.see_cash", "finance.clear_suspense"}),
    "accountant": frozenset({"finance.see_books", "finance.see_cash", "lending.see_loans"}),
    "finance_manager": frozenset(
        {
            "accounts.ask_staff",
            "accounts.see_staff",
            "accounts.export_lists",
            "finance.lift_payout_halt",
            "finance.see_books",
            "finance.see_cash",
            "finance.run_sandbox_bank",
            "lending.see_loans",
            "operations.see_dashboard",
            "operations.see_jobs",
        }
    ),
    "director": READ_ALL
    | {
        "accounts.approve_staff",
        "accounts.approve_dealers",
        "accounts.suspend_dealers",
        "lending.approve_products",
    },
    "general_manager": READ_ALL
    | {
        "accounts.approve_staff",
        "accounts.approve_dealers",
        "accounts.suspend_dealers",
        "lending.approve_products",
    },
    "ceo": READ_ALL,
    # The administrator keeps the system and moves no money, not even at the sandbox bank.
    "administrator": frozenset(
        {
            "accounts.ask_staff",
            "accounts.ask_every_staff",
            "accounts.retry_messages",
            "accounts.see_events",
            "accounts.see_messages",
            "accounts.see_roles",
            "accounts.see_staff",
            "accounts.see_design",
            "accounts.read_admin",
            "accounts.export_events",
            "operations.see_jobs",
        }
    ),
    "auditor": READ_ALL
    | {
        "accounts.read_admin",
        "accounts.see_documents",
        "accounts.see_reviews",
        "accounts.see_watch_list",
        "accounts.export_events",
        "accounts.unmask",
    },
}

ROLE_NAMES: dict[str, Promise] = {
    "customer_service": _("Customer service"),
    "customer_service_supervisor": _("Customer-service supervisor"),
    "promotion_lead": _("Promotion lead"),
    "operations_manager": _("Operations manager"),
    "business_manager": _("Business manager"),
    "risk_officer": _("Risk officer"),
    "risk_manager": _("Risk manager"),
    "committee_member": _("Committee member"),
    "collections_officer": _("Collections officer"),
    "cashier": _("Cashier"),
    "accountant": _("Accountant"),
    "finance_manager": _("Finance manager"),
    "director": _("Director"),
    "general_manager": _("General manager"),
    "ceo": _("Chief executive"),
    "administrator": _("Administrator"),
    "auditor": _("Auditor"),
}
ROLE_CHOICES = list(ROLE_NAMES.items())

# How the matrix page says a right; one without words is shown by its code.
RIGHT_NAMES: dict[str, Promise] = {
    "accounts.approve_dealers": _("Approve, reject and end dealers"),
    "accounts.approve_watch_entries": _("Approve entries of the watch-list and their end"),
    "accounts.decide_identities": _("Decide reviews of identities, lift holds"),
    "accounts.decide_watch_hits": _("Decide about customers found on the watch-list"),
    "accounts.approve_staff": _("Approve joiners, moves, leavers and deputies"),
    "accounts.ask_every_staff": _("Ask for changes of staff in every department"),
    "accounts.ask_staff": _("Ask for changes of staff in the own department"),
    "accounts.decide_privacy": _("Decide what customers ask about their data"),
    "accounts.export_events": _("Take the event log out as a file"),
    "accounts.read_admin": _("Read the raw tables"),
    "accounts.retry_messages": _("Send again what was not delivered"),
    "accounts.propose_watch_entries": _("Propose entries of the watch-list and their end"),
    "accounts.review_identities": _("Examine identities, return them to customers"),
    "accounts.review_watch_hits": _("Examine customers found on the watch-list"),
    "accounts.see_approvals": _("See every request for approval"),
    "accounts.see_customers": _("See customers, masked"),
    "accounts.see_dealers": _("See dealers"),
    "accounts.export_lists": _("Take lists out of the house"),
    "accounts.see_design": _("See the style guide"),
    "accounts.see_documents": _("Look at identity cards and other documents"),
    "accounts.see_events": _("Read the event log"),
    "accounts.see_messages": _("See which messages went out"),
    "accounts.see_reviews": _("See reviews of identities"),
    "accounts.see_roles": _("See roles and rights"),
    "accounts.see_watch_list": _("See the watch-list"),
    "accounts.see_staff": _("See every colleague's file"),
    "accounts.suspend_dealers": _("Suspend dealers"),
    "accounts.vet_dealers": _("Visit and vet dealers, ask for their admission"),
    "accounts.unmask": _("See a hidden value in full, with a reason"),
    "finance.clear_suspense": _("Clear receipts in suspense"),
    "finance.lift_payout_halt": _("Let halted payouts run again"),
    "finance.run_sandbox_bank": _("Run the sandbox bank"),
    "finance.see_books": _("Read the books"),
    "finance.see_cash": _("See deposits and withdrawals"),
    "finance.see_wallets": _("See customers' wallets and cards, masked"),
    "lending.approve_bad_days": _("Approve calling in, costs and write-offs"),
    "lending.approve_restructures": _("Approve restructured loans"),
    "lending.close_legal": _("Hand loans over to law firms and close proceedings"),
    "lending.plan_bad_days": _("Ask to call in or write off loans, keep legal steps"),
    "lending.hold_loans": _("Mark disputed loans, deaths and frauds"),
    "lending.plan_restructures": _("Plan restructured loans"),
    "lending.approve_products": _("Approve products"),
    "lending.edit_products": _("Draft products"),
    "lending.see_loans": _("See applications and loans"),
    "lending.see_products": _("See products in the office"),
    "operations.publish_content": _("Publish notices"),
    "operations.see_dashboard": _("See the dashboard"),
    "operations.see_jobs": _("See the daily close and jobs"),
    "risk.approve_scorecards": _("Put points cards in force and take them out"),
    "risk.decide_case": _("Decide credit cases"),
    "risk.give_dealer_opinion": _("Give risk's opinion on dealers"),
    "risk.prepare_scorecards": _("Import points cards, set grades and cut-offs"),
    "risk.review_case": _("Review credit cases"),
    "risk.see_cases": _("See credit cases"),
    "risk.see_scorecards": _("See points cards and how they do"),
    "support.edit_tags": _("Keep the list of tags"),
    "support.enter_for_customers": _("Enter data for customers, who confirm it"),
    "support.note_customers": _("Note tags, needs and remarks about customers"),
}

# Jobs that check another person's work: a demo company has two persons in each.
CHECKING_ROLES = (
    "customer_service_supervisor",
    "operations_manager",
    "risk_manager",
    "committee_member",
    "accountant",
    "finance_manager",
    "director",
)


def rights_of(roles: "frozenset[str]") -> frozenset[str]:
    """Return the union of the rights of the given roles."""
    return frozenset().union(*(ROLES[role] for role in roles)) if roles else frozenset()
