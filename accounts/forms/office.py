"""Filters of the back office's lists."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import DayInput


class EventFilterForm(forms.Form):
    kind = forms.RegexField(
        r"^[a-z0-9_.]+$",
        label=_("Kind"),
        required=False,
        max_length=60,
        help_text=_("For example loan, or loan.settled."),
    )
    subject = forms.RegexField(
        r"^[A-Za-z0-9]+$", label=_("Object"), required=False, max_length=40, help_text=_("Its number.")
    )
    actor = forms.RegexField(
        r"^[A-Za-z0-9]+$", label=_("Done by"), required=False, max_length=24, help_text=_("A login's number.")
    )
    request = forms.RegexField(r"^[A-Za-z0-9-]+$", label=_("Request"), required=False, max_length=40)
    from_on = forms.DateField(label=_("From"), required=False, widget=DayInput())
    until_on = forms.DateField(label=_("Until"), required=False, widget=DayInput())

    def clean(self) -> dict[str, Any]:
        """Say so where the days leave nothing; the later one then filters nothing."""
        values = super().clean() or {}
        first, last = values.get("from_on"), values.get("until_on")
        if first and last and last < first:
            self.add_error("until_on", _("This day lies before the first one."))
        return values

    def filters(self) -> dict[str, Any]:
        """Return what was understood; a field that was not is shown with its error and filters nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
