"""What must always hold of costs and of loans that were called in or written off."""

from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from accounts.invariants import invariant
from lending.models import Claim, LegalStep, Loan, LoanPayment

MOST_SHOWN = 20


@invariant("costs_equal_steps")
def costs_equal_steps() -> list[str]:
    """What a loan owes of costs is what its approved steps have left, and what was paid of it came with payments."""
    approved = LegalStep.objects.filter(loan=OuterRef("pk"), cost_approved_on__isnull=False)
    left = (
        approved.order_by().values("loan").annotate(fen=Sum(F("cost_fen") - F("cost_paid_fen"))).values("fen")
    )
    paid = approved.order_by().values("loan").annotate(fen=Sum("cost_paid_fen")).values("fen")
    brought = LoanPayment.objects.filter(loan=OuterRef("pk")).order_by().values("loan")
    rows = Loan.objects.annotate(
        left=Coalesce(Subquery(left), 0),
        paid=Coalesce(Subquery(paid), 0),
        brought=Coalesce(Subquery(brought.annotate(fen=Sum("costs_fen")).values("fen")), 0),
    )
    wrong = rows.exclude(costs_owed_fen=F("left"), brought=F("paid")).values_list("number", flat=True)
    return [f"{number} and the costs of its legal steps differ" for number in wrong[:MOST_SHOWN]]


@invariant("claims_follow_write_offs")
def claims_follow_write_offs() -> list[str]:
    """A claim that is owed is written off when its loan is, and only then."""
    wrong = Claim.objects.filter(
        Q(status="active") & ~Q(loan__status="active")
        | Q(status="written_off") & ~Q(loan__status="written_off")
    )
    return [
        f"claim {number} is not in the state of its loan"
        for number in wrong.values_list("number", flat=True)[:MOST_SHOWN]
    ]
