"""Inputs of the house: money with its sign, percentages, codes, bank cards, choices as cards."""

from typing import Any

from django import forms


class _Grouped(forms.TextInput):
    """A text input with a word fixed before or after it."""

    template_name = "components/widgets/grouped.html"
    before = ""
    after = ""
    css = ""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "decimal", "autocomplete": "off", **(attrs or {})})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        return {**context, "before": self.before, "after": self.after, "css": self.css}


class MoneyInput(_Grouped):
    """An amount in yuan: the sign before it, the figures to the right."""

    before = "¥"
    css = "input-money"


class PercentInput(_Grouped):
    after = "%"
    css = "input-money"


class CodeInput(forms.TextInput):
    """A code sent by e-mail or SMS, which phones offer by themselves."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            {
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "input-code",
                **(attrs or {}),
            }
        )


class CardNumberInput(forms.TextInput):
    """A bank card's number."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            {"inputmode": "numeric", "autocomplete": "off", "class": "figure-left", **(attrs or {})}
        )
