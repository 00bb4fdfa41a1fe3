"""Let an order follow what became of its application and listing."""

from django.db import transaction

from accounts import clock
from accounts.locking import lock_one
from accounts.states import move
from lending.models import Application, GoodsOrder, Listing
from lending.services.cancel_order import end_order

Status = GoodsOrder.Status
ENDED = {
    Application.Status.REJECTED: "rejected",
    Application.Status.WITHDRAWN: "withdrawn",
    Application.Status.EXPIRED: "expired",
    Application.Status.CANCELLED: "not_delivered",
}
DECIDED = (Application.Status.APPROVED, Application.Status.ACCEPTED, Application.Status.LISTED)


def follow_application(*, application_id: int) -> GoodsOrder | None:
    """Bring the order where its application stands: approved (for what amount), funded, or ended; safe to call twice.

    A lower approved amount raises the down payment by the difference; a higher one is not possible
    (`record_decision` refuses more than was asked for).
    """
    with transaction.atomic():
        clock.lock_business_date()
        if not GoodsOrder.objects.filter(application=application_id).exists():
            return None
        row = lock_one(GoodsOrder.objects.filter(application=application_id))
        application = Application.objects.select_related("decision").get(pk=application_id)
        if application.status in ENDED:
            if row.is_pending:
                end_order(row, reason=ENDED[Application.Status(application.status)], actor=None)
        elif row.is_pending:
            _follow_decision(row, application)
            _follow_funding(row, application)
    return row


def _follow_decision(row: GoodsOrder, application: Application) -> None:
    decision = application.decision
    is_decided = application.status in (*DECIDED, Application.Status.FUNDED)
    if not is_decided or decision is None or decision.amount_fen is None or row.status != Status.CONFIRMED:
        return
    move(
        row,
        Status.APPROVED,
        actor=None,
        data={"amount_fen": decision.amount_fen},
        financed_fen=decision.amount_fen,
        down_payment_fen=row.price_fen - decision.amount_fen,
    )


def _follow_funding(row: GoodsOrder, application: Application) -> None:
    if application.status != Application.Status.FUNDED or row.status != Status.APPROVED:
        return
    listing = Listing.objects.get(application=application)
    move(
        row,
        Status.FUNDED,
        actor=None,
        data={"listing": listing.number},
        deliver_by_on=listing.disburse_by_on,
    )
