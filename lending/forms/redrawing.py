"""Paying a part of a loan early, and moving its due day."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import DayInput
from accounts.web.forms import KeyedForm, offer_choices
from accounts.web.widgets import MoneyInput
from finance.forms.fields import YuanField


class PrepayForm(KeyedForm):
    principal_fen = YuanField(label=_("Principal to pay early"), widget=MoneyInput)
    choice = forms.ChoiceField(label=_("What should become less?"), widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, choices: list[tuple[str, Any]], **options: Any) -> None:
        super().__init__(data, **options)
        offer_choices(self, "choice", choices)
        if len(choices) == 1:
            self.fields["choice"].widget = forms.HiddenInput()
        self.fields["choice"].initial = choices[0][0]


class ConfirmedPrepayForm(KeyedForm):
    """The same once more, after the figures were shown."""

    principal_fen = YuanField(widget=forms.HiddenInput)
    choice = forms.CharField(max_length=20, widget=forms.HiddenInput)
    shown_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)
    confirmed = forms.CharField(widget=forms.HiddenInput, initial="yes")


class DueDayForm(KeyedForm):
    first_due_on = forms.DateField(
        label=_("Next due date"),
        input_formats=["%Y-%m-%d"],
        widget=DayInput(),
        error_messages={"invalid": _("Write the date as 2026-12-31.")},
    )

    def __init__(self, data: Any = None, *, first_on: dt.date, last_on: dt.date, **options: Any) -> None:
        super().__init__(data, **options)
        limits = {"min": first_on.isoformat(), "max": last_on.isoformat()}
        self.fields["first_due_on"].widget.attrs.update(limits)


class ConfirmedDueDayForm(KeyedForm):
    """The same once more, after the schedule was shown."""

    first_due_on = forms.DateField(input_formats=["%Y-%m-%d"], widget=forms.HiddenInput)
    shown_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)
    confirmed = forms.CharField(widget=forms.HiddenInput, initial="yes")
