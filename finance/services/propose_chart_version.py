"""Ask for another version of the chart of accounts."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.models import User
from accounts.numbers import next_number
from accounts.services.put_before_another import put_before_another
from finance.chart import CHART, COMPANY
from finance.chart_in_force import version_on
from finance.models import ChartLine, ChartVersion, LedgerAccount
from finance.statement_lines import BUILT_IN, fits

KIND = "finance.chart_version"
PREFIX = "CV"
CODE = re.compile(r"[1-9][0-9]{3,7}", re.ASCII)


class ChartLineInput(NamedTuple):
    """One account of a version; the names of built-in ones may stay empty."""

    code: str
    name_en: str
    name_zh: str
    kind: str
    book: str
    line: str


def lines_in_force() -> list[ChartLineInput]:
    """Return the chart in force as a version would hold it, ordered by code."""
    return lines_of(version_on())


def lines_of(version: ChartVersion | None) -> list[ChartLineInput]:
    """Return a version's lines by code, the built-in ones where there is none, or where it does not know them."""
    found = {
        code: ChartLineInput(code, "", "", account.kind, account.book, BUILT_IN[code])
        for code, account in CHART.items()
    }
    if version is not None:
        found |= {line.code: input_of(line) for line in version.lines.all()}
    return [found[code] for code in sorted(found)]


def input_of(line: ChartLine) -> ChartLineInput:
    """Return a stored line as an input."""
    return ChartLineInput(line.code, line.name_en, line.name_zh, line.kind, line.book, line.line)


def propose_chart_version(*, lines: Sequence[ChartLineInput], reason: str, maker: User) -> ChartVersion:
    """Put a whole chart before another person; until then the one before holds.

    Refuses what `check_chart` does, (`nothing_changed`), no reason, and (`already_asked`).
    """
    wanted = sorted(lines)
    check_chart(wanted)
    if wanted == lines_in_force():
        raise Refused("nothing_changed", _("This is the chart that is in force."))
    with transaction.atomic():
        version = ChartVersion(
            number=next_number(PREFIX),
            reason=reason.strip(),
            planned_by=maker,
            planned_at=clock.now(),
        )
        put_before_another(
            version,
            maker=maker,
            kind=KIND,
            payload=payload_of(version, wanted),
            page_path=f"/office/finance/books/chart/{version.number}/",
            reason=reason,
            waiting=_("A chart of accounts waits for approval already."),
        )
        ChartLine.objects.bulk_create([ChartLine(version=version, **line._asdict()) for line in wanted])
    return version


def payload_of(version: ChartVersion, lines: Sequence[ChartLineInput]) -> dict[str, Any]:
    """Return what an approval is bound to."""
    return {"version": version.number, "lines": [list(line) for line in lines]}


def check_chart(lines: Sequence[ChartLineInput]) -> None:
    """Refuse a chart that no book can be kept by.

    (`code_missing`) a built-in account, or one that was posted to, left out; (`code_changed`) its kind or book
    another; (`code_taken`) a code twice; (`bad_code`) an added code that is no 4 to 8 digits, without both names, or
    outside of the company's own book; (`bad_line`) a line of the statements that takes no such account.
    """
    wanted = {line.code: line for line in lines}
    if len(wanted) != len(lines):
        raise Refused("code_taken", _("One account code stands twice in the chart."))
    for code, (kind, book) in _bound().items():
        if code not in wanted:
            words = _("Account %(code)s has entries, or the house posts to it: it cannot be left out.")
            raise Refused("code_missing", words % {"code": code})
        if (wanted[code].kind, wanted[code].book) != (kind, book):
            words = _("Account %(code)s has entries, or the house posts to it: its kind stays.")
            raise Refused("code_changed", words % {"code": code})
    for line in lines:
        _check_line(line)


def _bound() -> dict[str, tuple[str, str]]:
    """Return kind and book of every code that must stay: built in, or posted to."""
    posted = LedgerAccount.objects.exclude(debits_fen=0, credits_fen=0).exclude(code__in=CHART)
    added = {code: (kind, COMPANY) for code, kind in posted.values_list("code", "kind").distinct()}
    return added | {code: (account.kind, account.book) for code, account in CHART.items()}


def _check_line(line: ChartLineInput) -> None:
    is_added = line.code not in CHART
    if is_added and not (
        CODE.fullmatch(line.code) and line.name_en.strip() and line.name_zh.strip() and line.book == COMPANY
    ):
        words = _(
            "Account %(code)s: an added account has 4 to 8 digits, both names, and is of the company's own book."
        )
        raise Refused("bad_code", words % {"code": line.code})
    if not fits(line.line, line.kind, line.book):
        words = _("Account %(code)s does not belong into this line of the statements.")
        raise Refused("bad_line", words % {"code": line.code})
