"""What risk reads: the queue, and everything one case shows."""

from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.models import Event, User
from accounts.staff.open_work import WorkItem
from finance.queries.wallets import WalletBalance, wallet_balance
from lending.models import Application, BorrowerStanding, Decision, Loan
from lending.product_terms import rate_of
from lending.queries.quotes import Quote, quote_loan
from risk.domain.affordability import free_income_fen, share_of_income_ppm
from risk.models import CreditCase


@dataclass(frozen=True)
class GradeQuote:
    """What the loan would cost at one grade, and what share of the income an instalment takes."""

    grade: str
    quote: Quote
    share_of_income_ppm: int | None
    free_income_fen: int


@dataclass(frozen=True)
class CaseFile:
    """Everything the case page shows."""

    case: CreditCase
    application: Application
    standing: BorrowerStanding | None
    wallet: WalletBalance
    loans: list[Loan]
    earlier: list[Application]
    decisions: list[Decision]
    events: list[Event]
    grades: list[GradeQuote]


def cases(status: str = "") -> "QuerySet[CreditCase]":
    """Return the cases of a status (empty: those that wait), with what a list shows."""
    rows = CreditCase.objects.select_related(
        "application__borrower__person", "application__product_version", "reviewed_by"
    )
    return rows.filter(status=status) if status else rows.filter(status__in=CreditCase.WAITING)


def case_file(case: CreditCase) -> CaseFile:
    """Collect a case's file in a constant number of queries."""
    application = case.application
    borrower = application.borrower
    return CaseFile(
        case=case,
        application=application,
        standing=BorrowerStanding.objects.filter(borrower=borrower).first(),
        wallet=wallet_balance(borrower),
        loans=list(Loan.objects.filter(borrower=borrower).order_by("-pk")[:10]),
        earlier=list(
            Application.objects.filter(borrower=borrower).exclude(pk=application.pk).order_by("-pk")[:10]
        ),
        decisions=list(application.decisions.select_related("decided_by").order_by("-pk")),
        events=_events(case),
        grades=[
            _grade_quote(case, grade, rate_of(application.product_version, grade, application.periods or 0))
            for grade in application.product_version.rates_ppm
        ],
    )


def _events(case: CreditCase) -> list[Event]:
    of_case = Event.objects.filter(subject_type="creditcase", subject_id=case.pk)
    of_application = Event.objects.filter(subject_type="application", subject_id=case.application_id)
    return list((of_case | of_application).select_related("actor").order_by("-pk")[:30])


def _grade_quote(case: CreditCase, grade: str, rate_ppm: int) -> GradeQuote:
    application = case.application
    quote = quote_loan(
        application.product_version,
        amount_fen=application.amount_fen or 0,
        rate_ppm=rate_ppm,
        periods=application.periods or 0,
        method=application.method,
        on=case.opened_at.date(),
    )
    income_fen, debt_fen = application.monthly_income_fen or 0, application.monthly_debt_fen or 0
    return GradeQuote(
        grade=grade,
        quote=quote,
        share_of_income_ppm=share_of_income_ppm(quote.largest_instalment_fen + debt_fen, income_fen),
        free_income_fen=free_income_fen(income_fen, debt_fen, quote.largest_instalment_fen),
    )


def cases_reviewed_by(user: User) -> list[WorkItem]:
    """Return the cases that wait for a decision on a colleague's opinion, who is asked about it."""
    rows = CreditCase.objects.filter(reviewed_by=user, status=CreditCase.Status.REVIEWED).order_by("pk")
    return [WorkItem(row.number, f"/office/risk/cases/{row.number}/") for row in rows]
