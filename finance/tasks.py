"""Doorbells of finance: each takes ids, makes one call or runs one service, and can be rung twice."""

import datetime as dt
import logging
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from celery import shared_task
from django.db.models import Q

from accounts import clock
from accounts.web.request_context import request_context
from finance.custody import calls
from finance.custody.gateway import custody_gateway, uses_sandbox_bank
from finance.custody.sandbox_delivery import deliver_notifications
from finance.custody.signature import FRESH_SECONDS
from finance.models import BankCard, CustodyNonce, Deposit, SuspenseItem, Withdrawal
from finance.queries.reconciliation import missing_day
from finance.services.reconcile_day import reconcile_day
from finance.services.take_up_waiting import take_up_waiting

logger = logging.getLogger(__name__)

BATCH = 200
# What a bell or a page is doing right now is left to it.
HANDS_OFF = dt.timedelta(seconds=5)


@shared_task
def bind_card(card_id: int) -> None:
    """Tell the bank about a card."""
    with request_context():
        calls.bind_card_at_bank(card_id)


@shared_task
def send_deposit(deposit_id: int) -> None:
    """Hand a deposit to the bank."""
    with request_context():
        calls.send_deposit(deposit_id)


@shared_task
def send_withdrawal(withdrawal_id: int) -> None:
    """Hand a withdrawal to the bank."""
    with request_context():
        calls.send_withdrawal(withdrawal_id)


@shared_task
def send_refund(item_id: int) -> None:
    """Have a receipt in suspense sent back."""
    with request_context():
        calls.send_refund(item_id)


@shared_task
def deliver_sandbox_notifications() -> None:
    """Let the sandbox bank hand its due notifications to the hook."""
    with request_context():
        deliver_notifications()


@shared_task
def sweep_custody() -> None:
    """Do whatever a lost bell or a silent bank left undone, from the rows alone."""
    with request_context():
        sweep()


def start(task: Any, row_id: int) -> None:
    """Begin an outside call for a page: at once where the bank is in process, else by the worker.

    Never fails: what could not be begun is found by the sweep.
    """
    try:
        if custody_gateway().is_in_process:
            task(row_id)
        else:
            task.apply_async((row_id,), retry=False)
    except Exception:
        logger.exception("the call for row %s could not be made; the sweep will", row_id)


def ring_sandbox_bank() -> None:
    """Ring the sandbox bank's bell; when the broker is away the sweep delivers."""
    deliver_sandbox_notifications.apply_async(retry=False)


def sweep() -> None:
    """Send what waits, ask what is due, deliver what the sandbox holds, take up what came early, forget old nonces."""
    at = clock.now()
    _each(calls.bind_card_at_bank, _ids(BankCard, Q(status="requested", created_at__lt=at - HANDS_OFF)))
    for model, send in ((Deposit, calls.send_deposit), (Withdrawal, calls.send_withdrawal)):
        _each(send, _ids(model, Q(status="requested", requested_at__lt=at - HANDS_OFF)))
    due = Q(status__in=["sent", "unknown"], next_ask_at__lte=at)
    for model in (Deposit, Withdrawal):
        numbers = model.objects.filter(due).order_by("next_ask_at").values_list("number", flat=True)[:BATCH]
        _each(partial(calls.ask_about, model), list(numbers))
    _each(calls.send_refund, _ids(SuspenseItem, Q(status="returning")))
    if uses_sandbox_bank():
        deliver_notifications()
    take_up_waiting()
    _each(lambda work: work(), [fetch_missing_statement])
    CustodyNonce.objects.filter(seen_at__lt=at - dt.timedelta(seconds=2 * FRESH_SECONDS)).delete()


def fetch_missing_statement() -> None:
    """Ask once more for the statement that the bank did not have ready at the last close."""
    day = missing_day()
    if day is not None:
        reconcile_day(day=day)


def _ids(model: Any, condition: Q) -> list[int]:
    return list(model.objects.filter(condition).order_by("pk").values_list("pk", flat=True)[:BATCH])


def _each(work: Callable[[Any], None], items: Iterable[Any]) -> None:
    """Do one after the other; what fails is logged and holds nobody else up."""
    for item in items:
        try:
            work(item)
        except Exception:
            logger.exception("sweep: %s failed on %s", work, item)
