"""The forms about the use of loan money."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import MonthInput, PictureField
from accounts.web.forms import RefusableForm


class HandInForm(RefusableForm):
    words = forms.CharField(
        label=_("What the money was used for"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    file = PictureField(
        label=_("Picture of a receipt, contract or transfer"),
        capture="environment",
        help_text=_("JPEG, PNG or WebP, at most 8 MB. Add several one after the other."),
    )


class DecideUseForm(RefusableForm):
    is_accepted = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("1", _("Accept it")), ("", _("Do not accept it"))],
        coerce=bool,
        empty_value=False,
        required=False,
        widget=forms.RadioSelect,
        initial="1",
    )
    because = forms.CharField(
        label=_("Why it is not accepted"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The borrower reads it."),
    )


class MonthForm(forms.Form):
    month = forms.DateField(label=_("Month"), input_formats=["%Y-%m"], widget=MonthInput())
