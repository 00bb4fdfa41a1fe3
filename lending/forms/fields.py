"""Fields of lending: a rate a year on the screen, ppm inside."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.web.widgets import PercentInput

PLAIN = re.compile(r"[0-9]{1,3}(\.[0-9]{1,4})?", re.ASCII)
PPM_A_PERCENT = 10_000


class PercentField(forms.Field):
    """Clean a percentage such as `7.4` to ppm (74,000); refuses signs, exponents and foreign digits."""

    default_error_messages = {
        "not_a_percentage": _("Write the rate in plain digits, such as 7.25."),
        "too_large": _("The rate is at most %(most)s%%."),
    }

    def __init__(self, *, max_ppm: int = 1_000_000, **options: Any) -> None:
        self.max_ppm = max_ppm
        options.setdefault("widget", PercentInput)
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        if type(value) is not int:
            return value
        whole, rest = divmod(value, PPM_A_PERCENT)
        decimals = f"{rest:04d}".rstrip("0")
        return f"{whole}.{decimals}" if decimals else str(whole)

    def to_python(self, value: Any) -> int | None:
        text = str(value).strip(" ") if value is not None else ""
        if not text:
            return None
        if not PLAIN.fullmatch(text):
            raise ValidationError(self.error_messages["not_a_percentage"], code="not_a_percentage")
        whole, _point, decimals = text.partition(".")
        return int(whole) * PPM_A_PERCENT + int(decimals.ljust(4, "0"))

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and value > self.max_ppm:
            most = self.max_ppm // PPM_A_PERCENT
            raise ValidationError(self.error_messages["too_large"], code="too_large", params={"most": most})
