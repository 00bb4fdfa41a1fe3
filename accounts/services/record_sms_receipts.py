"""Write down what the SMS provider says became of messages."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from accounts import clock
from accounts.events import record_event
from accounts.message_rules import without_addresses
from accounts.models import Message


@dataclass(frozen=True)
class Receipt:
    """`key` is the number of the message, as it was handed over."""

    key: str
    is_delivered: bool
    reason: str = ""


# A receipt can be faster than our own note that the message was handed over.
HANDED_OVER = (Message.Status.SENDING, Message.Status.SENT)


def record_sms_receipts(receipts: Sequence[Receipt]) -> int:
    """Move each SMS that was handed over to delivered or failed, once; return how many moved.

    What is told again, or of a message that is past that, changes nothing: a receipt can be played back.
    """
    return sum(_record(receipt) for receipt in receipts)


def _record(receipt: Receipt) -> int:
    at = clock.now()
    handed_over = Message.objects.filter(
        number=receipt.key, channel=Message.Channel.SMS, status__in=HANDED_OVER
    )
    if receipt.is_delivered:
        return handed_over.update(
            status=Message.Status.DELIVERED, delivered_at=at, sent_at=Coalesce(F("sent_at"), at), error=""
        )
    with transaction.atomic():
        moved = handed_over.update(status=Message.Status.FAILED, error=without_addresses(receipt.reason))
        if moved:
            message = Message.objects.get(number=receipt.key)
            data = {"template": message.template, "channel": message.channel, "reason": "provider"}
            record_event("message.failed", subject=message, actor=None, data=data)
    return moved
