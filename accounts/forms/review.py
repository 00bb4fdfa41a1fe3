"""The forms on the case page of a review."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import DayInput, IdentityNumberField, RealNameField
from accounts.models import IdentityReview
from accounts.review.reasons import LONGEST_NOTE, REASONS
from accounts.services.doubt_identity import BY_HAND
from accounts.web.forms import RefusableForm


def _words(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        min_length=4,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=help_text,
    )


class ReturnForm(RefusableForm):
    reasons = forms.MultipleChoiceField(
        label=_("What is missing"),
        choices=list(REASONS.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one reason.")},
    )
    note = forms.CharField(
        label=_("Words to the customer"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("The customer reads the reasons and the note."),
    )


class PassForm(RefusableForm):
    words = _words(_("What you compared"), _("For colleagues."))
    valid_until_on = forms.DateField(
        label=_("Card valid until"),
        required=False,
        widget=DayInput(),
        help_text=_("As it stands on the side with the emblem; empty for a card without an end."),
    )


class OverrideForm(RefusableForm):
    reason = _words(_("Why the person may pass"), _("The colleague who approves reads it."))

    @property
    def wish(self) -> dict[str, Any]:
        return {"reason": self.cleaned_data["reason"]}


class CorrectionOverrideForm(OverrideForm):
    """A correction: what it should be; what stays empty stays as it is."""

    real_name = RealNameField(label=_("Corrected name"), required=False)
    identity_number = IdentityNumberField(label=_("Corrected number"), required=False)
    field_order = ("real_name", "identity_number", "reason")

    @property
    def wish(self) -> dict[str, Any]:
        number = self.cleaned_data["identity_number"]
        return {
            **super().wish,
            "real_name": self.cleaned_data["real_name"],
            "identity_number": number.number if number else "",
        }


class RefuseForm(RefusableForm):
    words = _words(_("Why not"), _("For colleagues; the customer is told without the reason."))
    with_hold = forms.BooleanField(label=_("Hold the person"), required=False)


class HoldForm(RefusableForm):
    words = _words(_("Why"), _("For colleagues."))


class LiftForm(RefusableForm):
    reason = _words(_("Why it may be lifted"), _("The colleague who approves reads it."))


class DoubtForm(RefusableForm):
    cause = forms.ChoiceField(
        label=_("What is wrong"),
        choices=[(cause.value, cause.label) for cause in IdentityReview.Cause if cause in BY_HAND],
    )
