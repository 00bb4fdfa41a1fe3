"""What lending shows in a customer's file: what was borrowed, and what was lent."""

from dataclasses import dataclass

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.web.customer_file import FileSection, add_file_section
from lending.models import Application, Bid, BorrowerStanding, Claim, Loan
from lending.queries.portfolio import held_fen

RIGHT = "lending.see_loans"
NEWEST = 10


@dataclass(frozen=True)
class BorrowedData:
    standing: BorrowerStanding | None
    owed_fen: int
    applications: list[Application]
    loans: list[Loan]


@dataclass(frozen=True)
class LentData:
    lent_fen: int
    bids: list[Bid]
    claims: list[Claim]


def register_file_sections() -> None:
    """Add both sections."""
    folder = "lending/office/file"
    add_file_section(
        FileSection(
            "borrowed",
            60,
            _("Loans and applications"),
            "hand-coins",
            f"{folder}/_borrowed.html",
            _borrowed,
            RIGHT,
        )
    )
    add_file_section(
        FileSection("lent", 70, _("Claims and bids"), "handshake", f"{folder}/_lent.html", _lent, RIGHT)
    )


def _borrowed(viewer: User, customer: User) -> BorrowedData:
    owed = Loan.objects.filter(borrower=customer, status=Loan.Status.ACTIVE)
    applications = Application.objects.filter(borrower=customer).select_related("product_version")
    return BorrowedData(
        standing=BorrowerStanding.objects.filter(borrower=customer).first(),
        owed_fen=owed.aggregate(fen=Sum("outstanding_fen"))["fen"] or 0,
        applications=list(applications.order_by("-pk")[:NEWEST]),
        loans=list(Loan.objects.filter(borrower=customer).order_by("-pk")[:NEWEST]),
    )


def _lent(viewer: User, customer: User) -> LentData:
    return LentData(
        lent_fen=held_fen(customer) or 0,
        bids=list(Bid.objects.filter(investor=customer).select_related("listing").order_by("-pk")[:NEWEST]),
        claims=list(Claim.objects.filter(holder=customer).select_related("loan").order_by("-pk")[:NEWEST]),
    )
