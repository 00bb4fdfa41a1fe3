"""What pages about messages show: the table of choices, and where a message went."""

import re
from dataclasses import dataclass

from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.crypto import mask_email, mask_phone
from accounts.forms.messages import PreferencesForm, field_name
from accounts.message_choices import CATEGORIES, SWITCHED_CATEGORIES, SWITCHED_CHANNELS
from accounts.messages import message_template
from accounts.models import Message, MessageCategory

# A value that stands in the subject of a message.
PLACE = re.compile(r"%\(\w+\)[sd]")
ALWAYS = _("always")
WITH_CONSENT = _("with your consent")

HINTS: dict[str, Promise] = {
    MessageCategory.SECURITY: _(
        "Codes, a changed password, a new device. They protect you, so they always come."
    ),
    MessageCategory.MONEY: _("Deposits, withdrawals, payments received, a new bank card."),
    MessageCategory.LOAN: _("Decisions on applications, payouts, what falls due soon."),
    MessageCategory.COLLECTION: _(
        "What is late. An SMS comes by day only, and no more often than the rules allow."
    ),
    MessageCategory.MARKETING: _("Products, events and campaigns. Nothing comes unless you agree below."),
}


@dataclass(frozen=True)
class Cell:
    """What stands in one channel's column: a box, or a word where there is nothing to choose."""

    channel: Promise | str
    box: BoundField | None
    words: Promise | str = ""


@dataclass(frozen=True)
class PreferenceRow:
    label: Promise | str
    hint: Promise | str
    cells: list[Cell]


def preference_rows(form: PreferencesForm) -> list[PreferenceRow]:
    """Return every category with its channels, the inbox first."""
    return [
        PreferenceRow(
            category.label, HINTS[category], [_cell(form, category, channel) for channel in Message.Channel]
        )
        for category in CATEGORIES
    ]


def _cell(form: PreferencesForm, category: str, channel: Message.Channel) -> Cell:
    if category in SWITCHED_CATEGORIES and channel in SWITCHED_CHANNELS:
        return Cell(channel.label, form[field_name(category, channel)])
    return Cell(channel.label, None, WITH_CONSENT if category == MessageCategory.MARKETING else ALWAYS)


def template_title(code: str) -> str:
    """Return what kind of message it was, in the reader's language; a template no app has any more by its code."""
    try:
        subject = str(message_template(code).subject)
    except LookupError:
        return code
    return PLACE.sub("…", subject)


def masked_address(message: Message) -> str:
    """Return where a message went, as much of it as helps to recognise it."""
    if message.channel == Message.Channel.SMS:
        return mask_phone(message.to.phone) if message.to.phone else "—"
    return mask_email(message.to.email) if message.to.email else "—"
