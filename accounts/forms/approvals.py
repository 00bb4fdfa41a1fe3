"""Deciding on what another person asked for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.web.forms import RefusableForm


class ApprovalDecisionForm(RefusableForm):
    """`shown_hash` is the content the checker was shown; another one is refused."""

    shown_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Needed where you do not approve."),
    )
    decision = forms.ChoiceField(choices=[("approve", "approve"), ("reject", "reject")])
