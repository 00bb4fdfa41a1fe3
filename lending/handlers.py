"""What lending does when one of its own events arrives: safe to run twice."""

import logging
from collections.abc import Callable

from django.db import transaction

from accounts.errors import Refused
from accounts.models import DealerMember, Event, User
from finance.models import Deposit
from lending.models import (
    Acceleration,
    Application,
    GoodsOrder,
    LegalStep,
    Loan,
    ProductProposal,
    Restructure,
    Waiver,
    WriteOff,
)
from lending.services.charge_cost import charge_cost
from lending.services.disburse_loan import disburse_loan
from lending.services.drop_acceleration import drop_acceleration
from lending.services.drop_waiver import drop_waiver
from lending.services.drop_write_off import drop_write_off
from lending.services.end_card_debit import end_card_debit
from lending.services.follow_application import follow_application
from lending.services.give_acceleration_notice import give_acceleration_notice
from lending.services.give_back_product_proposal import give_back_product_proposal
from lending.services.give_back_restructure import give_back_restructure
from lending.services.list_application import list_application
from lending.services.offer_restructure import offer_restructure
from lending.services.offer_waiver import offer_waiver
from lending.services.propose_product import KIND as PRODUCT_KIND
from lending.services.publish_proposed_product import publish_proposed_product
from lending.services.settle_waiting_return import settle_waiting_return
from lending.services.withdraw_offers import withdraw_offers
from lending.services.write_off_loan import write_off_loan

logger = logging.getLogger(__name__)


def pay_out_full_listing(event: Event) -> None:
    """Disburse a listing that became full; what stands in the way is left to the office and to the close.

    A hold is a person's wish, and goods wait for their delivery: neither is a fault, so nobody is warned.
    """
    try:
        disburse_loan(listing_id=event.subject_id or 0, actor=None)
    except Refused as refusal:
        level = logging.INFO if refusal.code in ("on_hold", "not_delivered") else logging.WARNING
        logger.log(level, "%s is not paid out: %s", event.subject_number, refusal.code)


def list_what_was_waiting(event: Event) -> None:
    """Open the listing of an accepted application once its last condition is met or its hold is released."""
    application = Application.objects.get(pk=event.subject_id)
    if application.status != Application.Status.ACCEPTED:
        return
    try:
        list_application(application=application, actor=None)
    except Refused as refusal:
        logger.info("%s is not listed yet: %s", application.number, refusal.code)


def follow_order(event: Event) -> None:
    """Bring the goods order of an application, if it has one, where the application stands."""
    follow_application(application_id=event.subject_id or 0)


def offset_payout(event: Event) -> None:
    """Let what a dealer was just paid, or paid in, go first to the returns it still owes for, the oldest first."""
    if event.kind == "deposit.confirmed":
        payers = Deposit.objects.filter(pk=event.subject_id).values("user")
        owners = DealerMember.objects.filter(role=DealerMember.Role.OWNER, left_at__isnull=True)
        dealers = owners.filter(user__in=payers).values("dealer")
    else:
        dealers = GoodsOrder.objects.filter(pk=event.subject_id).values("dealer")
    waiting = GoodsOrder.objects.filter(dealer__in=dealers, status=GoodsOrder.Status.AWAITING_FUNDS)
    for order_id in waiting.order_by("pk").values_list("pk", flat=True):
        settle_waiting_return(order_id=order_id)


def withdraw_offers_of_frozen(event: Event) -> None:
    """Take the claims of a customer whose wallet was frozen off the market, and those on the customer's own loans."""
    user = User.objects.get(number=event.data["user"])
    loan_ids = Loan.objects.filter(borrower=user, status=Loan.Status.ACTIVE).values_list("pk", flat=True)
    with transaction.atomic():
        withdraw_offers(seller_ids=[user.pk], reason="wallet_frozen", actor=None)
        withdraw_offers(loan_ids=loan_ids, reason="loan_held", actor=None)


def act_on_product_approval(event: Event) -> None:
    """Publish an approved version; a refused, withdrawn or expired one goes back to its makers as a draft."""
    if event.data.get("kind") not in (None, PRODUCT_KIND):
        return
    if event.kind != "approval.approved":
        give_back_product_proposal(approval_number=event.subject_number, actor=event.actor)
        return
    row = ProductProposal.objects.filter(approval_number=event.subject_number).first()
    if row is None:
        return
    try:
        publish_proposed_product(number=row.number, actor=event.actor)
    except Refused as refusal:
        logger.warning("%s is not published: %s", row.number, refusal.code)


def act_on_restructure_approval(event: Event) -> None:
    """Offer an approved plan to the borrower; one refused, withdrawn or expired goes back to the office's queue."""
    row = Restructure.objects.filter(approval_number=event.subject_number).first()
    if row is None or row.status != Restructure.Status.PLANNED:
        return
    try:
        if event.kind == "approval.approved":
            offer_restructure(number=row.number, actor=event.actor)
        else:
            give_back_restructure(number=row.number, actor=event.actor)
    except Refused as refusal:
        logger.warning("%s is not offered: %s", row.number, refusal.code)


def act_on_bad_day_approval(event: Event) -> None:
    """Give notice, write off or charge a cost as approved; what was not approved, or no longer holds, is dropped."""
    number, is_approved = event.subject_number, event.kind == "approval.approved"
    called_in = Acceleration.objects.filter(approval_number=number).first()
    if called_in is not None and not (
        is_approved and _carried_out(give_acceleration_notice, called_in.number, event)
    ):
        drop_acceleration(number=called_in.number, actor=event.actor)
    off = WriteOff.objects.filter(approval_number=number).first()
    if off is not None and not (is_approved and _carried_out(write_off_loan, off.number, event)):
        drop_write_off(number=off.number, actor=event.actor)
    waiver = Waiver.objects.filter(approval_number=number).first()
    if waiver is not None and not (is_approved and _carried_out(offer_waiver, waiver.number, event)):
        drop_waiver(number=waiver.number, actor=event.actor)
    step = LegalStep.objects.filter(cost_approval_number=number).first()
    if step is not None and is_approved:
        _carried_out(charge_cost, step.number, event)


def _carried_out(service: Callable[..., object], number: str, event: Event) -> bool:
    try:
        service(number=number, actor=event.actor)
    except Refused as refusal:
        logger.warning("%s is not carried out: %s", number, refusal.code)
        return False
    return True


def act_on_card_debit(event: Event) -> None:
    """Pay the loan with what the bank drew, or let it go on; deposits of the customers' own pass by."""
    end_card_debit(deposit_id=event.subject_id or 0)
