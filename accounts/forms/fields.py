"""Fields of people: mobile numbers, identity numbers, names; and of days, which every room asks for."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.domain.identity_number import BadIdentityNumber, IdentityNumber, read_identity_number
from accounts.domain.phone import BadPhone, normalise_phone
from accounts.domain.real_name import BadName, read_real_name

PHONE_FAULTS = {
    "full_width": _("Type the number in half-width digits, like 13812345678."),
    "form": _("Enter a mobile number of mainland China: 11 digits, beginning with 13 to 19."),
}
IDENTITY_FAULTS = {
    "characters": _("Use half-width digits, and X at the end where the card has it."),
    "old": _(
        "This is the 15-digit number of an old card. Type the 18-digit number of your present card; your birthplace "
        "and birthday in it are the same."
    ),
    "length": _("A resident identity number has 18 characters."),
    "date": _("The date of birth in this number cannot be."),
    "check": _("The last character does not fit the others. Compare the number with your card."),
}


class DayInput(forms.DateInput):
    """A day in the browser's own picker, which takes and shows one way of writing whatever the page's language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class MonthInput(forms.DateInput):
    """A month in the browser's own picker."""

    input_type = "month"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m")


class MobileNumberField(forms.CharField):
    """A mobile number as people write it; gives its eleven digits."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Mobile number"))
        kwargs.setdefault("max_length", 24)
        kwargs.setdefault(
            "widget",
            forms.TextInput(
                {
                    "type": "tel",
                    "inputmode": "tel",
                    "autocomplete": "tel-national",
                    "placeholder": "138 0013 8000",
                }
            ),
        )
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        try:
            return normalise_phone(text)
        except BadPhone as error:
            raise ValidationError(PHONE_FAULTS[error.reason], code=error.reason) from error


class IdentityNumberField(forms.CharField):
    """A resident identity number; gives its canonical form and the date of birth."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Resident identity number"))
        kwargs.setdefault("max_length", 32)
        kwargs.setdefault(
            "widget",
            forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        )
        super().__init__(**kwargs)

    def clean(self, value: Any) -> IdentityNumber | str:
        text = super().clean(value)
        if not text:
            return ""
        try:
            return read_identity_number(text)
        except BadIdentityNumber as error:
            raise ValidationError(IDENTITY_FAULTS[error.reason], code=error.reason) from error


class RealNameField(forms.CharField):
    """A name as on the identity card."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Name"))
        kwargs.setdefault("max_length", 60)
        kwargs.setdefault("widget", forms.TextInput({"autocomplete": "name", "spellcheck": "false"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        try:
            return read_real_name(text)
        except BadName as error:
            raise ValidationError(
                _("Enter your name in Chinese characters, as it stands on your identity card."), code="name"
            ) from error


class PictureField(forms.FileField):
    """A photograph or scan, from a phone's camera or a file; what is in it, and its size, is asked by
    `examine_picture` alone, which keeps what it refused in the event log.

    `capture` ("environment", the camera at the back) opens the camera of a phone at once. The types are named one by
    one, so that telephones with formats of their own hand over a JPEG.
    """

    def __init__(self, *, capture: str = "", **kwargs: Any) -> None:
        attributes = {"accept": "image/jpeg,image/png,image/webp"} | ({"capture": capture} if capture else {})
        kwargs.setdefault("widget", forms.FileInput(attributes))
        kwargs.setdefault("help_text", _("JPEG, PNG or WebP, at most 8 MB."))
        kwargs.setdefault("max_length", 200)
        super().__init__(**kwargs)
