"""Charts of accounts are published by two persons, add accounts, and never lose one that was posted to."""

import datetime as dt

import pytest
from django.utils import translation

from accounts.errors import Refused
from finance.chart import CHART, AccountRef, company_bank
from finance.chart_in_force import chart_on
from finance.errors import BadPosting
from finance.invariants import debits_equal_credits, no_transfer_across_books
from finance.models import ChartVersion, LedgerAccount
from finance.posting import TransferInput
from finance.reports.balance_sheet import balance_sheet
from finance.reports.income_statement import income_statement
from finance.reports.period import Period
from finance.reports.trial_balance import trial_balance
from finance.services.post_adjustment import post_adjustment
from finance.services.post_entries import post_entries
from finance.services.propose_chart_version import ChartLineInput, lines_in_force, propose_chart_version
from tests.approvals import decide
from tests.closing import set_today, skip_to
from tests.finance.ledger_helpers import entry
from tests.finance.periods.company_book import accountant, manager

TODAY = dt.date(2026, 1, 5)
WAGES = ChartLineInput("5101", "Wages", "职工薪酬", "cost", "company", "staff_costs")
PAY = TransferInput(AccountRef("5101"), company_bank(), 800, "wages")


@pytest.fixture(autouse=True)
def books(db: None) -> None:
    set_today(TODAY)


def ask(lines: list[ChartLineInput], email: str = "accountant@example.cn") -> ChartVersion:
    return propose_chart_version(lines=lines, reason="wages", maker=accountant(email))


def test_a_published_chart_renames_and_adds_accounts_from_its_day_on() -> None:
    with pytest.raises(BadPosting):
        post_entries([entry(PAY)])
    named = [
        line._replace(name_en="House bank", name_zh="公司户") if line.code == "1002" else line
        for line in lines_in_force()
    ]
    version = decide(ask([*named, WAGES]), manager())
    assert (version.status, version.published_on) == ("published", TODAY)
    assert (chart_on(TODAY)["1002"].name, chart_on(TODAY)["5101"].line) == ("公司户", "staff_costs")
    with translation.override("en"):
        assert (chart_on(TODAY)["1002"].name, chart_on(TODAY)["5101"].name) == ("House bank", "Wages")
    yesterday = chart_on(TODAY - dt.timedelta(days=1))
    assert (str(yesterday["1002"].name), yesterday["5101"].line) == (str(CHART["1002"].name), "staff_costs")
    post_entries([entry(PAY)])
    assert LedgerAccount.objects.get(code="5101").kind == "cost"
    statement = income_statement(Period(TODAY, TODAY))
    assert [(one.line.code, one.figures) for one in statement.costs] == [("staff_costs", (800, 800))]
    assert debits_equal_credits() == no_transfer_across_books() == []


def test_a_code_that_was_posted_to_never_vanishes_and_an_unused_one_may() -> None:
    version = decide(ask([*lines_in_force(), WAGES, WAGES._replace(code="5102")]), manager())
    post_entries([entry(PAY)])
    skip_to(TODAY + dt.timedelta(days=1))
    for lines, code in (
        ([line for line in lines_in_force() if line.code != "5101"], "code_missing"),
        (
            [
                line._replace(kind="asset", line="other_assets") if line.code == "5101" else line
                for line in lines_in_force()
            ],
            "code_changed",
        ),
        ([line for line in lines_in_force() if line.code != "1002"], "code_missing"),
    ):
        with pytest.raises(Refused, match=code):
            propose_chart_version(lines=lines, reason="r", maker=version.planned_by)
    kept = [line for line in lines_in_force() if line.code != "5102"]
    decide(
        propose_chart_version(lines=kept, reason="unused", maker=version.planned_by), manager("m2@example.cn")
    )
    assert "5102" not in chart_on()
    assert "5102" in chart_on(TODAY)


def test_an_adjusting_entry_on_a_new_account_stands_in_the_reports_of_the_days_before_it() -> None:
    decide(ask([*lines_in_force(), WAGES]), manager())
    earlier = TODAY - dt.timedelta(days=5)
    how = {
        "kind": "adjustment.posted",
        "reference": "V1",
        "key": "k",
        "reason": "late",
        "actor": manager("m2@example.cn"),
    }
    post_adjustment(on=earlier, transfers=[PAY], **how)
    assert income_statement(Period(earlier, earlier)).result == (-800, -800)
    assert all(book.is_balanced for book in balance_sheet(earlier))
    assert all(book.is_balanced for book in trial_balance(Period(earlier, earlier)))


@pytest.mark.parametrize(
    "added, code",
    [
        (WAGES._replace(code="51"), "bad_code"),
        (WAGES._replace(code="x101"), "bad_code"),
        (WAGES._replace(name_zh=" "), "bad_code"),
        (WAGES._replace(book="custody", kind="liability", line="wallets"), "bad_code"),
        (WAGES._replace(line="wallets"), "bad_line"),
        (WAGES._replace(line="no such line"), "bad_line"),
        (WAGES._replace(code="1002", kind="asset", line="bank"), "code_taken"),
    ],
)
def test_refuses_a_chart_that_no_book_is_kept_by(added: ChartLineInput, code: str) -> None:
    with pytest.raises(Refused, match=code):
        ask([*lines_in_force(), added])
    assert not ChartVersion.objects.exists()


def test_a_chart_that_changes_nothing_is_not_asked_for_and_one_waits_at_a_time() -> None:
    with pytest.raises(Refused, match="nothing_changed"):
        ask(lines_in_force())
    ask([*lines_in_force(), WAGES], "second@example.cn")
    with pytest.raises(Refused, match="already_asked"):
        ask([*lines_in_force(), WAGES._replace(code="5103")], "third@example.cn")
    assert "5101" not in chart_on()
