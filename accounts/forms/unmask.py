"""Asking to see one hidden value in full."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.hidden_values import REASONS, hidden_values
from accounts.models import User
from accounts.web.forms import RefusableForm, offer_choices


class UnmaskForm(RefusableForm):
    """What there is of one customer, why it is needed, and where the colleague came from."""

    value = forms.ChoiceField(label=_("Value"), error_messages={"required": _("Choose a value.")})
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[("", "—"), *((code, reason.name) for code, reason in REASONS.items())],
        error_messages={"required": _("Choose a reason from the list.")},
    )
    words = forms.CharField(
        label=_("In your words"),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text=_("For example the ticket or the case. Write no personal value here."),
    )
    back = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def __init__(self, customer: User, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, prefix=None, **named)
        values = _choices(customer)
        self.has_values = bool(values)
        offer_choices(self, "value", [("", "—"), *values])

    @property
    def chosen(self) -> tuple[str, str]:
        """The value's code, and which of several."""
        code, _separator, reference = str(self.cleaned_data["value"]).partition(":")
        return code, reference


def _choices(customer: User) -> list[tuple[str, str]]:
    return [
        (f"{value.code}:{one.reference}" if one.reference else value.code, f"{value.name} · {one.masked}")
        for value in hidden_values()
        for one in value.list_masked(customer)
    ]
