"""What colleagues enter for customers, and how customers confirm it."""

from typing import Any

from allauth.account.fields import PasswordField, SetPasswordField
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import IdentityNumberField, MobileNumberField, RealNameField
from accounts.forms.profile import ContactsForm, HomeForm, MoneyForm, WorkForm
from accounts.forms.sign_up import AgreementField
from accounts.models import AssistedEntry, ContactDetails
from accounts.web.forms import RefusableForm

LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]


class EntryForm(RefusableForm):
    """A form whose cleaned values are what the entry holds."""

    def values(self) -> dict[str, Any]:
        """Return plain values; an identity number as its text."""
        return {name: getattr(value, "number", value) for name, value in self.cleaned_data.items()}


class IdentityEntryForm(EntryForm):
    real_name = RealNameField(label=_("Name"), help_text=_("As it stands on the identity card."))
    identity_number = IdentityNumberField()


class ContactForm(EntryForm):
    address = forms.CharField(
        label=_("Postal address"),
        required=False,
        max_length=120,
        help_text=_("Province, city, street and number; empty leaves it as it is. We store it encrypted."),
        widget=forms.TextInput({"autocomplete": "street-address"}),
    )
    reached_by = forms.ChoiceField(label=_("Best reached"), choices=ContactDetails.ReachedBy.choices)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)


class ProfileEntryForm(EntryForm, WorkForm, MoneyForm, HomeForm, ContactsForm):
    """The four screens of the profile at once, as a colleague fills them in on the telephone."""


class OpeningForm(EntryForm):
    """An account for a caller: the number alone, or with what the caller can tell already."""

    phone = MobileNumberField(
        help_text=_("The link and the code go to this number; whoever holds it opens the account.")
    )
    real_name = RealNameField(
        label=_("Name"), required=False, help_text=_("As it stands on the identity card.")
    )
    identity_number = IdentityNumberField(
        required=False,
        help_text=_("With the name, or neither. The customer has it verified after signing in."),
    )
    address = forms.CharField(label=_("Postal address"), required=False, max_length=120)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values().items() if value and name != "phone"}


ENTRY_FORMS: dict[str, type[EntryForm]] = {
    AssistedEntry.Kind.IDENTITY: IdentityEntryForm,
    AssistedEntry.Kind.CONTACT: ContactForm,
    AssistedEntry.Kind.PROFILE: ProfileEntryForm,
}


class EntryCodeForm(RefusableForm):
    code = forms.CharField(
        label=_("Code"),
        max_length=12,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class ConfirmOpeningForm(EntryCodeForm):
    """The customer opens the account: the code, a password that nobody else knows, and the texts of an account."""

    password1 = SetPasswordField(label=_("Choose a password"))
    password2 = PasswordField(label=_("Password again"))
    agrees = AgreementField()

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if "password1" in values and values.get("password2") != values["password1"]:
            self.add_error("password2", _("The two passwords differ."))
        return values
