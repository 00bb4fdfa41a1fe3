"""A limit as the office asks for it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.web.forms import RefusableForm
from finance.forms.fields import YuanField
from lending.models import ExposureLimit


class LimitForm(RefusableForm):
    kind = forms.ChoiceField(label=_("Limited by"), choices=ExposureLimit.Kind.choices)
    key = forms.CharField(
        label=pgettext_lazy("limit", "On"),
        max_length=24,
        help_text=_(
            "A grade (B), a line (cash or goods), a province's code (33), a number of instalments (12), or the number"
            " of a borrower or dealer."
        ),
    )
    limit = YuanField(label=pgettext_lazy("figures", "Limit"), required=False, min_fen=0)
    is_hard = forms.TypedChoiceField(
        label=_("Kind of limit"),
        choices=[("1", _("hard: stops listings and payouts")), ("", _("soft: warns and stops nothing"))],
        coerce=bool,
        empty_value=False,
        required=False,
    )
    ends = forms.BooleanField(label=_("End the limit that is in force"), required=False)
    reason = forms.CharField(label=_("Why"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("limit") is None and not cleaned.get("ends") and "limit" not in self.errors:
            self.add_error("limit", _("A limit needs an amount."))
        cleaned["limit_fen"] = cleaned.pop("limit", None) or 0
        return cleaned
