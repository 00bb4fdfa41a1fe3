"""How fast the reports of the books open over a year of transfers, beside plain SQL that adds the transfers up.

The year is written by hand, fees and repayments among wallets and house accounts in all their slots; the close has
written its daily totals through the last day but one, so that an open day is read with it.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from functools import partial
from random import Random
from typing import Any

from django.db import connection
from django.test import RequestFactory

from accounts import clock
from accounts.models import BusinessDate
from accounts.web.paging import page_by_key
from finance.chart import CHART, SLOTS
from finance.chart_in_force import chart_on
from finance.models import LedgerAccount
from finance.queries.journal import JournalFilter, journal
from finance.reports.account_statement import PAGE_SIZE, account_statement
from finance.reports.balance_sheet import balance_sheet
from finance.reports.income_statement import income_statement
from finance.reports.period import Period
from finance.reports.trial_balance import trial_balance
from finance.services.write_account_days import write_account_days
from operations.benchmarks.books import copy_rows, insert_rows, make_wallets, paired_ratio, timed, wallet_ids
from operations.benchmarks.scratch import Progress

TRANSFERS = 1_000_000
DAYS = 365
WALLETS = 10_000
ROUNDS = 5
CHUNK = 50_000
MOST_MS = 1000
# From and to by code, and how often of a hundred; a hundred-thousandth goes to equity.
MIX = (
    (("1001", "2001"), 10),
    (("2001", "2001"), 50),
    (("2001", "2190"), 10),
    (("1003", "4001"), 10),
    (("1003", "2221"), 10),
    (("2301", "1301"), 5),
    (("1301", "2301"), 5),
)
RARE = ("1002", "3001")
ENTRY_COLUMNS = (
    *("id", "kind", "reference", "business_date", "value_on", "posted_at", "idempotency_key", "input_hash"),
)
TRANSFER_COLUMNS = ("entry_id", "debit_id", "credit_id", "amount_fen", "purpose")
ADD_UP = """
UPDATE finance_ledgeraccount SET debits_fen = total.debits_fen, credits_fen = total.credits_fen
FROM (
    SELECT account_id, SUM(debit_fen) AS debits_fen, SUM(credit_fen) AS credits_fen
    FROM (
        SELECT debit_id AS account_id, amount_fen AS debit_fen, 0 AS credit_fen FROM finance_transfer
      UNION ALL
        SELECT credit_id, 0, amount_fen FROM finance_transfer
    ) AS side
    GROUP BY account_id
) AS total
WHERE total.account_id = finance_ledgeraccount.id
"""
# What a report would have to do without the daily totals.
PLAIN = """
SELECT account.code, SUM(side.debit_fen), SUM(side.credit_fen)
FROM (
    SELECT entry_id, debit_id AS account_id, amount_fen AS debit_fen, 0 AS credit_fen FROM finance_transfer
  UNION ALL
    SELECT entry_id, credit_id, 0, amount_fen FROM finance_transfer
) AS side
JOIN finance_entry AS entry ON entry.id = side.entry_id
JOIN finance_ledgeraccount AS account ON account.id = side.account_id
WHERE entry.business_date BETWEEN %s AND %s
GROUP BY account.code
"""


def run(
    progress: Progress,
    *,
    transfers: int = TRANSFERS,
    days: int = DAYS,
    wallets: int = WALLETS,
    rounds: int = ROUNDS,
    seed: int = 1,
) -> dict[str, Any]:
    """Run the benchmark on the database at hand and return its figures in milliseconds."""
    last_on = fill(progress, transfers=transfers, days=days, wallets=wallets, random=Random(seed))  # noqa: S311
    first_on = last_on - dt.timedelta(days=days - 1)
    figures: dict[str, Any] = {"database": connection.vendor, "transfers": transfers, "days": days}
    plain = partial(_plain, first_on, last_on)
    for name, report in _reports(Period(first_on, last_on)).items():
        progress(f"Opening {name}.")
        _tell_plans(progress, report)
        ours, theirs = [], []
        for _round in range(rounds):
            ours.append(timed(report))
            theirs.append(timed(plain))
        figures[f"{name}_ms"] = round(min(ours) * 1000, 1)
        figures[f"{name}_times_faster"] = paired_ratio(ours, theirs)
        figures["plain_sql_ms"] = round(min(theirs) * 1000, 1)
    figures["ok"] = all(value < MOST_MS for name, value in figures.items() if _is_report(name))
    return figures


def _is_report(name: str) -> bool:
    return name.endswith("_ms") and name != "plain_sql_ms"


def _reports(year: Period) -> dict[str, Callable[[], object]]:
    month = Period(year.last_on.replace(day=1), year.last_on)
    accounts = chart_on()
    wallets, rare = accounts["2001"], accounts["3001"]
    middle = account_statement(wallets, year, size=0).count // 2
    return {
        "trial_balance": partial(trial_balance, month),
        "balance_sheet": partial(balance_sheet, year.last_on),
        "income_statement": partial(income_statement, year),
        "wallets_first_page": partial(account_statement, wallets, year),
        "wallets_middle_page": partial(account_statement, wallets, year, first=middle, size=PAGE_SIZE),
        "equity_page": partial(account_statement, rare, year),
        "journal": partial(_journal, JournalFilter()),
        "journal_of_wallets": partial(_journal, JournalFilter(code="2001")),
        "journal_of_equity": partial(_journal, JournalFilter(code="3001")),
    }


def _journal(narrow: JournalFilter) -> None:
    page_by_key(journal(narrow), RequestFactory().get("/"))


def _plain(first_on: dt.date, last_on: dt.date) -> None:
    with connection.cursor() as cursor:
        cursor.execute(PLAIN, [first_on.isoformat(), last_on.isoformat()])
        cursor.fetchall()


def _tell_plans(progress: Progress, report: Callable[[], object]) -> None:
    """Say the plan of each of a report's queries, once; only PostgreSQL has one to tell."""
    if connection.vendor != "postgresql":
        return

    def explain(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        with context["connection"].connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) {sql}", params)
            progress("\n".join(line for (line,) in cursor.fetchall()))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explain):
        report()


