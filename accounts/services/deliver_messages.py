"""Hand the waiting e-mails and SMS to their providers."""

import datetime as dt
import logging
import smtplib
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import clock
from accounts.events import EventInput, record_event, record_events
from accounts.locking import lock_one
from accounts.message_choices import has_agreed
from accounts.message_rules import (
    collection_messages_a_day,
    next_morning,
    quiet_until,
    without_addresses,
)
from accounts.models import Message, MessageCategory, User
from accounts.providers.sms import ProviderRefused, ProviderUnavailable, sms_provider
from accounts.rules import read_once

logger = logging.getLogger(__name__)

BATCH = 100
MAX_TRIES = 6
# How long a worker may take before another believes it dead and tries again.
LEASE = dt.timedelta(minutes=5)
WAITING = (Message.Status.DUE, Message.Status.SENDING)


def deliver_messages(*, limit: int = 1_000) -> int:
    """Send what is due until nothing is left or `limit` is reached; return how many were handed over.

    Each message is claimed by one conditional update that is committed before the provider is called, so no transaction
    is open during the call and two workers do not send the same one. A provider that fails is asked again with growing
    pauses, six times in all; one that refuses is not. In quiet hours, and beyond the day's number, collection waits.
    """
    _give_up_late()
    handed_over = 0
    with read_once():
        while handed_over < limit:
            due = Message.objects.filter(status__in=WAITING, next_try_at__lte=clock.now())
            rows = list(due.select_related("to").order_by("next_try_at", "pk")[:BATCH])
            handed_over += sum(_deliver(row) for row in rows)
            if not rows:
                break
    return handed_over


def _give_up_late() -> None:
    """Fail what could not be sent while it was worth sending, and say so in the log of events."""
    late = Message.objects.filter(status__in=WAITING, good_until_at__lt=clock.now())
    while rows := list(late.order_by("pk")[:BATCH]):
        with transaction.atomic():
            Message.objects.filter(pk__in=[row.pk for row in rows], status__in=WAITING).update(
                status=Message.Status.FAILED, error="too_late"
            )
            record_events([_failed(row, "too_late") for row in rows], actor=None)


def _failed(message: Message, reason: str) -> EventInput:
    # What a provider says may name the address, so an event holds only reasons of our own.
    known = reason if reason in Message.REASONS else "provider"
    data = {"template": message.template, "channel": message.channel, "reason": known}
    return EventInput("message.failed", message, data)


def _deliver(message: Message) -> bool:
    at = clock.now()
    if message.category == MessageCategory.MARKETING and not has_agreed(message.to):
        _waiting(message, at).update(status=Message.Status.WITHHELD, error="switched_off")
        return False
    waits_until = quiet_until(message.category, message.channel, at)
    if waits_until is not None:
        _put_off(message, at, waits_until)
        return False
    if not _claim(message, at):
        return False
    try:
        _hand_over(message)
    except ProviderRefused as error:
        _end(message, without_addresses(str(error)))
        return False
    except (ProviderUnavailable, OSError, smtplib.SMTPException) as error:
        logger.warning("message %s was not delivered: %s", message.number, error)
        _try_later(message, error)
        return False
    # A receipt may have come before this line: what is delivered already stays so.
    Message.objects.filter(pk=message.pk, status=Message.Status.SENDING).update(
        status=Message.Status.SENT, sent_at=clock.now(), error="", next_try_at=at
    )
    return True


def _claim(message: Message, at: dt.datetime) -> bool:
    """Take the message for this worker; collection under the person's lock, so that two workers count the same."""
    if message.category != MessageCategory.COLLECTION:
        return _take(message, at)
    with transaction.atomic():
        lock_one(User.objects.filter(pk=message.to_id))
        others = Message.objects.filter(
            to=message.to_id,
            channel=message.channel,
            category=MessageCategory.COLLECTION,
            tried_on=_day(at),
        ).exclude(pk=message.pk)
        if others.count() < collection_messages_a_day():
            return _take(message, at)
        morning = next_morning(at)
        if message.good_until_at is None or morning <= message.good_until_at:
            _put_off(message, at, morning)
        else:
            _waiting(message, at).update(status=Message.Status.WITHHELD, error="daily_limit")
    return False


def _waiting(message: Message, at: dt.datetime) -> Any:
    return Message.objects.filter(pk=message.pk, status__in=WAITING, next_try_at__lte=at)


def _take(message: Message, at: dt.datetime) -> bool:
    taken = _waiting(message, at).update(
        status=Message.Status.SENDING, tries=F("tries") + 1, next_try_at=at + LEASE, tried_on=_day(at)
    )
    message.tries += 1
    return bool(taken == 1)


def _day(at: dt.datetime) -> dt.date:
    return at.astimezone(clock.SHANGHAI).date()


def _put_off(message: Message, at: dt.datetime, until: dt.datetime) -> None:
    _waiting(message, at).update(status=Message.Status.DUE, next_try_at=until)


def _hand_over(message: Message) -> None:
    if message.channel == Message.Channel.SMS:
        if not message.to.phone:
            raise ProviderRefused("no_address")
        sms_provider().send(phone=message.to.phone, text=message.body, key=message.number)
        return
    if not message.to.email:
        raise ProviderRefused("no_address")
    body = f"{message.body}\n\n{settings.SITE_URL}{message.link}" if message.link else message.body
    if message.category == MessageCategory.MARKETING:
        body += f"\n\n{_way_out(message.language)}"
    EmailMessage(message.subject, body, settings.DEFAULT_FROM_EMAIL, [message.to.email]).send()


def _way_out(language: str) -> str:
    """Whoever agreed to marketing finds in each letter where to take it back."""
    with translation.override(language):
        return _("No more letters like this? Say so here: %(url)s") % {
            "url": f"{settings.SITE_URL}{reverse('message_preferences')}"
        }


def _try_later(message: Message, error: Exception) -> None:
    words = without_addresses(f"{type(error).__name__}: {error}")
    if message.tries >= MAX_TRIES:
        _end(message, words)
        return
    pause = dt.timedelta(seconds=min(30 * 2**message.tries, 3600))
    Message.objects.filter(pk=message.pk, status=Message.Status.SENDING).update(
        status=Message.Status.DUE, next_try_at=clock.now() + pause, error=words
    )


def _end(message: Message, reason: str) -> None:
    """Fail the message for good, with an event for whoever looks after it."""
    with transaction.atomic():
        failed = Message.objects.filter(pk=message.pk, status=Message.Status.SENDING).update(
            status=Message.Status.FAILED, error=reason
        )
        if failed:
            one = _failed(message, reason)
            record_event(one.kind, subject=message, actor=None, data=one.data)
