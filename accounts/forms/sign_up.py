"""Opening an account with a mobile number or an e-mail address."""

from typing import Any

from allauth.account.forms import SignupForm
from allauth.account.internal.flows.login import record_authentication
from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.models import User
from accounts.queries import is_login_proved
from accounts.services.open_account import open_account


def _agreement() -> str:
    return format_html(
        _(
            'I have read and agree to the <a href="{}">terms of service</a> and the <a href="{}">privacy policy</a>.'
        ),
        reverse_lazy("text", args=["terms"]),
        reverse_lazy("text", args=["privacy"]),
    )


class AgreementField(forms.BooleanField):
    """The tick under the two texts that an account rests on."""

    def __init__(self) -> None:
        super().__init__(
            label=lazy(_agreement, str)(),
            error_messages={"required": gettext_lazy("Please read and accept both texts.")},
        )


class SignUpForm(SignupForm):
    """One of the two addresses is enough; the fields of the login itself are the only ones anybody may set."""

    field_order = ("phone", "email", "password1", "password2", "agrees")
    agrees = AgreementField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].label = _("Mobile number")
        self.fields["phone"].help_text = _("We send a code to it by SMS.")
        email = self.fields["email"]
        email.required = email.widget.is_required = False
        email.label = _("Or your e-mail address")
        email.widget.attrs["placeholder"] = "name@example.cn"
        email.help_text = _("One of the two is enough; you can add the other later.")
        for name, label in (("password1", _("Password")), ("password2", _("Password again"))):
            self.fields[name].label = label
            self.fields[name].widget.attrs.pop("placeholder", None)

    def validate_unique_email(self, value: str) -> str:
        return value

    def _clean_phone(self) -> None:
        """Both addresses are looked up together in `clean`."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        email, phone = cleaned.get("email"), cleaned.get("phone")
        if not email and not phone and not {"email", "phone"} & set(self.errors):
            self.add_error(
                "phone", ValidationError(_("Enter your mobile number, or an e-mail address below."))
            )
        self.account_already_exists = is_login_proved(email=email or None, phone=phone or "")
        return cleaned

    def try_save(self, request: HttpRequest) -> Any:
        if self.account_already_exists:
            # The same work as for a new account, so that the clock does not tell which it was.
            User().set_password(self.cleaned_data["password1"])
        try:
            user, response = super().try_save(request)
        except (Refused, IntegrityError):
            self.account_already_exists = True
            user, response = super().try_save(request)
        if user is not None:
            # Whoever has just chosen the password is not asked for it again by the next page that wants to be sure.
            record_authentication(request, user, method="password")
        return user, response

    def save(self, request: HttpRequest) -> User:
        return open_account(
            email=self.cleaned_data["email"] or None,
            phone=self.cleaned_data["phone"] or "",
            password=self.cleaned_data["password1"],
            language="en" if (get_language() or "").startswith("en") else "zh-hans",
        )
