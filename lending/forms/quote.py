"""What somebody wants to know the price of."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import DayInput
from accounts.web.formats import rate, yuan
from accounts.web.forms import offer_choices
from accounts.web.widgets import MoneyInput
from finance.forms.fields import YuanField
from lending.labels import days_label, method_label, periods_label
from lending.models import Grade, ProductVersion

DEFAULT_AMOUNT_FEN = 10_000_00
LATE_DAYS = (3, 7, 30, 60, 90)


class LoanTermsForm(forms.Form):
    """Amount, term and way of repayment within one product version."""

    amount = YuanField(label=_("Amount"), widget=MoneyInput)
    periods = forms.TypedChoiceField(label=_("Term"), coerce=int)
    method = forms.ChoiceField(label=_("Repayment"))

    def __init__(self, data: Any = None, *, version: ProductVersion, **options: Any) -> None:
        super().__init__(data, **options)
        self.version = version
        amount = self.fields["amount"]
        amount.min_fen, amount.max_fen = version.amount_min_fen, version.amount_max_fen
        amount.step_fen = version.amount_step_fen
        amount.help_text = _("%(least)s to %(most)s, in steps of %(step)s") % {
            "least": yuan(version.amount_min_fen),
            "most": yuan(version.amount_max_fen),
            "step": yuan(version.amount_step_fen),
        }
        amount.widget.attrs.update(
            {
                "data-slider-min": version.amount_min_fen // 100,
                "data-slider-max": version.amount_max_fen // 100,
                "data-slider-step": version.amount_step_fen // 100,
            }
        )
        offer_choices(self, "periods", [(term, periods_label(term)) for term in version.term_choices])
        offer_choices(self, "method", [(method, method_label(method)) for method in version.methods])

    def terms(self) -> dict[str, Any]:
        """Return the cleaned terms by the names of the application."""
        values = self.cleaned_data
        return {"amount_fen": values["amount"], "periods": values["periods"], "method": values["method"]}


class QuoteForm(LoanTermsForm):
    """The calculator: a grade beside the terms; the product is chosen above."""

    product = forms.CharField(widget=forms.HiddenInput)
    grade = forms.ChoiceField(label=_("Rate for grade"))
    early = forms.DateField(
        label=_("Paid off early on"),
        required=False,
        widget=DayInput(),
    )
    late_days = forms.TypedChoiceField(label=_("First instalment paid late by"), coerce=int)
    field_order = ("product", "amount", "periods", "method", "grade", "early", "late_days")

    def __init__(self, data: Any = None, *, version: ProductVersion, **options: Any) -> None:
        super().__init__(data, version=version, **options)
        rates = version.rates_ppm
        self.fields["grade"].choices = [
            (grade, f"{grade} · {rate(rates[grade])}") for grade in Grade.values if grade in rates
        ]
        offer_choices(self, "late_days", [(days, days_label(days)) for days in LATE_DAYS])
        self.fields["grade"].help_text = _(
            "Your grade is found when you apply. No rate is above the last one."
        )


def quote_data(query: Mapping[str, str], version: ProductVersion) -> dict[str, str]:
    """Return the calculator's values: what was asked for, else the product's own."""
    amount_fen = min(max(DEFAULT_AMOUNT_FEN, version.amount_min_fen), version.amount_max_fen)
    terms = [str(term) for term in version.term_choices]
    grades = sorted(version.rates_ppm)
    return {
        "product": version.product.code,
        # Cleared is not the same as not asked yet: it gets no figures.
        "amount": query.get("amount", str(amount_fen // 100)),
        "periods": _one_of(query.get("periods"), terms, "12" if "12" in terms else terms[-1]),
        "method": _one_of(query.get("method"), version.methods, version.methods[0]),
        # Without a grade nobody is shown less than the highest rate.
        "grade": _one_of(query.get("grade"), grades, grades[-1]),
        "early": query.get("early", ""),
        "late_days": _one_of(query.get("late_days"), [str(days) for days in LATE_DAYS], "30"),
    }


def _one_of(value: str | None, choices: list[str], default: str) -> str:
    return value if value in choices else default
