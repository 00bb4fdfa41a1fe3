"""Forms of customer service in the back office."""

from django import forms
from django.utils.translation import gettext_lazy as _


class CustomerSearchForm(forms.Form):
    q = forms.CharField(
        label=_("Customer"),
        required=False,
        max_length=120,
        help_text=_("Customer number, name, e-mail address, mobile number or identity number, each whole."),
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )
