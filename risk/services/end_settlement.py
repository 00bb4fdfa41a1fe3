"""End a settlement when its last holder has answered, and tell the borrower what was let off."""

from django.db import transaction

from accounts import clock
from accounts.services.send_message import send_message
from accounts.states import move
from accounts.web.formats import yuan
from lending.models import Waiver
from risk.models import CollectionSettlement, SettlementPart

TEMPLATE = "collection_settlement"
WAITING = (Waiver.Status.PLANNED, Waiver.Status.OFFERED)


def end_settlement(*, waiver_id: int) -> CollectionSettlement | None:
    """End the settlement that a waiver is part of once no holder is left to answer; None where it is part of none.

    Safe to run twice. The borrower is told only where somebody granted something.
    """
    with transaction.atomic():
        part = SettlementPart.objects.filter(waiver=waiver_id).select_related("settlement").first()
        if part is None:
            return None
        row = part.settlement
        waivers = Waiver.objects.filter(pk__in=row.parts.values("waiver"))
        if row.status != CollectionSettlement.Status.ASKED or waivers.filter(status__in=WAITING).exists():
            return row
        granted = waivers.filter(status=Waiver.Status.ACCEPTED)
        fen = sum(one.principal_fen + one.interest_fen for one in granted)
        move(
            row,
            CollectionSettlement.Status.ENDED,
            actor=None,
            data={"granted_fen": fen, "granted": len(granted)},
            ended_at=clock.now(),
        )
        loan = row.case.loan
        if fen:
            send_message(
                to=loan.borrower,
                template=TEMPLATE,
                context={"loan": loan.number, "amount": yuan(fen)},
                key=f"settlement:{row.number}",
                link=f"/borrow/loans/{loan.number}/",
            )
    return row
