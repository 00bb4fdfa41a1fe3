"""What the people of a dealer fill in; a form names its fields, so nothing else that is sent is read."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.dealers.policy import goods_categories
from accounts.forms.dealer_fields import UsccField
from accounts.forms.fields import (
    DayInput,
    IdentityNumberField,
    MobileNumberField,
    PictureField,
    RealNameField,
)
from accounts.web.forms import RefusableForm


class CompanyForm(RefusableForm):
    uscc = UsccField(help_text=_("18 characters, printed at the top of the licence."))
    legal_name = forms.CharField(
        label=_("Name of the company"),
        min_length=2,
        max_length=120,
        widget=forms.TextInput({"autocomplete": "organization"}),
    )
    registered_address = forms.CharField(label=_("Registered address"), min_length=5, max_length=200)
    established_on = forms.DateField(label=_("Established on"), widget=DayInput())


class LegalPersonForm(RefusableForm):
    real_name = RealNameField(
        label=_("Name of the legal representative"), help_text=_("As it stands on the identity card.")
    )
    identity_number = IdentityNumberField(help_text=_("18 characters; we store them encrypted."))
    phone = MobileNumberField(
        label=_("The representative's own mobile number"),
        help_text=_("We send a code there with a link to the text; with the code the representative agrees."),
    )


class ConsentCodeForm(RefusableForm):
    code = forms.CharField(
        label=_("Code on the representative's phone"),
        max_length=12,
        help_text=_("Six digits, good for 10 minutes and three tries."),
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class WithdrawalForm(RefusableForm):
    reason = forms.CharField(
        label=_("Reason (optional)"), max_length=500, required=False, widget=forms.Textarea({"rows": 3})
    )


class LicenceForm(RefusableForm):
    licence = PictureField(label=_("Business licence"), capture="environment")


class StoreForm(RefusableForm):
    name = forms.CharField(label=_("Name of the store"), min_length=2, max_length=60)
    street = forms.CharField(label=_("Address of the store"), min_length=5, max_length=200)


class GoodsForm(RefusableForm):
    categories = forms.MultipleChoiceField(
        label=_("What you sell"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one kind of goods.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["categories"]
        field.choices = [(one.code, one.label) for one in goods_categories()]


class ContractForm(RefusableForm):
    shown_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)
    agrees = forms.BooleanField(
        label=_("I have read the whole contract and sign it for the company."),
        error_messages={"required": _("Please read the contract and tick that you sign it.")},
    )


class InvitationForm(RefusableForm):
    address = forms.CharField(
        label=_("E-mail address or mobile number"),
        max_length=254,
        help_text=_("The link works once, within 7 days, and only for whoever holds this address."),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
