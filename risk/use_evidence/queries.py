"""What the pages about the use of loan money read."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from accounts import clock
from accounts.models import User
from lending.models import Loan
from risk.inspections.populations import draw
from risk.models import UseEvidence, UsePaper
from risk.use_evidence.rules import CHECK, use_rule

Status = UseEvidence.Status
VIEWS: dict[str, Q] = {
    "handed_in": Q(status=Status.HANDED_IN),
    "missing": Q(status=Status.MISSING),
    "waiting": Q(status__in=[Status.ASKED, Status.REFUSED]),
    "ended": Q(status__in=[Status.ACCEPTED, Status.ENDED]),
    "all": Q(),
}


def evidence(view: str) -> "QuerySet[UseEvidence]":
    """Return the loans asked about, by how far they are, newest first."""
    rows = UseEvidence.objects.select_related("loan", "borrower").annotate(paper_count=Count("papers"))
    return rows.filter(VIEWS[view]).order_by("-pk")


def evidence_to_decide(user: User) -> "QuerySet[UseEvidence]":
    """Return what was handed in and waits for an officer."""
    rows = UseEvidence.objects.filter(status=Status.HANDED_IN)
    return rows if user.has_right(CHECK) else rows.none()


def papers_of(row: UseEvidence) -> list[UsePaper]:
    """Return the pictures that were handed in, oldest first."""
    return list(row.papers.select_related("document").order_by("pk"))


@dataclass(frozen=True)
class Figures:
    """How evidence stands over all loans."""

    asked: int
    handed_in: int
    accepted: int
    missing: int


def figures() -> Figures:
    """Count what was asked, waits, was accepted, is missing."""
    rows = UseEvidence.objects.aggregate(
        asked=Count("pk"),
        **{name: Count("pk", filter=Q(status=name)) for name in ("handed_in", "accepted", "missing")},
    )
    return Figures(**rows)


def evidence_of_loan(loan: Loan) -> UseEvidence | None:
    """Return what is asked about a loan, for the loan's page; None where nothing is."""
    found = UseEvidence.objects.filter(loan=loan).select_related("loan").first()
    return None if found is None or found.status == Status.ENDED else found


def sample_of(month: dt.date) -> list[Loan]:
    """Return the small loans of a month that are drawn into its sample: always the same, by hash, nobody picks.

    Loans that the rule asks about anyway, and lines that show no evidence, are not drawn from.
    """
    first = month.replace(day=1)
    after = (first + dt.timedelta(days=32)).replace(day=1)
    rule = use_rule(clock.today())
    rows = Loan.objects.filter(disbursed_on__gte=first, disbursed_on__lt=after)
    small = {
        loan.number: loan
        for loan in rows.select_related("borrower", "product_version__product")
        if rule.days_for(loan) is None and rule.days_of_sample(loan) is not None
    }
    size = -(-len(small) * rule.sample_ppm // 1_000_000)
    return [small[number] for number in draw(f"use:{first}", small, size)]


def asked_about(loans: list[Loan]) -> dict[int, UseEvidence]:
    """Return what was asked about these loans, by loan."""
    return {row.loan_id: row for row in UseEvidence.objects.filter(loan__in=loans)}
