"""The messages the company sends: each app registers its templates by code, `send_message` renders them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.template import Context
from django.template.loader import get_template
from django.utils import formats, translation
from django.utils.functional import Promise

from accounts import clock
from accounts.models.message import Message, MessageCategory

SUBJECT_LENGTH = 200


@dataclass(frozen=True)
class MessageTemplate:
    """`subject` and `sms` are lazy texts with named places, `body` is a plain-text template file of the app.

    What is sent also by SMS has a short text of its own; nothing personal stands in it. The category decides who may
    switch it off, what waits for the morning and what is counted; `is_required` is for what the law wants told.
    """

    code: str
    subject: Promise | str
    body: str
    sms: Promise | str | None = None
    is_emailed: bool = True
    category: MessageCategory = MessageCategory.LOAN
    is_required: bool = False

    @property
    def channels(self) -> tuple[str, ...]:
        email = (Message.Channel.EMAIL,) if self.is_emailed else ()
        sms = (Message.Channel.SMS,) if self.sms is not None else ()
        return (Message.Channel.INBOX, *email, *sms)


@dataclass(frozen=True)
class Rendered:
    subject: str
    body: str
    sms: str


_templates: dict[str, MessageTemplate] = {}


def register_message(template: MessageTemplate) -> None:
    """Add an app's message, from its `apps.py: ready()`."""
    if template.code in _templates and _templates[template.code] != template:
        raise ValueError(f"Two messages are named {template.code}.")
    _templates[template.code] = template


def message_template(code: str) -> MessageTemplate:
    """Return the template by its code; raises LookupError for one nobody registered."""
    if code not in _templates:
        raise LookupError(f"No app registered the message {code}.")
    return _templates[code]


def message_templates() -> list[MessageTemplate]:
    """Return every registered template by code."""
    return [_templates[code] for code in sorted(_templates)]


def render_message(template: MessageTemplate, context: Mapping[str, Any], language: str) -> Rendered:
    """Render a message as plain text in a language, dates as it writes them; a missing value raises KeyError."""
    with translation.override(language):
        shown = {name: _shown(value) for name, value in context.items()}
        body = get_template(template.body).template.render(Context(shown, autoescape=False))
        return Rendered(
            subject=(str(template.subject) % shown).strip()[:SUBJECT_LENGTH],
            body=body.strip(),
            sms=str(template.sms) % shown if template.sms is not None else "",
        )


def _shown(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return formats.date_format(value.astimezone(clock.SHANGHAI), "DATETIME_FORMAT")
    if isinstance(value, dt.date):
        return formats.date_format(value)
    return str(value) if isinstance(value, Promise) else value
