"""What a checker is told about a chart, an opening or a year end, and how the pages tell them."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Approval
from accounts.web.formats import yuan
from accounts.web.parts import Fact
from finance.chart import CHART
from finance.chart_in_force import chart_on
from finance.models import ChartVersion
from finance.models.ledger import LedgerAccount
from finance.reports.year_result import result_fen
from finance.services.propose_chart_version import (
    ChartLineInput,
    input_of,
    lines_in_force,
    lines_of,
)
from finance.statement_lines import LINE_OF


@dataclass(frozen=True)
class ChartChange:
    """An account that a version adds, leaves out or tells differently; both sides in words, empty where it is none."""

    code: str
    before: str
    after: str


def amount_facts(amounts: dict[str, int]) -> list[Fact]:
    """Return one fact for each account with its amount."""
    chart = chart_on()
    return [
        Fact(f"{code} {chart[code].name}", yuan(fen), is_figure=True) for code, fen in sorted(amounts.items())
    ]


def opening_facts(approval: Approval) -> list[Fact]:
    """Tell a checker of an opening its day and every amount."""
    payload = approval.payload
    return [Fact(_("Dated on"), payload["opens_on"]), *amount_facts(payload["amounts"])]


def year_end_facts(approval: Approval) -> list[Fact]:
    """Tell a checker of a year end its result and what stands on each account."""
    payload: dict[str, Any] = approval.payload
    return [
        Fact(_("Year"), str(payload["year"])),
        Fact(_("Result carried to equity"), yuan(result_fen(payload["amounts"])), is_figure=True),
        *amount_facts(payload["amounts"]),
    ]


def chart_facts(approval: Approval) -> list[Fact]:
    """Tell a checker of a chart what changes, account by account."""
    version = ChartVersion.objects.get(number=approval.payload["version"])
    return [
        Fact(change.code, f"{change.before or '—'} → {change.after or '—'}") for change in changes_of(version)
    ]


def changes_of(version: ChartVersion) -> list[ChartChange]:
    """Return how a version that waits differs from the chart in force, or a published one from the one before it."""
    before = {line.code: line for line in _lines_before(version)}
    after = {line.code: line for line in map(input_of, version.lines.all())}
    return [
        ChartChange(code, line_words(before.get(code)), line_words(after.get(code)))
        for code in sorted(before.keys() | after.keys())
        if before.get(code) != after.get(code)
    ]


def _lines_before(version: ChartVersion) -> list[ChartLineInput]:
    if version.status != ChartVersion.Status.PUBLISHED:
        return lines_in_force()
    earlier = ChartVersion.objects.filter(status=ChartVersion.Status.PUBLISHED, pk__lt=version.pk)
    return lines_of(earlier.order_by("published_on", "pk").last())


def line_words(line: ChartLineInput | None) -> str:
    """Return an account of a chart in words: both names, its kind and its line."""
    if line is None:
        return ""
    name = " / ".join(part for part in (line.name_en, line.name_zh) if part) or str(CHART[line.code].name)
    return f"{name} · {LedgerAccount.Kind(line.kind).label} · {LINE_OF[line.line].name}"
