"""The benchmark of the reports in small: books that add up, and a figure for every report."""

from accounts import clock
from finance.daily_invariants import daily_totals_equal_transfers
from finance.invariants import totals_equal_transfers
from finance.models import Transfer
from operations.benchmarks import reports


def test_it_measures_every_report_over_books_that_add_up(db: None) -> None:
    clock.today()
    figures = reports.run(lambda sentence: None, transfers=400, days=20, wallets=5, rounds=1)
    assert Transfer.objects.exclude(entry__kind="deposit").count() == 400
    assert totals_equal_transfers() == daily_totals_equal_transfers() == []
    assert {name for name in figures if name.endswith("_times_faster")} == {
        f"{name}_times_faster"
        for name in (
            *("trial_balance", "balance_sheet", "income_statement"),
            *("wallets_first_page", "wallets_middle_page", "equity_page"),
            *("journal", "journal_of_wallets", "journal_of_equity"),
        )
    }
    assert figures["ok"] is True
