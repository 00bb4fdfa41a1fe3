"""What staff tells the sandbox bank to do."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.web.forms import RefusableForm
from accounts.web.widgets import MoneyInput
from finance.forms.fields import YuanField
from finance.models import SandboxPlan


class PlanForm(RefusableForm):
    """A behaviour for the next so many times."""

    behaviour = forms.ChoiceField(label=_("Behaviour"), choices=SandboxPlan.Behaviour.choices)
    remaining = forms.IntegerField(label=_("How many times"), min_value=1, max_value=100, initial=1)
    seconds = forms.IntegerField(
        label=_("Seconds"),
        min_value=0,
        max_value=86_400,
        initial=0,
        required=False,
        help_text=_("Only for a delay."),
    )

    def clean_seconds(self) -> int:
        return self.cleaned_data.get("seconds") or 0


class ReceiptForm(RefusableForm):
    """A transfer that somebody makes to the custody account without an order."""

    amount = YuanField(label=_("Amount"), widget=MoneyInput)
    payer_name = forms.CharField(label=_("Payer's name"), max_length=40)
    reference = forms.RegexField(
        r"^[A-Za-z0-9._-]{0,40}$", label=_("Reference given"), required=False, max_length=40
    )
