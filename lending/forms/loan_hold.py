"""Marking a loan, and taking the mark off."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.web.forms import RefusableForm
from lending.models.loan_hold import LoanHoldKind


class HoldLoanForm(RefusableForm):
    kind = forms.ChoiceField(label=_("What is it?"), choices=LoanHoldKind.choices)
    reason = forms.CharField(
        label=_("What happened and how it is known"), max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )


class ReleaseHoldForm(RefusableForm):
    hold = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    outcome = forms.CharField(label=_("What was found"), max_length=200)
