"""Limits as their page tells them: used, free, and which are breached."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import Approval
from accounts.web.formats import yuan
from accounts.web.parts import Fact
from accounts.web.tables.sheets import PERCENT, TEXT, YUAN, Head, Line, Sheet
from lending.limits import LimitUse, side_words, uses_of
from lending.models import ExposureLimit
from risk.domain.shares import share_ppm
from risk.models import LimitProposal

# From this share on a limit is nearly used up.
NEAR_PPM = 900_000


@dataclass(frozen=True)
class LimitRow:
    """A limit with how far it is used; tone and icon as of badges."""

    use: LimitUse
    side: Any
    used_ppm: int
    state: Any
    tone: str
    icon: str

    @property
    def limit(self) -> ExposureLimit:
        return self.use.limit


def limits_in_force() -> "QuerySet[ExposureLimit]":
    """Return the limits in force."""
    return ExposureLimit.objects.filter(is_in_force=True).select_related("set_by").order_by("kind", "key")


def limit_rows() -> list[LimitRow]:
    """Return every limit in force, the most used first."""
    rows = [_row(use) for use in uses_of(limits_in_force())]
    return sorted(rows, key=lambda row: -row.used_ppm)


def _row(use: LimitUse) -> LimitRow:
    used_ppm = share_ppm(use.used_fen, use.limit.limit_fen) if use.limit.limit_fen else 1_000_000
    return LimitRow(use, side_words(use.limit.kind, use.limit.key), used_ppm, *_look(use, used_ppm))


def _look(use: LimitUse, used_ppm: int) -> tuple[str, str, str]:
    if use.free_fen < 0 and use.limit.is_hard:
        return pgettext("limit", "Breached"), "danger", "octagon-x"
    if use.free_fen < 0:
        return pgettext("limit", "Exceeded"), "attention", "triangle-alert"
    if used_ppm >= NEAR_PPM:
        return pgettext("limit", "Nearly used up"), "attention", "circle-gauge"
    return pgettext("limit", "Within"), "good", "circle-check"


def limit_sheet(rows: list[LimitRow]) -> Sheet:
    """Return the limits for a file."""
    lines = [
        Line(
            [
                row.limit.get_kind_display(),
                str(row.side),
                pgettext("limit", "hard") if row.limit.is_hard else pgettext("limit", "soft"),
                row.limit.limit_fen,
                row.use.used_fen,
                row.use.free_fen,
                row.used_ppm,
                row.state,
            ]
        )
        for row in rows
    ]
    heads = [
        Head(_("Limited by"), TEXT),
        Head(pgettext("limit", "On"), TEXT),
        Head(_("Hard or soft"), TEXT),
        Head(pgettext("figures", "Limit"), YUAN),
        Head(pgettext("limit", "Used"), YUAN),
        Head(pgettext("limit", "Free"), YUAN),
        Head(_("Used of it"), PERCENT),
        Head(_("State"), TEXT),
    ]
    return Sheet("limits", _("Limits in force"), heads, lines)


def waiting_limits() -> list[LimitProposal]:
    """Return the limits that wait for approval, oldest first."""
    rows = LimitProposal.objects.filter(status=LimitProposal.Status.PLANNED)
    return list(rows.select_related("planned_by").order_by("pk"))


def approval_facts(approval: Approval) -> list[Fact]:
    """Tell a checker what would happen, beside what the maker saw: figures of today would be another question."""
    payload = approval.payload
    said = pgettext("limit", "ended") if payload["ends"] else yuan(payload["limit_fen"])
    return [
        Fact(pgettext("limit", "On"), side_words(payload["kind"], payload["key"])),
        Fact(pgettext("figures", "Limit"), said, is_figure=True),
        Fact(_("Kind of limit"), _effect(payload["is_hard"])),
        *_facts_seen(payload.get("seen")),
    ]


def _facts_seen(seen: dict[str, Any] | None) -> list[Fact]:
    """Return what was frozen when the limit was asked for; nothing of a request from before that was done."""
    if seen is None:
        return []
    until_now = (
        Fact(_("Limit until then"), pgettext("limit", "none"))
        if seen["limit_fen"] is None
        else Fact(
            _("Limit until then"), yuan(seen["limit_fen"]), is_figure=True, hint=_effect(seen["is_hard"])
        )
    )
    return [until_now, Fact(_("Used when it was asked for"), yuan(seen["used_fen"]), is_figure=True)]


def _effect(is_hard: bool) -> str:
    return _("hard: stops listings and payouts") if is_hard else _("soft: warns and stops nothing")