def fill(progress: Progress, *, transfers: int, days: int, wallets: int, random: Random) -> dt.date:
    """Write a year of transfers and its daily totals but for the last day's; return that day."""
    progress(f"Opening {wallets} wallets.")
    last_on = clock.today()
    # Else the open day would begin with ten thousand deposits, whose ids lie a year before those of its other entries.
    BusinessDate.objects.update(today_on=last_on - dt.timedelta(days=days - 1))
    owners = list(wallet_ids(make_wallets(wallets)).values())
    BusinessDate.objects.update(today_on=last_on)
    house = _open_house()
    progress(f"Writing {transfers} transfers.")
    entry_id = _last_entry_id() + 1
    for start in range(0, transfers, CHUNK):
        rows = range(start, min(start + CHUNK, transfers))
        days_of = [last_on - dt.timedelta(days=days - 1 - n * days // transfers) for n in rows]
        _write(
            "finance_entry",
            ENTRY_COLUMNS,
            [
                (entry_id + n, "payment", f"B{n}", on, on, clock.now(), f"report:{n}", "0" * 64)
                for n, on in zip(rows, days_of, strict=True)
            ],
        )
        _write(
            "finance_transfer",
            TRANSFER_COLUMNS,
            [(entry_id + n, *_move(random, owners, house)) for n in rows],
        )
    progress("Adding up.")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute(ADD_UP)
    write_account_days(business_date=last_on - dt.timedelta(days=1))
    BusinessDate.objects.update(closed_through_on=last_on - dt.timedelta(days=1))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return last_on


def _open_house() -> dict[str, list[int]]:
    codes = {code for pair, _share in MIX for code in pair} | set(RARE)
    wanted = [code for code in sorted(codes) if not CHART[code].is_wallet]
    LedgerAccount.objects.bulk_create(
        [
            LedgerAccount(code=code, slot=slot, kind=CHART[code].kind)
            for code in wanted
            for slot in range(SLOTS)
        ],
        ignore_conflicts=True,
    )
    house: dict[str, list[int]] = {code: [] for code in wanted}
    for code, pk in LedgerAccount.objects.filter(code__in=wanted).values_list("code", "pk"):
        house[code].append(pk)
    return house


def _move(random: Random, owners: list[int], house: dict[str, list[int]]) -> tuple[int, int, int, str]:
    is_rare = random.randrange(100_000) == 0
    [pair] = [RARE] if is_rare else random.choices([pair for pair, _ in MIX], [share for _, share in MIX])
    debit, credit = (random.choice(house.get(code, owners)) for code in pair)
    while credit == debit:
        credit = random.choice(owners)
    return debit, credit, random.randint(1, 10_000), "p"


def _last_entry_id() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT COALESCE(MAX(id), 0) FROM finance_entry")
        return int(cursor.fetchone()[0])


def _write(table: str, columns: Iterable[str], rows: list[tuple[Any, ...]]) -> None:
    write = copy_rows if connection.vendor == "postgresql" else insert_rows
    with connection.cursor() as cursor:
        write(cursor, table, tuple(columns), rows)
