"""The figures of the portfolio in words."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.provinces import PROVINCES
from risk.domain.buckets import BUCKETS
from risk.models import FiveClass


def bucket_label(bucket: int) -> str:
    """Say a bucket of days past due."""
    return _("Not late") if bucket == 0 else _("%(days)s days") % {"days": BUCKETS[bucket].code}


def class_label(five_class: str) -> str:
    """Say a class of the five."""
    return str(FiveClass(five_class).label)


def region_label(code: str) -> str:
    """Say a province by its code."""
    return str(PROVINCES.get(code) or pgettext("region", "Not known"))


def line_label(line: str) -> str:
    """Say a line of business."""
    return {"cash": _("General consumption"), "goods": _("Durable goods")}.get(line, line)


def term_label(periods: int) -> str:
    """Say a term by its number of instalments."""
    return _("%(count)s instalments") % {"count": periods}


def scenario_label(code: str) -> str:
    """Say a scenario of the stress test."""
    words: dict[str, Any] = {
        "as_it_is": _("The book as it is"),
        "default_double": _("Twice as many default"),
        "default_triple": _("Three times as many default"),
        "roll_same": _("One more month like the last"),
        "roll_half_more": _("A month half as bad again"),
        "roll_double": _("A month twice as bad"),
        "early_repayment": _("Good borrowers repay early"),
        "dealer_failure": _("The largest dealer fails"),
        "all_at_once": _("Everything at once"),
    }
    return str(words.get(code, code))
