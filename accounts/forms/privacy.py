"""What a person asks about the own data, and what a colleague answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.web.forms import RefusableForm
from accounts.web.privacy_story import CORRECTIONS


def _words(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=1000, widget=forms.Textarea({"rows": 4}), help_text=help_text
    )


class CorrectionForm(RefusableForm):
    about = forms.ChoiceField(label=_("What is wrong"), choices=[("", "—"), *CORRECTIONS.items()])
    words = _words(_("What it should be"), _("Say how we can check it. Papers may be asked for."))


class ReviewForm(RefusableForm):
    about = forms.RegexField(
        r"^[A-Za-z0-9]*$",
        label=_("Number of the application or loan"),
        max_length=40,
        required=False,
        help_text=_("Leave it empty if it is about none of them."),
    )
    words = _words(_("What you want explained or looked at again"))


class DeletionForm(RefusableForm):
    agrees = forms.BooleanField(
        label=_("I understand that my login will be closed and cannot be opened again."),
        error_messages={"required": _("Please confirm that you have read it.")},
    )


class PrivacyDecisionForm(RefusableForm):
    answer = _words(_("Answer to the customer"), _("The person reads these words."))
    decision = forms.ChoiceField(choices=[("grant", "grant"), ("refuse", "refuse")])
