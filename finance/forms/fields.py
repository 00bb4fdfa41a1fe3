"""The one field for amounts of money: yuan on the screen, fen inside."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.web.widgets import MoneyInput
from finance.domain.money import MAX_FEN, AmountError, format_yuan, parse_yuan


class YuanField(forms.Field):
    """Clean a yuan text such as `1234.56` to fen.

    Refuses signs, zero (unless `min_fen` is 0), parts of a fen, exponents, NaN, thousands separators, full-width and
    other foreign digits, and amounts outside [min_fen, max_fen]. `step_fen` asks for whole multiples.
    """

    default_error_messages = {
        "not_an_amount": _("Write the amount in plain digits, such as 1234.56."),
        "sub_fen": _("An amount has at most two decimals."),
        "too_large": _("The amount is at most ¥%(most)s."),
        "too_small": _("The amount is at least ¥%(least)s."),
        "not_a_multiple": _("The amount is a multiple of ¥%(step)s."),
    }

    def __init__(
        self, *, min_fen: int = 1, max_fen: int | None = None, step_fen: int = 1, **options: Any
    ) -> None:
        self.min_fen = min_fen
        self.max_fen = MAX_FEN if max_fen is None else max_fen
        self.step_fen = step_fen
        options.setdefault("widget", MoneyInput)
        super().__init__(**options)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal", "autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        return format_yuan(value).replace(",", "") if type(value) is int else value

    def to_python(self, value: Any) -> int | None:
        text = str(value).strip(" ") if value is not None else ""
        if not text:
            return None
        try:
            return parse_yuan(text)
        except AmountError as error:
            raise self._error(error.code) from None

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        if value > self.max_fen:
            raise self._error("too_large")
        if value < self.min_fen:
            raise self._error("too_small")
        if value % self.step_fen:
            raise self._error("not_a_multiple")

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != initial)
        except ValidationError:
            return True

    def _error(self, code: str) -> ValidationError:
        shown = {
            "most": format_yuan(self.max_fen),
            "least": format_yuan(self.min_fen),
            "step": format_yuan(self.step_fen),
        }
        return ValidationError(self.error_messages[code], code=code, params=shown)
