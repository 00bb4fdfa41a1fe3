"""Sending in what shows that a condition is met, and looking at it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import PictureField
from accounts.web.forms import RefusableForm


class EvidenceForm(RefusableForm):
    words = forms.CharField(
        label=_("In words"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    paper = PictureField(label=_("Photograph or scan"), required=False)


class AnswerEvidenceForm(RefusableForm):
    answer = forms.ChoiceField(
        label=_("Does it show that the condition is met?"),
        choices=[("yes", _("Yes, accept it")), ("no", _("No, ask for something else"))],
        widget=forms.RadioSelect,
    )
    because = forms.CharField(
        label=_("If not, why (the borrower reads it)"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
