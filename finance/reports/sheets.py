"""The reports as tables, for the page and for files; every figure leads to the lines behind it."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.web.tables.sheets import TEXT, Head, Line, Sheet
from finance.chart_in_force import ReportAccount
from finance.entry_kinds import entry_kind_name, purpose_name
from finance.reports.account_statement import AccountStatement
from finance.reports.balance_sheet import BookSheet
from finance.reports.balances import LineFigures
from finance.reports.income_statement import IncomeStatement
from finance.reports.period import Period, last_year_end
from finance.reports.trial_balance import Sides, TrialBook, TrialLine


def account_url(code: str, period: Period) -> str:
    """Return the page of an account's lines in a period."""
    return f"{reverse('office_account', args=[code])}?{period.query}"


def trial_sheet(book: TrialBook, period: Period) -> Sheet:
    """Return a book's trial balance; a balance stands in its column, the other one is empty."""
    heads = [
        Head(_("Ledger account"), TEXT),
        Head(_("Opening debit")),
        Head(_("Opening credit")),
        Head(_("Debits")),
        Head(_("Credits")),
        Head(_("Closing debit")),
        Head(_("Closing credit")),
    ]
    lines = [_trial_line(line, period) for line in book.lines]
    sums = [*_both(book.opening), *_both(book.moved), *_both(book.closing)]
    lines.append(Line([_("Together"), *(fen or 0 for fen in sums)], is_total=True))
    return Sheet(f"trial-balance-{book.code}", book.name, heads, lines, _verdict(book.is_balanced))


def _verdict(is_balanced: bool) -> str:
    return _("Both sides are equal.") if is_balanced else _("The two sides differ.")


def _trial_line(line: TrialLine, period: Period) -> Line:
    url = account_url(line.account.code, period)
    values = [*_both(line.opening), *_both(line.moved), *_both(line.closing)]
    told = [0, *(at for at, fen in enumerate(values, start=1) if fen)]
    return Line([f"{line.account.code} {line.account.name}", *values], urls=dict.fromkeys(told, url))


def _both(sides: Sides) -> tuple[int | None, int | None]:
    return sides.debits_fen or None, sides.credits_fen or None


def balance_sheets(books: Iterable[BookSheet], period: Period) -> list[Sheet]:
    """Return each book's balance sheet on the last day of a period, beside the end of the year before."""
    before = last_year_end(period.last_on)
    periods = [period.year_to_date, Period(before.replace(month=1, day=1), before)]
    return [_balance_sheet(book, periods) for book in books]


def _balance_sheet(book: BookSheet, periods: list[Period]) -> Sheet:
    lines = [*_lines(book.assets, periods), Line([_("Assets together"), "", *book.asset_sum], is_total=True)]
    lines += _lines(book.liabilities, periods)
    if book.has_equity:
        lines.append(Line([_("Liabilities together"), "", *book.liability_sum], is_total=True))
        lines += _lines(book.equity, periods)
        lines.append(Line([_("Result not yet carried"), "", *book.result]))
        lines.append(Line([_("Equity together"), "", *book.equity_sum], is_total=True))
        words = _("Liabilities and equity together")
    else:
        words = _("Liabilities together")
    lines.append(Line([words, "", *book.other_side_sum], is_total=True))
    heads = [
        Head(pgettext("of a statement", "Line"), TEXT),
        Head(_("Ledger account"), TEXT),
        *(Head(period.last_on.isoformat()) for period in periods),
    ]
    return Sheet(f"balance-sheet-{book.code}", book.name, heads, lines, _verdict(book.is_balanced))


def income_sheet(statement: IncomeStatement, period: Period) -> Sheet:
    """Return the income statement as a table."""
    periods = [period, period.year_to_date]
    lines = [
        *_lines(statement.income, periods),
        Line([_("Income together"), "", *statement.income_sum], is_total=True),
        *_lines(statement.costs, periods),
        Line([_("Costs together"), "", *statement.cost_sum], is_total=True),
        Line([_("Result"), "", *statement.result], is_total=True),
    ]
    heads = [
        Head(pgettext("of a statement", "Line"), TEXT),
        Head(_("Ledger account"), TEXT),
        Head(_("In the period")),
        Head(_("Year so far")),
    ]
    return Sheet("income-statement", _("Income statement"), heads, lines)


def _lines(groups: list[LineFigures], periods: list[Period]) -> list[Line]:
    """Return a row for each line, and below it one for each account where there are several."""
    rows = []
    for group in groups:
        name = str(group.line.name)
        if len(group.accounts) == 1:
            [only] = group.accounts
            rows.append(_account_line(name, only.account, only.figures, periods))
            continue
        rows.append(Line([name, "", *group.figures]))
        rows += [_account_line("", one.account, one.figures, periods) for one in group.accounts]
    return rows


def _account_line(name: str, account: ReportAccount, figures: tuple[int, ...], periods: list[Period]) -> Line:
    urls = {2 + at: account_url(account.code, period) for at, period in enumerate(periods)}
    return Line([name, f"{account.code} {account.name}", *figures], urls={1: urls[2], **urls})


def statement_sheet(statement: AccountStatement, names: dict[str, ReportAccount]) -> Sheet:
    """Return an account's lines as a table for a file, with opening and closing."""
    heads = [
        Head(_("Business date"), TEXT),
        Head(pgettext("in the books", "Entry"), TEXT),
        Head(_("Kind of entry"), TEXT),
        Head(_("Belongs to"), TEXT),
        Head(_("Other account"), TEXT),
        Head(_("What for"), TEXT),
        Head(_("Debits")),
        Head(_("Credits")),
        Head(_("Balance")),
    ]
    blank = [""] * 4
    lines = [
        Line(
            [statement.period.first_on.isoformat(), _("Opening"), *blank, None, None, statement.opening_fen]
        ),
        *(
            Line(
                [
                    line.business_date.isoformat(),
                    line.entry_number,
                    entry_kind_name(line.kind),
                    line.reference,
                    f"{line.other_code} {names[line.other_code].name}",
                    purpose_name(line.purpose) or line.purpose,
                    line.debit_fen or None,
                    line.credit_fen or None,
                    line.balance_fen,
                ]
            )
            for line in statement.lines
        ),
        Line(
            [
                statement.period.last_on.isoformat(),
                _("Closing"),
                *blank,
                statement.debits_fen,
                statement.credits_fen,
                statement.closing_fen,
            ]
        ),
    ]
    title = f"{statement.account.code} {statement.account.name}"
    return Sheet(f"account-{statement.account.code}", title, heads, lines)
