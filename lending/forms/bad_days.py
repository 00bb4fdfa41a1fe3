"""Calling in, legal steps, costs, write-offs and recovery, as the office enters them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import DayInput, PictureField
from accounts.web.forms import KeyedForm, RefusableForm
from finance.forms.fields import YuanField
from lending.models.bad_days import LegalStep, LegalStepKind


class ReasonForm(RefusableForm):
    reason = forms.CharField(label=_("Why"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class CostForm(ReasonForm):
    step = forms.SlugField(max_length=24, widget=forms.HiddenInput)


class LegalStepForm(RefusableForm):
    kind = forms.ChoiceField(
        label=_("Step"),
        choices=[one for one in LegalStepKind.choices if one[0] not in LegalStep.CLOSING],
    )
    done_on = forms.DateField(label=_("Date"), widget=DayInput())
    note = forms.CharField(
        label=_("Note, for the office only"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    cost_fen = YuanField(label=_("What it cost"), required=False, min_fen=0)
    paper = PictureField(label=_("The paper"), required=False)


class ClosingStepForm(LegalStepForm):
    """Handing over and closing, for whoever holds that right."""

    kind = forms.ChoiceField(
        label=_("Step"), choices=[one for one in LegalStepKind.choices if one[0] in LegalStep.CLOSING]
    )


class RecoverForm(KeyedForm):
    amount_fen = YuanField(label=_("Amount"))
    value_on = forms.DateField(
        label=_("Counts from"),
        help_text=_("The bank's date of the receipt; overdue interest runs until then."),
        widget=DayInput(),
    )


class WaiverForm(ReasonForm):
    claim = forms.CharField(label=_("Claim"), max_length=24)
    principal_fen = YuanField(label=_("Principal to waive"), required=False, min_fen=0)
    interest_fen = YuanField(label=_("Interest to waive"), required=False, min_fen=0)
    field_order = ("claim", "principal_fen", "interest_fen", "reason")
