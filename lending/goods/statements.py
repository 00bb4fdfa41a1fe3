"""A settlement statement as paper and as spreadsheet, and the reading of its period."""

import calendar
import datetime as dt
import re

from django.utils.translation import gettext as _

from accounts.models import Dealer
from accounts.papers import Paper
from accounts.web.formats import yuan
from accounts.web.spreadsheet import Cell, Fen, write_spreadsheet
from finance.entry_kinds import entry_kind_name
from lending.queries.settlements import Settlement, SettlementLine

PERIOD = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])(?:-([0-9]{2}))?", re.ASCII)


def read_period(text: str, today: dt.date) -> tuple[dt.date, dt.date]:
    """Return the first and last day of `2026-11` or `2026-11-20`; of this month for anything else."""
    match = PERIOD.fullmatch(text)
    year, month = (int(match[1]), int(match[2])) if match else (today.year, today.month)
    days = calendar.monthrange(year, month)[1]
    if match and match[3]:
        day = int(match[3])
        if 1 <= day <= days:
            return dt.date(year, month, day), dt.date(year, month, day)
    return dt.date(year, month, 1), dt.date(year, month, days)


def period_name(statement: Settlement) -> str:
    """Return the period as its address names it."""
    is_day = statement.first_on == statement.last_on
    return statement.first_on.isoformat() if is_day else f"{statement.first_on:%Y-%m}"


def heads() -> list[str]:
    """Return the names of the columns."""
    return [
        _("Day"),
        _("What for"),
        _("Order or loan"),
        _("Financed"),
        _("Down payment"),
        _("Merchant fee"),
        _("Retention"),
        _("Interest paid"),
        _("Other"),
        _("Net"),
    ]


def as_spreadsheet(dealer: Dealer, statement: Settlement) -> bytes:
    """Return the statement as XLSX, amounts as numbers."""
    rows: list[list[Cell]] = [
        [_("Settlement statement"), dealer.name, dealer.number, period_name(statement)],
        [_("Free at the beginning"), Fen(statement.opening_fen)],
        list[Cell](heads()),
    ]
    for line in [*statement.lines, statement.total]:
        name = entry_kind_name(line.kind) if line.kind else _("Total")
        amounts = (*_amounts(line), line.net_fen)
        rows.append([line.on.isoformat(), name, line.reference, *(Fen(fen) for fen in amounts)])
    rows.append([_("Free at the end"), Fen(statement.closing_fen)])
    return write_spreadsheet(_("Settlement statement"), rows)


def as_paper(dealer: Dealer, statement: Settlement) -> bytes:
    """Return the statement as PDF."""
    paper = Paper(_("Settlement statement"), f"{dealer.number} · {period_name(statement)}")
    total = statement.total
    paper.write_facts(
        [
            (_("Dealer"), f"{dealer.name} ({dealer.number})"),
            (_("Period"), f"{statement.first_on.isoformat()} – {statement.last_on.isoformat()}"),
            (_("Free at the beginning"), yuan(statement.opening_fen)),
            (_("Financed"), yuan(total.financed_fen)),
            (_("Down payment"), yuan(total.down_payment_fen)),
            (_("Merchant fee"), yuan(total.fee_fen)),
            (_("Retention"), yuan(total.retention_fen)),
            (_("Interest paid"), yuan(total.subsidy_fen)),
            (_("Other"), yuan(total.other_fen)),
            (_("Free at the end"), yuan(statement.closing_fen)),
        ]
    )
    paper.write_heading(_("Movements"))
    for line in statement.lines:
        parts = zip(heads()[3:9], _amounts(line), strict=True)
        rest = " · ".join(f"{name} {yuan(fen)}" for name, fen in parts if fen)
        paper.write_record(
            f"{line.on.isoformat()}  {entry_kind_name(line.kind)}  {line.reference}  {yuan(line.net_fen)}",
            rest,
        )
    return bytes(paper.output())


def _amounts(line: SettlementLine) -> tuple[int, ...]:
    return (
        line.financed_fen,
        line.down_payment_fen,
        line.fee_fen,
        line.retention_fen,
        line.subsidy_fen,
        line.other_fen,
    )
