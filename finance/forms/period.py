"""The period of a statement."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.forms.fields import DayInput

LONGEST_DAYS = 366


class PeriodForm(forms.Form):
    """A first and a last day, at most a year apart and not after today."""

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        for name, label in (
            ("from", pgettext_lazy("of a period", "First day")),
            ("to", pgettext_lazy("of a period", "Last day")),
        ):
            self.fields[name] = forms.DateField(label=label, widget=DayInput())

    def clean(self) -> dict[str, Any]:
        """Refuse days to come, a wrong order and more than a year."""
        values = super().clean() or {}
        first_on, last_on = values.get("from"), values.get("to")
        if first_on is None or last_on is None:
            return values
        if last_on > self.today:
            self.add_error("to", _("The last day may not lie in the future."))
        if first_on > last_on:
            self.add_error("from", _("The first day comes before the last."))
        elif (last_on - first_on).days >= LONGEST_DAYS:
            self.add_error("from", _("A statement covers a year at most."))
        return values


def period_asked_for(asked: Mapping[str, Any], today: dt.date) -> PeriodForm:
    """Return the form of a page's address; the running month where it names no days."""
    return PeriodForm(
        {
            "from": asked.get("from") or today.replace(day=1).isoformat(),
            "to": asked.get("to") or today.isoformat(),
        },
        today=today,
    )
