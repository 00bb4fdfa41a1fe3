"""Send a message to a login, in the person's language, over the channels its template names and the person wants."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accounts import clock
from accounts.message_choices import Choices, choices_of
from accounts.message_rules import good_for
from accounts.messages import message_template, render_message
from accounts.models import Message, MessageCategory, User
from accounts.numbers import next_numbers

KEY_LENGTH = 120


@dataclass(frozen=True)
class MessageInput:
    """`key` names the occasion ("instalment-due:LN…:3"); `link` is a path of this site."""

    to: User
    template: str
    context: Mapping[str, Any]
    key: str
    link: str = ""


def send_message(*, to: User, template: str, context: Mapping[str, Any], key: str, link: str = "") -> None:
    """Put a message into the inbox at once and leave e-mail and SMS to the sweep, in the caller's transaction.

    Once for each key and channel, whoever asks again. Channels without an address of the person are left out, and so
    are those the person switched off; marketing reaches only who agreed to it. The inbox has everything else.
    """
    send_messages([MessageInput(to, template, context, key, link)])


def send_messages(inputs: Sequence[MessageInput]) -> None:
    """Send many messages with a constant number of statements; the keys keep each to once."""
    at = clock.now()
    categories = {message_template(one.template).category for one in inputs}
    choices = choices_of((one.to for one in inputs), with_consent=MessageCategory.MARKETING in categories)
    ends: dict[str, dt.datetime] = {category: at + good_for(category) for category in categories}
    rows = [row for one in inputs for row in _rows(one, at, choices, ends)]
    for row, number in zip(rows, next_numbers("MS", len(rows)), strict=True):
        row.number = number
    Message.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)


def _rows(
    one: MessageInput, at: dt.datetime, choices: Choices, ends: Mapping[str, dt.datetime]
) -> list[Message]:
    template = message_template(one.template)
    if len(one.key) > KEY_LENGTH:
        raise ValueError("A message's key is too long.")
    rendered = render_message(template, one.context, one.to.language)
    rows = []
    for channel in template.channels:
        if not choices.allow(one.to.pk, template, channel):
            continue
        if channel == Message.Channel.EMAIL and not one.to.email:
            continue
        if channel == Message.Channel.SMS and not (one.to.phone and one.to.phone_verified_at):
            continue
        is_inbox = channel == Message.Channel.INBOX
        rows.append(
            Message(
                key=one.key,
                to=one.to,
                channel=channel,
                template=one.template,
                category=template.category,
                language=one.to.language,
                subject=rendered.subject,
                body=rendered.sms if channel == Message.Channel.SMS else rendered.body,
                link=one.link,
                status=Message.Status.SENT if is_inbox else Message.Status.DUE,
                sent_at=at if is_inbox else None,
                next_try_at=at,
                created_at=at,
                good_until_at=None if is_inbox else ends[template.category],
            )
        )
    return rows
