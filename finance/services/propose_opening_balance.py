"""Ask for the opening balances of the company's own book."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.models import User
from accounts.numbers import next_number
from accounts.services.put_before_another import put_before_another
from finance.chart import COMPANY
from finance.chart_in_force import ReportAccount, chart_on
from finance.models import LedgerAccount, OpeningBalance
from finance.periods.months import first_of_month, status_of

KIND = "finance.opening_balance"
PREFIX = "OB"
# Money in custody stands in two books at once: it comes by a payment that the bank has seen, never by an opening.
IN_CUSTODY = "1003"


def opening_accounts() -> list[ReportAccount]:
    """Return the accounts that an opening may name."""
    return [
        account
        for account in chart_on().values()
        if account.book == COMPANY
        and account.kind in ("asset", "liability", "equity")
        and account.code != IN_CUSTODY
    ]


def is_book_empty() -> bool:
    """Tell whether nothing was ever posted to the company's own book."""
    codes = [account.code for account in chart_on().values() if account.book == COMPANY]
    return not LedgerAccount.objects.filter(code__in=codes).exclude(debits_fen=0, credits_fen=0).exists()


def propose_opening_balance(
    *, opens_on: dt.date, amounts: dict[str, int], reason: str, maker: User
) -> OpeningBalance:
    """Put the opening before another person; amounts by code, fen on the account's normal side.

    Refuses (`book_not_empty`), (`day_to_come`), (`month_closed`), (`bad_account`), (`nothing_to_open`),
    (`not_balanced`) assets that are not what is owed and owned, no reason, and (`already_asked`).
    """
    told = {code: fen for code, fen in sorted(amounts.items()) if fen}
    check_opening(opens_on, told)
    with transaction.atomic():
        row = OpeningBalance(
            number=next_number(PREFIX),
            opens_on=opens_on,
            amounts=told,
            reason=reason.strip(),
            planned_by=maker,
            planned_at=clock.now(),
        )
        put_before_another(
            row,
            maker=maker,
            kind=KIND,
            payload=payload_of(row),
            page_path="/office/finance/books/opening/",
            reason=reason,
            waiting=_("The same is already waiting for an approval."),
        )
    return row


def check_opening(opens_on: dt.date, amounts: dict[str, int]) -> None:
    """Refuse an opening that cannot be posted."""
    if not is_book_empty():
        raise Refused(
            "book_not_empty", _("The company's own book has entries already; it was opened by them.")
        )
    if opens_on > clock.today():
        raise Refused("day_to_come", _("This day has not come yet."), field="opens_on")
    if status_of(first_of_month(opens_on)) != "open":
        raise Refused("month_closed", _("This month is closed already."), field="opens_on")
    accounts = {account.code: account for account in opening_accounts()}
    if any(code not in accounts or fen < 0 for code, fen in amounts.items()):
        raise Refused("bad_account", _("An opening names accounts of the company's balance sheet."))
    if not amounts:
        raise Refused("nothing_to_open", _("Enter what stood on the accounts."))
    difference_fen = sum(fen if accounts[code].is_debit_side else -fen for code, fen in amounts.items())
    if difference_fen:
        raise Refused("not_balanced", _("Assets must be what is owed and owned; the two sides differ."))


def payload_of(row: OpeningBalance) -> dict[str, Any]:
    """Return what an approval is bound to."""
    return {"opening": row.number, "opens_on": row.opens_on.isoformat(), "amounts": row.amounts}
