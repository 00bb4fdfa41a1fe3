"""Take a signed notification of the custodian bank in."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from accounts import clock
from finance.custody.effects import NotYet
from finance.custody.message import MAX_BODY_BYTES, BadMessage, Message, read_message
from finance.custody.signature import BadSignature, check
from finance.models import CustodyNonce, CustodyNotification
from finance.services.record_bank_fact import record_bank_fact
from finance.services.take_up_waiting import take_up_waiting

Seen = CustodyNotification.Outcome


@dataclass(frozen=True)
class HookAnswer:
    """What the bank is told: an HTTP status and a word."""

    status: int
    word: str


class _Conflict(Exception):
    """The nonce was used, or the id is known with other content; nothing is kept."""


def receive_notification(*, headers: Mapping[str, str], body: bytes) -> HookAnswer:
    """Check a notification's seal, read it, and give it its one effect; return the answer for the bank.

    413 too large; 401 bad seal or older than five minutes; 409 nonce used before, or a known id with other
    content; 400 not a notification; 200 otherwise: recorded, repeated (no second effect), in suspense,
    waiting for an earlier one, or in conflict with the books (kept for the office). A refusal keeps
    nothing, not even the nonce, so the bank may send again.
    """
    if len(body) > MAX_BODY_BYTES:
        return HookAnswer(413, "too_large")
    at = clock.now()
    try:
        nonce = check(headers=headers, body=body, now=int(at.timestamp()))
    except BadSignature:
        return HookAnswer(401, "bad_signature")
    try:
        with transaction.atomic():
            _use_nonce(nonce)
            message = read_message(body)
            outcome = _take(message)
    except _Conflict as conflict:
        return HookAnswer(409, str(conflict))
    except BadMessage as error:
        return HookAnswer(400, f"bad_message: {error}")
    if outcome == Seen.RECORDED and message.fact.reference:
        take_up_waiting(reference=message.fact.reference)
    return HookAnswer(200, outcome)


def _use_nonce(nonce: str) -> None:
    try:
        with transaction.atomic():
            CustodyNonce.objects.create(nonce=nonce, seen_at=clock.now())
    except IntegrityError:
        raise _Conflict("nonce_used") from None


def _take(message: Message) -> str:
    clock.lock_business_date()
    row = _keep(message)
    if row is None:
        return Seen.REPEATED.value
    try:
        row.outcome = record_bank_fact(fact=message.fact).value
    except NotYet:
        return Seen.WAITING.value
    row.save(update_fields=["outcome"])
    return str(row.outcome)


def _keep(message: Message) -> CustodyNotification | None:
    """Insert the notification as waiting; None where the same one is known. A rival with the same id is waited for."""
    fact = message.fact
    try:
        with transaction.atomic():
            return CustodyNotification.objects.create(
                notification_id=message.id,
                content_hash=message.content_hash,
                kind=fact.kind,
                reference=fact.reference,
                bank_number=fact.bank_number,
                bank_customer=fact.customer,
                amount_fen=fact.amount_fen,
                value_on=fact.value_on,
                reason=fact.reason,
                payer_name=fact.payer_name,
                outcome=Seen.WAITING,
                received_at=clock.now(),
            )
    except IntegrityError:
        known = CustodyNotification.objects.get(notification_id=message.id)
    if known.content_hash != message.content_hash:
        raise _Conflict("other_content")
    return None
