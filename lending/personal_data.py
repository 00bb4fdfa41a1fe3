"""What lending knows of a person: applications, loans, payments, bids, claims; what binds it, and how it is erased."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.personal_data import (
    Binding,
    Coded,
    PersonalData,
    Record,
    register_binding,
    register_eraser,
    register_personal_data,
)
from lending.contracts.erasing import erase_papers
from lending.contracts.write import kept_until_on
from lending.models import (
    Application,
    Bid,
    BorrowerStanding,
    Claim,
    ClaimReceipt,
    Instalment,
    Loan,
    LoanPaper,
    LoanPayment,
    Restructure,
)

NUMBER = gettext_lazy("Number")
STATE = gettext_lazy("State")
AMOUNT = gettext_lazy("Amount")
PRINCIPAL = gettext_lazy("Principal")
INTEREST = gettext_lazy("Interest")


def register_lending_data() -> None:
    """Register parts, binding and eraser of lending."""
    _register_applications()
    _register_loans()
    _register_lending()
    _register_papers()
    register_binding("lending", bindings)
    register_eraser("lending", 20, erase)


def _register_applications() -> None:
    register_personal_data(
        PersonalData(
            "borrower_standing",
            gettext_lazy("Credit standing"),
            60,
            {
                "grade": gettext_lazy("Grade"),
                "limit_fen": gettext_lazy("Limit"),
                "valid_until_on": gettext_lazy("Valid until"),
            },
            _standing,
        ),
        PersonalData(
            "applications",
            gettext_lazy("Loan applications"),
            61,
            {
                "number": NUMBER,
                "status": STATE,
                "amount_fen": AMOUNT,
                "periods": gettext_lazy("Instalments"),
                "purpose": gettext_lazy("Purpose"),
                "purpose_text": gettext_lazy("In your words"),
                "employment": gettext_lazy("Employment"),
                "industry": gettext_lazy("Industry"),
                "monthly_income_fen": gettext_lazy("Monthly income"),
                "monthly_debt_fen": gettext_lazy("Monthly debt service"),
                "other_debt_fen": gettext_lazy("Other debts"),
                "repayment_source": gettext_lazy("Source of repayment"),
                "decision": gettext_lazy("Decision"),
                "decided_automatically": gettext_lazy("Decided by a rule alone"),
                "reasons_told": gettext_lazy("Reasons of the rule"),
                "created_at": gettext_lazy("Begun"),
            },
            _applications,
        ),
    )


def _register_loans() -> None:
    register_personal_data(
        PersonalData(
            "loans",
            gettext_lazy("Loans"),
            62,
            {
                "number": NUMBER,
                "status": STATE,
                "principal_fen": PRINCIPAL,
                "outstanding_fen": gettext_lazy("Outstanding"),
                "rate_ppm": gettext_lazy("Annual rate"),
                "disbursed_on": gettext_lazy("Paid out on"),
                "matures_on": gettext_lazy("Last due date"),
            },
            _loans,
        ),
        PersonalData(
            "instalments",
            gettext_lazy("Repayment plan"),
            63,
            {
                "due_on": gettext_lazy("Due"),
                "loan": gettext_lazy("Loan"),
                "principal_fen": PRINCIPAL,
                "interest_fen": INTEREST,
                "fee_fen": gettext_lazy("Service fee"),
                "overdue_interest_fen": gettext_lazy("Overdue interest"),
                "settled_on": gettext_lazy("Paid on"),
            },
            _instalments,
        ),
        PersonalData(
            "restructures",
            gettext_lazy("Requests for more time"),
            64,
            {
                "number": NUMBER,
                "loan": gettext_lazy("Loan"),
                "status": STATE,
                "hardship": gettext_lazy("Reason"),
                "words": gettext_lazy("In your words"),
                "asked_on": gettext_lazy("Asked on"),
                "end_reason": gettext_lazy("Answer"),
            },
            _restructures,
        ),
        PersonalData(
            "loan_payments",
            gettext_lazy("Payments of loans"),
            64,
            {
                "number": NUMBER,
                "loan": gettext_lazy("Loan"),
                "amount_fen": AMOUNT,
                "kind": gettext_lazy("Kind of payment"),
                "paid_at": gettext_lazy("Paid"),
            },
            _payments,
        ),
    )


def _register_papers() -> None:
    register_personal_data(
        PersonalData(
            "loan_papers",
            gettext_lazy("Contracts and papers"),
            71,
            {
                "number": NUMBER,
                "kind": gettext_lazy("Kind of paper"),
                "loan": gettext_lazy("Loan"),
                "made_on": gettext_lazy("Written on"),
                "content_hash": gettext_lazy("Fingerprint (SHA-256)"),
                "kept_until_on": gettext_lazy("Kept until"),
            },
            _papers,
        )
    )


def _register_lending() -> None:
    register_personal_data(
        PersonalData(
            "bids",
            gettext_lazy("Bids"),
            70,
            {
                "number": NUMBER,
                "listing": gettext_lazy("Listing"),
                "amount_fen": AMOUNT,
                "status": STATE,
                "placed_at": gettext_lazy("Placed"),
            },
            _bids,
        ),
        PersonalData(
            "claims",
            gettext_lazy("Claims"),
            71,
            {
                "number": NUMBER,
                "loan": gettext_lazy("Loan"),
                "status": STATE,
                "principal_fen": PRINCIPAL,
                "outstanding_fen": gettext_lazy("Outstanding"),
                "opened_on": gettext_lazy("Since"),
            },
            _claims,
        ),
        PersonalData(
            "claim_receipts",
            gettext_lazy("Receipts from claims"),
            72,
            {
                "received_on": gettext_lazy("Received"),
                "claim": gettext_lazy("Claim"),
                "principal_fen": PRINCIPAL,
                "interest_fen": INTEREST,
                "overdue_interest_fen": gettext_lazy("Overdue interest"),
            },
            _receipts,
        ),
    )


def _standing(user: User) -> Iterator[Record]:
    for row in BorrowerStanding.objects.filter(borrower=user):
        yield {"grade": row.grade, "limit_fen": row.limit_fen, "valid_until_on": row.valid_until_on}


def _applications(user: User) -> Iterator[Record]:
    for row in Application.objects.filter(borrower=user).select_related("decision").order_by("pk"):
        decision = row.decision
        yield {
            "number": row.number,
            "status": Coded(row.status, row.get_status_display()),
            "amount_fen": row.amount_fen,
            "periods": row.periods,
            "purpose": Coded(row.purpose, row.get_purpose_display()) if row.purpose else None,
            "purpose_text": row.purpose_text,
            "employment": Coded(row.employment, row.get_employment_display()) if row.employment else None,
            "industry": Coded(row.industry, row.get_industry_display()) if row.industry else None,
            "employed_months": row.employed_months,
            "monthly_income_fen": row.monthly_income_fen,
            "monthly_debt_fen": row.monthly_debt_fen,
            "other_debt_fen": row.other_debt_fen,
            "other_platform_debt_fen": row.other_platform_debt_fen,
            "repayment_source": Coded(row.repayment_source, row.get_repayment_source_display())
            if row.repayment_source
            else None,
            "decision": Coded(decision.outcome, decision.get_outcome_display()) if decision else None,
            "decided_automatically": decision.is_automatic if decision else None,
            "reasons_told": "; ".join(decision.told_words) if decision else "",
            "credit_consent_at": row.credit_consent_at,
            "disclosure_consent_at": row.disclosure_consent_at,
            "created_at": row.created_at,
            "submitted_at": row.submitted_at,
        }


def _loans(user: User) -> Iterator[Record]:
    for row in Loan.objects.filter(borrower=user).order_by("pk"):
        yield {
            "number": row.number,
            "status": Coded(row.status, row.get_status_display()),
            "principal_fen": row.principal_fen,
            "outstanding_fen": row.outstanding_fen,
            "rate_ppm": row.rate_ppm,
            "periods": row.periods,
            "disbursed_on": row.disbursed_on,
            "matures_on": row.matures_on,
            "overdue_since_on": row.overdue_since_on,
            "settled_on": row.settled_on,
        }


def _instalments(user: User) -> Iterator[Record]:
    rows = Instalment.objects.filter(loan__borrower=user, superseded_at=None).select_related("loan")
    for row in rows.order_by("loan", "n"):
        yield {
            "due_on": row.due_on,
            "loan": row.loan.number,
            "n": row.n,
            "principal_fen": row.principal_fen,
            "interest_fen": row.interest_fen,
            "fee_fen": row.fee_fen,
            "overdue_interest_fen": row.overdue_interest_fen,
            "settled_on": row.settled_on,
        }


def _payments(user: User) -> Iterator[Record]:
    for row in LoanPayment.objects.filter(loan__borrower=user).select_related("loan").order_by("pk"):
        yield {
            "number": row.number,
            "loan": row.loan.number,
            "amount_fen": row.amount_fen,
            "principal_fen": row.principal_fen,
            "interest_fen": row.interest_fen,
            "overdue_interest_fen": row.overdue_interest_fen,
            "kind": Coded(row.kind, row.get_kind_display()),
            "paid_at": row.paid_at,
        }


def _bids(user: User) -> Iterator[Record]:
    for row in Bid.objects.filter(investor=user).select_related("listing").order_by("pk"):
        yield {
            "number": row.number,
            "listing": row.listing.number,
            "amount_fen": row.amount_fen,
            "status": Coded(row.status, row.get_status_display()),
            "placed_at": row.placed_at,
        }


def _restructures(user: User) -> Iterator[Record]:
    for row in Restructure.objects.filter(loan__borrower=user).select_related("loan").order_by("pk"):
        yield {
            "number": row.number,
            "loan": row.loan.number,
            "status": Coded(row.status, row.get_status_display()),
            "hardship": Coded(row.hardship, row.get_hardship_display()),
            "words": row.words,
            "asked_on": row.asked_on,
            "end_reason": row.end_reason,
        }


def _claims(user: User) -> Iterator[Record]:
    for row in Claim.objects.filter(holder=user).select_related("loan").order_by("pk"):
        yield {
            "number": row.number,
            "loan": row.loan.number,
            "status": Coded(row.status, row.get_status_display()),
            "principal_fen": row.principal_fen,
            "outstanding_fen": row.outstanding_fen,
            "opened_on": row.opened_on,
            "ended_on": row.ended_on,
        }


def _receipts(user: User) -> Iterator[Record]:
    for row in ClaimReceipt.objects.filter(holder=user).select_related("claim").order_by("pk"):
        yield {
            "received_on": row.received_on,
            "claim": row.claim.number,
            "principal_fen": row.principal_fen,
            "interest_fen": row.interest_fen,
            "overdue_interest_fen": row.overdue_interest_fen,
        }


def _papers(user: User) -> Iterator[Record]:
    for row in LoanPaper.objects.filter(owner=user).select_related("loan").defer("content").order_by("pk"):
        yield {
            "number": row.number,
            "kind": Coded(row.kind, row.get_kind_display()),
            "loan": row.loan.number,
            "made_on": row.made_on,
            "content_hash": row.content_hash,
            "kept_until_on": kept_until_on(row),
        }


def bindings(user: User) -> list[Binding]:
    """Whatever still runs binds: an application, a loan not repaid, a bid held, a claim not paid."""
    found = []
    if Application.objects.filter(borrower=user, status__in=Application.OPEN).exists():
        found.append(Binding(_("A loan application is under way.")))
    if Loan.objects.filter(borrower=user).exclude(status=Loan.Status.SETTLED).exists():
        found.append(Binding(_("A loan is not repaid.")))
    if Bid.objects.filter(investor=user, status=Bid.Status.HELD).exists():
        found.append(Binding(_("A bid holds money.")))
    if Claim.objects.filter(holder=user).exclude(status__in=Claim.ENDED).exists():
        found.append(Binding(_("A claim is not paid.")))
    return found


def erase(user: User) -> None:
    """Empty what was said in applications; numbers, amounts and decisions stay without anybody to belong to."""
    Application.objects.filter(borrower=user).update(
        purpose_text="",
        employment="",
        industry="",
        employed_months=None,
        monthly_debt_fen=None,
        other_debt_fen=None,
        other_platform_debt_fen=None,
        repayment_source="",
    )
    Application.objects.filter(borrower=user, monthly_income_fen__isnull=False).update(monthly_income_fen=0)
    Restructure.objects.filter(loan__borrower=user).update(words="", end_reason="")
    erase_papers(user)
