"""The chart of accounts of a day: the version published last before it, or the built-in one."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language

from finance.chart import BOOK_NAMES, CHART, COMPANY, ChartAccount
from finance.models import ChartLine, ChartVersion
from finance.statement_lines import BUILT_IN

_BOOKS = list(BOOK_NAMES)


@dataclass(frozen=True)
class ReportAccount:
    """An account as reports show it: its published name and the line of the statements it stands in."""

    code: str
    name: str | Promise
    kind: str
    book: str
    line: str

    @property
    def is_debit_side(self) -> bool:
        return self.kind in ("asset", "cost")


def version_on(day: dt.date | None = None) -> ChartVersion | None:
    """Return the version in force on a day, the newest of all where no day is named; None before the first."""
    rows = ChartVersion.objects.filter(status=ChartVersion.Status.PUBLISHED)
    if day is not None:
        rows = rows.filter(published_on__lte=day)
    return rows.order_by("published_on", "pk").last()


def chart_on(day: dt.date | None = None) -> dict[str, ReportAccount]:
    """Return every account by its code, book by book; built-in ones that a version does not know stand as built in.

    An account that only a later version knows is told as that one does: an adjusting entry may have posted to it.
    """
    accounts = {
        code: ReportAccount(code, account.name, account.kind, account.book, BUILT_IN[code])
        for code, account in CHART.items()
    }
    newest = version_on()
    is_newest = (
        newest is None or day is None or (newest.published_on is not None and newest.published_on <= day)
    )
    then = newest if is_newest else version_on(day)
    if then is not None:
        accounts |= {line.code: _published(line) for line in then.lines.all()}
    if newest is not None and not is_newest:
        accounts |= {line.code: _published(line) for line in newest.lines.exclude(code__in=accounts)}
    ordered = sorted(accounts.values(), key=lambda one: (_BOOKS.index(one.book), one.code))
    return {account.code: account for account in ordered}


def _published(line: ChartLine) -> ReportAccount:
    is_chinese = (get_language() or "").startswith("zh")
    name = (line.name_zh if is_chinese else line.name_en) or CHART[line.code].name
    return ReportAccount(line.code, name, line.kind, line.book, line.line)


def find_accounts(codes: Iterable[str]) -> dict[str, ChartAccount]:
    """Return the accounts that may be posted to by their codes, those without one left out.

    The built-in ones cost no query; an account that a published chart added is of the company's own book.
    """
    wanted = set(codes)
    found = {code: CHART[code] for code in wanted if code in CHART}
    if len(found) == len(wanted):
        return found
    version = version_on()
    if version is not None:
        for line in version.lines.filter(code__in=wanted - found.keys(), book=COMPANY):
            found[line.code] = ChartAccount(line.code, _published(line).name, line.kind, line.book)
    return found
