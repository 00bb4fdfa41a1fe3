"""What days the reports of the books are asked for."""

import datetime as dt
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.forms.fields import DayInput
from finance.reports.period import Period


class ReportPeriodForm(forms.Form):
    """A first and a last day, of any length."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (
            ("from", pgettext_lazy("of a period", "First day")),
            ("to", pgettext_lazy("of a period", "Last day")),
        ):
            self.fields[name] = forms.DateField(label=label, widget=DayInput())

    def clean(self) -> dict[str, Any]:
        """Refuse a wrong order."""
        values = super().clean() or {}
        first_on, last_on = values.get("from"), values.get("to")
        if first_on is not None and last_on is not None and first_on > last_on:
            self.add_error("from", _("The first day comes before the last."))
        return values


class ReportDayForm(forms.Form):
    on = forms.DateField(label=_("At the end of"), widget=DayInput())


def period_of(asked: QueryDict, today: dt.date) -> tuple[ReportPeriodForm, Period]:
    """Return the form of an address and its period; the running month where it names none that can be read."""
    month = Period(today.replace(day=1), today)
    form = ReportPeriodForm(
        {
            "from": asked.get("from") or month.first_on.isoformat(),
            "to": asked.get("to") or month.last_on.isoformat(),
        }
    )
    if not form.is_valid():
        return form, month
    return form, Period(form.cleaned_data["from"], form.cleaned_data["to"])


def day_of(asked: QueryDict, today: dt.date) -> tuple[ReportDayForm, dt.date]:
    """Return the form of an address and its day; today where it names none that can be read."""
    form = ReportDayForm({"on": asked.get("on") or today.isoformat()})
    return form, form.cleaned_data["on"] if form.is_valid() else today
