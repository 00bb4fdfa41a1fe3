"""Signing in, forgotten passwords, and the codes that prove an address."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import (
    AddEmailForm,
    BaseConfirmCodeForm,
    ChangePhoneForm,
    ConfirmEmailVerificationCodeForm,
    ConfirmPasswordResetCodeForm,
    LoginForm,
    ResetPasswordForm,
    VerifyPhoneForm,
)
from allauth.account.internal.userkit import filter_users_by_email
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.fields import MobileNumberField
from accounts.services.release_claim import release_claim
from accounts.services.use_code import use_code
from accounts.web.widgets import CodeInput


class SignInForm(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login = self.fields["login"]
        login.label = _("Mobile number or e-mail address")
        login.max_length = 254
        login.widget.attrs.update(
            {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        )
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class ForgottenPasswordForm(ResetPasswordForm):
    """Asks for either address; the field keeps the name that the sign-in package reads."""

    email = forms.CharField(
        label=gettext_lazy("Mobile number or e-mail address"),
        max_length=254,
        widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def clean_email(self) -> str:
        text = self.cleaned_data["email"].strip().lower()
        if "@" in text:
            validate_email(text)
            self.users = filter_users_by_email(text, is_active=True, prefer_verified=True, for_login=True)
            return text
        phone = MobileNumberField().clean(text)
        user = get_adapter().get_user_by_phone(phone)
        self.users = [user] if user is not None and user.is_active and user.phone_verified_at else []
        return phone


class ChangeEmailForm(AddEmailForm):
    def clean_email(self) -> str:
        release_claim(email=self.cleaned_data["email"].lower())
        email: str = super().clean_email()
        return email


class ChangeNumberForm(ChangePhoneForm):
    def clean_phone(self) -> str:
        release_claim(phone=self.cleaned_data["phone"])
        phone: str = super().clean_phone()
        return phone


class HouseCodeForm(BaseConfirmCodeForm):
    """Checks a code against its row; what the session calls the code is only the handle of that row."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=12,
        widget=CodeInput({"inputmode": "numeric", "autofocus": True}),
    )

    def clean_code(self) -> str:
        typed: str = self.cleaned_data["code"]
        if not self.expected_code or not use_code(handle=self.expected_code, typed=typed):
            raise ValidationError(
                _("This code is wrong, used or too old. After three tries you need a new one."),
                code="incorrect_code",
            )
        return typed


class PhoneCodeForm(VerifyPhoneForm, HouseCodeForm):
    code = HouseCodeForm.base_fields["code"]


class EmailCodeForm(ConfirmEmailVerificationCodeForm, HouseCodeForm):
    code = HouseCodeForm.base_fields["code"]


class PasswordCodeForm(ConfirmPasswordResetCodeForm, HouseCodeForm):
    code = HouseCodeForm.base_fields["code"]
