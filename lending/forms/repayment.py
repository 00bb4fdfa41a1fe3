"""Paying on a loan, and asking what would close it."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import DayInput
from accounts.web.forms import KeyedForm, RefusableForm
from accounts.web.widgets import MoneyInput
from finance.forms.fields import YuanField


class RepayForm(KeyedForm):
    amount_fen = YuanField(label=_("Amount"), widget=MoneyInput)


class ConfirmedRepayForm(RepayForm):
    """The same once more, after the figures were shown."""

    amount_fen = YuanField(widget=forms.HiddenInput)
    confirmed = forms.CharField(widget=forms.HiddenInput, initial="yes")


class SettleForm(KeyedForm):
    """`shown_fen` is the figure the borrower saw; the service refuses when it is no longer today's."""

    shown_fen = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class SettlementDateForm(RefusableForm):
    on = forms.DateField(
        label=_("Pay off on"),
        input_formats=["%Y-%m-%d"],
        widget=DayInput(),
        error_messages={"invalid": _("Write the date as 2026-12-31.")},
    )

    def __init__(self, data: Any, *, first_on: dt.date, last_on: dt.date) -> None:
        super().__init__(data)
        self.first_on, self.last_on = first_on, last_on
        self.fields["on"].widget.attrs.update({"min": first_on.isoformat(), "max": last_on.isoformat()})

    def clean_on(self) -> dt.date:
        on: dt.date = self.cleaned_data["on"]
        if not self.first_on <= on <= self.last_on:
            raise forms.ValidationError(
                _("Choose a date from %(first)s to %(last)s."),
                params={"first": date_format(self.first_on), "last": date_format(self.last_on)},
            )
        return on


class AutomaticDebitForm(forms.Form):
    is_on = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])
