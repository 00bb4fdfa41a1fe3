"""Verifying one's identity."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import clock
from accounts.domain.identity_number import age_on
from accounts.forms.fields import IdentityNumberField, RealNameField
from accounts.rules import rule_value
from accounts.web.forms import RefusableForm


def _consent() -> str:
    return format_html(
        _(
            'I agree that Fenqi uses my name and identity number to verify me, as <a href="{}">this text</a> says.'
        ),
        reverse_lazy("text", args=["identity"]),
    )


class IdentityForm(RefusableForm):
    """Name and number; the consent stands in it where it was not given on the way here."""

    real_name = RealNameField(
        label=gettext_lazy("Name"), help_text=gettext_lazy("As it stands on your identity card.")
    )
    identity_number = IdentityNumberField(help_text=gettext_lazy("18 characters; we store them encrypted."))
    agrees = forms.BooleanField(
        label=lazy(_consent, str)(),
        error_messages={"required": gettext_lazy("Without this consent we cannot verify you.")},
    )

    def __init__(self, *args: Any, has_agreed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_agreed:
            del self.fields["agrees"]

    def clean_identity_number(self) -> Any:
        identity = self.cleaned_data["identity_number"]
        years = rule_value("age.minimum")["years"]
        if age_on(identity.birth_on, clock.today()) < years:
            raise ValidationError(
                _("You must be at least %(years)s years old."), code="too_young", params={"years": years}
            )
        return identity
