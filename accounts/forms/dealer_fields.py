"""Fields of dealers: the code of a company, limits in whole yuan."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.domain.uscc import BadUscc, read_uscc
from accounts.web.widgets import MoneyInput

USCC_FAULTS = {
    "characters": _("Use half-width digits and capital letters, without I, O, S, V and Z."),
    "length": _("A unified social credit code has 18 characters."),
    "check": _("The last character does not fit the others. Compare the code with the licence."),
}
FEN = 100


class UsccField(forms.CharField):
    """A unified social credit code; gives its canonical form."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Unified social credit code"))
        kwargs.setdefault("max_length", 40)
        kwargs.setdefault(
            "widget",
            forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        )
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        try:
            return read_uscc(text)
        except BadUscc as error:
            raise ValidationError(USCC_FAULTS[error.reason], code=error.reason) from error


class WholeNumberField(forms.CharField):
    """A whole number above zero in plain digits; full-width and other foreign digits are refused."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        self.most = most
        kwargs.setdefault("max_length", 12)
        kwargs.setdefault("widget", forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        if not (text.isascii() and text.isdigit()) or not 0 < int(text) <= self.most:
            raise ValidationError(
                _("Write a whole number in plain digits, above zero and at most %(most)s."),
                params={"most": self.most},
                code="whole_number",
            )
        return int(text)


class WholeYuanField(WholeNumberField):
    """An amount in whole yuan; gives fen."""

    def __init__(self, *, most_fen: int, **kwargs: Any) -> None:
        kwargs.setdefault("widget", MoneyInput({"inputmode": "numeric"}))
        super().__init__(most=most_fen // FEN, **kwargs)

    def clean(self, value: Any) -> Any:
        yuan = super().clean(value)
        return None if yuan is None else yuan * FEN

    def prepare_value(self, value: Any) -> Any:
        return value // FEN if isinstance(value, int) else value
