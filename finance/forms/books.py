"""Narrowing the journal, and lifting a halt."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import DayInput
from accounts.web.forms import RefusableForm, offer_choices
from finance.chart_in_force import chart_on
from finance.queries.journal import JournalFilter


class JournalForm(forms.Form):
    reference = forms.CharField(label=_("Belongs to"), max_length=60, required=False)
    customer = forms.CharField(label=_("Customer number"), max_length=24, required=False)
    account = forms.ChoiceField(label=_("Ledger account"), required=False)
    from_on = forms.DateField(label=_("From"), required=False, widget=DayInput())
    until_on = forms.DateField(label=_("Until"), required=False, widget=DayInput())

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = [(account.code, f"{account.code} {account.name}") for account in chart_on().values()]
        offer_choices(self, "account", [("", _("All")), *choices])

    def narrow(self) -> JournalFilter:
        """Return the filter of the fields that could be read; the others show their error and narrow nothing."""
        self.is_valid()
        read = getattr(self, "cleaned_data", {})
        return JournalFilter(
            reference=read.get("reference") or "",
            customer_number=(read.get("customer") or "").upper(),
            code=read.get("account") or "",
            from_on=read.get("from_on"),
            until_on=read.get("until_on"),
        )


class LiftHaltForm(RefusableForm):
    because = forms.CharField(
        label=_("What was wrong and how it was put right"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
