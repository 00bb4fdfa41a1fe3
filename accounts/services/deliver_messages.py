"""Hand the waiting e-mails and SMS to their providers."""

import datetime as dt
import logging
import smtplib

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F

from accounts import clock
from accounts.models import Message
from accounts.providers.sms import ProviderUnavailable, sms_provider

logger = logging.getLogger(__name__)

BATCH = 100
MAX_TRIES = 6
# How long a worker may take before another believes it dead and tries again.
LEASE = dt.timedelta(minutes=5)
# A reminder days late misleads more than it helps; the inbox has it all the same.
STALE_AFTER = dt.timedelta(days=2)
WAITING = (Message.Status.DUE, Message.Status.SENDING)


def deliver_messages(*, limit: int = 1_000) -> int:
    """Send what is due until nothing is left or `limit` is reached; return how many were handed over.

    Each message is claimed by one conditional update that is committed before the provider is called, so no transaction
    is open during the call and two workers do not send the same one. A provider that fails is asked again with growing
    pauses, six times in all.
    """
    _give_up_stale()
    handed_over = 0
    while handed_over < limit:
        due = Message.objects.filter(status__in=WAITING, next_try_at__lte=clock.now()).order_by(
            "next_try_at", "pk"
        )
        ids = list(due.values_list("pk", flat=True)[:BATCH])
        handed_over += sum(_deliver(message_id) for message_id in ids)
        if not ids:
            break
    return handed_over


def _give_up_stale() -> None:
    Message.objects.filter(status__in=WAITING, created_at__lt=clock.now() - STALE_AFTER).update(
        status=Message.Status.FAILED, error="Not sent within two days."
    )


def _deliver(message_id: int) -> bool:
    at = clock.now()
    claimed = Message.objects.filter(pk=message_id, status__in=WAITING, next_try_at__lte=at).update(
        status=Message.Status.SENDING, tries=F("tries") + 1, next_try_at=at + LEASE
    )
    if claimed != 1:
        return False
    message = Message.objects.select_related("to").get(pk=message_id)
    try:
        _hand_over(message)
    except (ProviderUnavailable, OSError, smtplib.SMTPException) as error:
        logger.warning("message %s was not delivered: %s", message.number, error)
        _put_off(message, error)
        return False
    Message.objects.filter(pk=message_id).update(
        status=Message.Status.SENT, sent_at=clock.now(), error="", next_try_at=at
    )
    return True


def _hand_over(message: Message) -> None:
    if message.channel == Message.Channel.SMS:
        sms_provider().send(phone=message.to.phone, text=message.body, key=message.number)
        return
    if not message.to.email:
        raise ProviderUnavailable("The person has no e-mail address any more.")
    body = f"{message.body}\n\n{settings.SITE_URL}{message.link}" if message.link else message.body
    EmailMessage(message.subject, body, settings.DEFAULT_FROM_EMAIL, [message.to.email]).send()


def _put_off(message: Message, error: Exception) -> None:
    is_last = message.tries >= MAX_TRIES
    pause = dt.timedelta(seconds=min(30 * 2**message.tries, 3600))
    Message.objects.filter(pk=message.pk).update(
        status=Message.Status.FAILED if is_last else Message.Status.DUE,
        next_try_at=clock.now() + pause,
        error=f"{type(error).__name__}: {error}"[:300],
    )
