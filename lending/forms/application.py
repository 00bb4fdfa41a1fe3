"""The screens of an application, one group of questions each."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import PictureField
from accounts.models import BorrowerProfile
from accounts.web.forms import RefusableForm
from accounts.web.widgets import CodeInput, MoneyInput
from finance.forms.fields import YuanField
from lending.models import Application
from lending.models.application_paper import PaperKind

# A stranger's phone, card or identity number does not belong into a text that lenders read.
LONG_DIGITS = re.compile(r"[0-9０-９]{7,}")


def _choices(source: Any) -> list[tuple[str, Any]]:
    return [("", _("Please choose")), *source.choices]


class PurposeForm(RefusableForm):
    purpose = forms.ChoiceField(label=_("What is the loan for?"), choices=_choices(Application.Purpose))
    purpose_text = forms.CharField(
        label=_("In your own words"),
        max_length=200,
        min_length=4,
        help_text=_("One or two sentences. Lenders read them, so leave out names, numbers and addresses."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    repayment_source = forms.ChoiceField(
        label=_("What will you repay it from?"), choices=_choices(Application.RepaymentSource)
    )

    def clean_purpose_text(self) -> str:
        text = self.cleaned_data["purpose_text"].strip()
        if LONG_DIGITS.search(text):
            raise forms.ValidationError(_("Please leave out phone, card and identity numbers."))
        return text


class IncomeForm(RefusableForm):
    employment = forms.ChoiceField(label=_("How do you earn?"), choices=_choices(Application.Employment))
    industry = forms.ChoiceField(label=_("Industry"), choices=_choices(Application.Industry))
    employed_months = forms.IntegerField(
        label=_("For how many months?"),
        min_value=0,
        max_value=720,
        help_text=_("At this job or in this business."),
    )
    monthly_income_fen = YuanField(
        label=_("Income a month, after tax"), widget=MoneyInput, max_fen=100_000_000
    )
    monthly_debt_fen = YuanField(
        label=_("What you pay on other debts a month"), widget=MoneyInput, min_fen=0, max_fen=100_000_000
    )
    other_debt_fen = YuanField(
        label=_("What you owe in all elsewhere"),
        widget=MoneyInput,
        min_fen=0,
        max_fen=10_000_000_000,
        help_text=_("Mortgage, car, cards, family: the whole remaining debt."),
    )
    other_platform_debt_fen = YuanField(
        label=_("Of it, on other lending platforms"), widget=MoneyInput, min_fen=0, max_fen=10_000_000_000
    )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        debt, platforms = values.get("other_debt_fen"), values.get("other_platform_debt_fen")
        if debt is not None and platforms is not None and platforms > debt:
            self.add_error("other_platform_debt_fen", _("This is part of the debt above and cannot be more."))
        return values


class PaperForm(RefusableForm):
    kind = forms.ChoiceField(choices=PaperKind.choices, widget=forms.HiddenInput)
    paper = PictureField(label=_("Photograph or scan"))


def filled_from_profile(values: dict[str, Any], profile: BorrowerProfile | None) -> dict[str, Any]:
    """Return the values with what the borrower's profile says where nothing was filled in yet."""
    if profile is None:
        return values
    return {
        name: getattr(profile, name, None) if value in (None, "") else value for name, value in values.items()
    }


class SubmitForm(RefusableForm):
    credit = forms.BooleanField(
        label=_("I agree that Fenqi asks for my credit report for this application."),
        required=True,
    )
    disclosure = forms.BooleanField(
        label=_(
            "I agree that the public listing shows my family name, year of birth, employment, industry, months at "
            "this job, income as a range, monthly payments on other debts, debts in all and on other platforms, my "
            "loans here and any overdue, grade, purpose in my words and source of repayment, without my full name, "
            "identity number, phone or card."
        ),
        required=True,
    )
    truthful = forms.BooleanField(label=_("What I have stated is true and complete."), required=True)


class AcceptForm(RefusableForm):
    shown_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)
    code = forms.CharField(label=_("The six digits"), max_length=12, widget=CodeInput)
    agrees = forms.BooleanField(
        label=_("I have read the offer, its schedule and its full cost, and sign it."), required=True
    )
