"""What is asked of the portfolio: a day, a reading, the loans behind a figure; and a downgrade."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import DayInput
from accounts.web.forms import RefusableForm
from risk.domain.buckets import BUCKETS, OVER
from risk.domain.classification import BAD, CLASSES, NORMAL
from risk.models import FiveClass, LoanSnapshot


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DayInput(), required=False)


class DayForm(forms.Form):
    on = _day(_("Day"))


class MigrationForm(forms.Form):
    start = _day(_("Compared from"))
    on = _day(_("Compared to"))
    of = forms.ChoiceField(
        label=_("Counted by"), choices=[("bucket", _("Days past due")), ("class", _("Class"))], required=False
    )


class VintageForm(DayForm):
    over = forms.TypedChoiceField(
        label=_("Bad from"),
        coerce=int,
        # In the language of whoever asks, not of whoever came first.
        choices=lambda: [(days, _("over %(days)d days late") % {"days": days}) for days in OVER],
        required=False,
    )
    by = forms.ChoiceField(
        label=_("Counted by"), choices=[("amount", _("Amount")), ("count", _("Count"))], required=False
    )


class ProvisionForm(DayForm):
    """The shares chosen for the two classes in the middle, in per cent."""

    reading = forms.ChoiceField(
        label=_("Reading"),
        choices=[("all", _("General on all balances")), ("normal", _("General on normal balances alone"))],
        required=False,
    )
    substandard = forms.DecimalField(
        label=_("Sub-standard, per cent"), required=False, max_digits=6, decimal_places=2
    )
    doubtful = forms.DecimalField(
        label=_("Doubtful, per cent"), required=False, max_digits=6, decimal_places=2
    )

    def ppm(self, name: str) -> int | None:
        """Return a share chosen, None where the rule's own holds."""
        value = self.cleaned_data.get(name)
        return None if value is None else int(value * 10_000)


class LoansForm(DayForm):
    """The filter of the list of loans: what a figure's link names; the rest a person may add."""

    status = forms.ChoiceField(choices=LoanSnapshot.Status.choices, required=False)
    bucket = forms.TypedChoiceField(
        coerce=int, choices=[(at, at) for at in range(len(BUCKETS))], required=False, empty_value=None
    )
    over = forms.TypedChoiceField(
        coerce=int, choices=[(days, days) for days in OVER], required=False, empty_value=None
    )
    five_class = forms.ChoiceField(choices=[*FiveClass.choices, ("bad", "bad")], required=False)
    grade = forms.SlugField(max_length=2, required=False)
    line = forms.SlugField(max_length=10, required=False)
    dealer = forms.IntegerField(required=False)
    region = forms.CharField(max_length=2, required=False)
    term = forms.IntegerField(required=False)
    month = forms.DateField(input_formats=["%Y-%m"], required=False)

    @property
    def wanted(self) -> dict[str, Any]:
        """Return the filters that were asked for, as the query takes them."""
        asked = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        asked.pop("on", None)
        if "over" in asked:
            asked["over"] = OVER[asked["over"]]
        if "five_class" in asked:
            asked["five_class"] = BAD if asked["five_class"] == "bad" else [asked["five_class"]]
        if "region" in self.data and not self.cleaned_data.get("region"):
            asked["region"] = ""
        return asked


class DowngradeForm(RefusableForm):
    five_class = forms.ChoiceField(
        label=_("Class"), choices=[(name, FiveClass(name).label) for name in CLASSES if name != NORMAL]
    )
    until_on = forms.DateField(
        label=_("Look again on"),
        widget=DayInput(),
        help_text=_("The last day it counts; then the rule holds alone again."),
    )
    reason = forms.CharField(label=_("Why"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class LiftForm(RefusableForm):
    reason = forms.CharField(
        label=_("Why it no longer holds"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


def day_of(form: forms.Form, name: str = "on") -> dt.date | None:
    """Return the day asked for, None where none was or it was no day."""
    return form.cleaned_data.get(name) if form.is_valid() or hasattr(form, "cleaned_data") else None
