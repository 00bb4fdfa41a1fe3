"""A person says over which channels which messages may come."""

from collections.abc import Mapping

from django.db import transaction

from accounts import clock
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.message_choices import CONSENT, SWITCHED_CATEGORIES, SWITCHED_CHANNELS, has_agreed
from accounts.messages import message_templates
from accounts.models import Message, MessageCategory, MessagePreference, User
from accounts.services.give_consent import give_consent
from accounts.services.withdraw_consent import withdraw_consent


def choose_messages(
    *, user: User, channels: Mapping[tuple[str, str], bool], agrees_to_marketing: bool
) -> None:
    """Keep the answers for (category, channel), give or take back the consent to marketing, and hold back what waits.

    What may not be switched off, and marketing without the consent, is not asked for and is left alone, whatever
    `channels` names; an answer that changes nothing leaves no trace.
    """
    with transaction.atomic():
        lock_one(User.objects.filter(pk=user.pk))
        standing = {
            (row.category, row.channel): row.is_on for row in MessagePreference.objects.filter(user=user)
        }
        for category in SWITCHED_CATEGORIES:
            if category == MessageCategory.MARKETING and not agrees_to_marketing:
                continue
            for channel in SWITCHED_CHANNELS:
                is_on = channels.get((category, channel), True)
                if standing.get((category, channel), True) != is_on:
                    _switch(user, category, channel, is_on)
        _set_consent(user, agrees_to_marketing)


def _switch(user: User, category: str, channel: str, is_on: bool) -> None:
    MessagePreference.objects.update_or_create(
        user=user,
        category=category,
        channel=channel,
        defaults={"is_on": is_on, "changed_at": clock.now()},
    )
    record_event(
        "messages.chosen",
        subject=user,
        actor=user,
        data={"category": category, "channel": channel, "is_on": is_on},
    )
    if not is_on:
        _hold_back(user, category=category, channel=channel)


def _set_consent(user: User, agrees: bool) -> None:
    agreed = has_agreed(user)
    if agrees and not agreed:
        give_consent(user=user, code=CONSENT)
    if agreed and not agrees:
        withdraw_consent(user=user, code=CONSENT)
        _hold_back(user, category=MessageCategory.MARKETING)


def _hold_back(user: User, **which: str) -> None:
    """Keep back what was not sent yet; what must be told whatever one chose goes its way."""
    required = [template.code for template in message_templates() if template.is_required]
    Message.objects.filter(to=user, status=Message.Status.DUE, **which).exclude(template__in=required).update(
        status=Message.Status.WITHHELD, error="switched_off"
    )
