"""How money and rates are written on every page: exact, from whole fen and whole ppm."""

from typing import Any

from django import template

from finance.domain.money import divide_half_up, format_yuan

register = template.Library()

PPM_A_HUNDREDTH_OF_A_PERCENT = 100


@register.filter
def yuan(amount_fen: Any) -> str:
    """Write fen as `¥1,234.56`; nothing where there is no amount."""
    if not _is_whole(amount_fen):
        return ""
    return f"{'-' if amount_fen < 0 else ''}¥{format_yuan(abs(amount_fen))}"


@register.filter
def yuan_signed(amount_fen: Any) -> str:
    """Write a change with its sign: `+¥1.00`, `-¥1.00`."""
    return f"+{yuan(amount_fen)}" if _is_whole(amount_fen) and amount_fen > 0 else yuan(amount_fen)


@register.filter
def yuan_plain(amount_fen: Any) -> str:
    """Write fen as `1,234.56`, for tables whose head names the currency."""
    return format_yuan(amount_fen) if _is_whole(amount_fen) else ""


@register.filter
def ppm_percent(rate_ppm: Any) -> str:
    """Write ppm as `12.00%`, rounded half up to a hundredth of a percent."""
    if not _is_whole(rate_ppm):
        return ""
    return f"{format_yuan(divide_half_up(rate_ppm, PPM_A_HUNDREDTH_OF_A_PERCENT))}%"


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
