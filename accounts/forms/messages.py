"""Choosing what to be told, and narrowing lists of messages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.message_choices import SWITCHED_CATEGORIES, SWITCHED_CHANNELS, choices_of
from accounts.models import Message, MessageCategory, User
from accounts.web.forms import offer_choices


class SentFilterForm(forms.Form):
    status = forms.ChoiceField(label=_("State"), required=False)
    channel = forms.ChoiceField(label=_("Channel"), required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    customer = forms.RegexField(r"^[A-Za-z0-9]+$", label=_("Customer number"), required=False, max_length=24)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outward = [one for one in Message.Channel.choices if one[0] != Message.Channel.INBOX]
        for name, choices in (
            ("status", Message.Status.choices),
            ("channel", outward),
            ("category", MessageCategory.choices),
        ):
            offer_choices(self, name, [("", _("All")), *choices])

    def filters(self) -> dict[str, str]:
        """Return what was understood; a field that was not is shown with its error and filters nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class PreferencesForm(forms.Form):
    """One box for each category and channel that may be switched, and the consent to marketing."""

    agrees = forms.BooleanField(label=_("Yes, tell me about news and offers"), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        choices = choices_of([user])
        initial = {
            # Without the consent nothing is sent, whatever the boxes said before.
            field_name(category, channel): choices.is_on(user.pk, category, channel)
            and (category != MessageCategory.MARKETING or user.pk in choices.agreed)
            for category in SWITCHED_CATEGORIES
            for channel in SWITCHED_CHANNELS
        }
        super().__init__(*args, initial={**initial, "agrees": user.pk in choices.agreed}, **kwargs)
        for name in initial:
            self.fields[name] = forms.BooleanField(required=False)

    @property
    def channels(self) -> dict[tuple[str, str], bool]:
        return {
            (category, channel): self.cleaned_data[field_name(category, channel)]
            for category in SWITCHED_CATEGORIES
            for channel in SWITCHED_CHANNELS
        }


def field_name(category: str, channel: str) -> str:
    """Return how the box of a category and a channel is called."""
    return f"{category}_{channel}"
