"""The forms of the watch-list."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import clock
from accounts.errors import Refused
from accounts.forms.fields import DayInput, PictureField
from accounts.hidden_values import REASONS
from accounts.models import WatchEntry
from accounts.rules import rule_value
from accounts.services.propose_watch_entry import WatchWish
from accounts.watch.values import read_watched
from accounts.web.forms import RefusableForm

LINES = forms.Textarea({"rows": 3})


def next_look() -> dt.date:
    """Return the day on which an entry of today is looked at again, by the rule."""
    return clock.today() + dt.timedelta(days=rule_value("kyc.review")["watch_review_days"])


class WatchFilterForm(forms.Form):
    """What the list shows; something unreadable filters nothing."""

    status = forms.ChoiceField(
        label=gettext_lazy("State"), required=False, choices=[("", "—"), *WatchEntry.Status.choices]
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of value"), required=False, choices=[("", "—"), *WatchEntry.Kind.choices]
    )
    category = forms.ChoiceField(
        label=gettext_lazy("Category"), required=False, choices=[("", "—"), *WatchEntry.Category.choices]
    )
    severity = forms.ChoiceField(
        label=gettext_lazy("What a hit does"),
        required=False,
        choices=[("", "—"), *WatchEntry.Severity.choices],
    )

    def filters(self) -> dict[str, Any]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class WatchSearchForm(forms.Form):
    """A whole value; it is posted, so that it stands in no address and no log."""

    q = forms.CharField(
        label=gettext_lazy("Find a value"),
        max_length=200,
        widget=forms.TextInput(
            {"autocomplete": "off", "spellcheck": "false", "type": "search", "data-search": ""}
        ),
        help_text=gettext_lazy(
            "Whole: an identity number, a mobile number, a card, a credit code, an address, or a name, a space and the"
            " birthday 1990-01-01."
        ),
    )


class WatchEntryForm(RefusableForm):
    kind = forms.ChoiceField(label=gettext_lazy("Kind of value"), choices=WatchEntry.Kind.choices)
    value = forms.CharField(
        label=gettext_lazy("Value"),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        help_text=gettext_lazy("Stored encrypted; the list shows it with stars."),
    )
    birth_on = forms.DateField(
        label=gettext_lazy("Date of birth"),
        required=False,
        widget=DayInput(),
        help_text=gettext_lazy("With a name alone."),
    )
    category = forms.ChoiceField(label=gettext_lazy("Category"), choices=WatchEntry.Category.choices)
    severity = forms.ChoiceField(
        label=gettext_lazy("What a hit does"),
        choices=[
            (WatchEntry.Severity.REFER, gettext_lazy("Refer: two colleagues may let the person pass")),
            (WatchEntry.Severity.STOP, gettext_lazy("Stop: the person is held")),
        ],
        widget=forms.RadioSelect,
        initial=WatchEntry.Severity.REFER,
    )
    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=120,
        help_text=gettext_lazy("List, court, case: nothing personal, approvals show it."),
    )
    evidence = forms.CharField(label=gettext_lazy("Evidence"), max_length=2000, widget=LINES)
    paper = PictureField(
        label=gettext_lazy("Photograph of the evidence"),
        required=False,
        help_text=gettext_lazy("A notice, a ruling, a letter; kept encrypted."),
    )
    expires_on = forms.DateField(
        label=gettext_lazy("Counts until"),
        required=False,
        widget=DayInput(),
        help_text=gettext_lazy("Empty: until it is ended."),
    )
    review_on = forms.DateField(label=gettext_lazy("Look again on"), widget=DayInput(), initial=next_look)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("kind") == WatchEntry.Kind.NAME_BIRTH and not cleaned.get("birth_on"):
            self.add_error("birth_on", ValidationError(_("This is needed with a name."), code="required"))
        elif cleaned.get("kind") and cleaned.get("value"):
            try:
                read_watched(cleaned["kind"], cleaned["value"], cleaned.get("birth_on"))
            except Refused as refusal:
                self.add_error("value", ValidationError(str(refusal.message), code=refusal.code))
        return cleaned

    @property
    def wish(self) -> WatchWish:
        return WatchWish(**{name: value for name, value in self.cleaned_data.items() if name != "paper"})


class WatchEndForm(RefusableForm):
    reason = forms.CharField(label=gettext_lazy("Reason"), min_length=4, max_length=1000, widget=LINES)


class WatchKeepForm(RefusableForm):
    review_on = forms.DateField(label=gettext_lazy("Look again on"), widget=DayInput(), initial=next_look)


class WatchSeeForm(RefusableForm):
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"), choices=[(code, reason.name) for code, reason in REASONS.items()]
    )
