"""How money is written on every page: exact, from whole fen."""

from typing import Any

from django import template

from accounts.web import formats
from finance import entry_kinds
from finance.domain.money import format_yuan

register = template.Library()


@register.filter
def yuan(amount_fen: Any) -> str:
    """Write fen as `¥1,234.56`, with a true minus; nothing where there is no amount."""
    return formats.yuan(amount_fen) if _is_whole(amount_fen) else ""


@register.filter
def yuan_signed(amount_fen: Any) -> str:
    """Write a change with its sign: `+¥1.00`, `−¥1.00`."""
    return formats.yuan(amount_fen, sign=True) if _is_whole(amount_fen) else ""


@register.filter
def yuan_plain(amount_fen: Any) -> str:
    """Write fen as `1,234.56`, for tables whose head names the currency."""
    return format_yuan(amount_fen) if _is_whole(amount_fen) else ""


@register.filter
def purpose_name(purpose: str) -> str:
    """Return what a transfer is for in words, empty where nobody named it."""
    return entry_kinds.purpose_name(purpose)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
