"""The benchmarks in small: they post what they say, on both sides the same, and answer in one JSON document."""

import json
from contextlib import nullcontext
from functools import partial

import pytest
from django.core.management import call_command
from django.db.models import Sum

from accounts import clock
from accounts.models import Event
from finance.models import Entry, Hold, Transfer
from finance.services.verify_books import verify_books
from lending.models import Bid, Loan
from operations.benchmarks import distribution, posting, schedule
from operations.management.commands import benchmark

FINANCE = {"debits_equal_credits", "totals_equal_transfers", "wallets_not_negative", "entries_move_something"}


def is_clean() -> bool:
    findings = [finding for finding in verify_books().findings if finding.name in FINANCE]
    return len(findings) == len(FINANCE) and all(finding.ok for finding in findings)


@pytest.fixture(autouse=True)
def open_day(db: None) -> None:
    clock.today()


def test_posting_writes_the_same_rows_by_all_three_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting, "NAIVE_SAMPLE", 3)
    monkeypatch.setattr(posting, "SINGLES_A_ROUND", 4)
    figures = posting.run(lambda sentence: None, entries=40, batch=20, wallets=30, single_rounds=2)
    assert Entry.objects.filter(kind="payment").count() == 2 * (20 + 20 + 3) + 2 * (4 + 4)
    assert (
        Transfer.objects.filter(entry__kind="payment").count() == Entry.objects.filter(kind="payment").count()
    )
    assert is_clean()
    for name in ("ours_to_plain_sql", "ours_to_naive", "single_to_sql", "ours_per_second"):
        assert figures[name] > 0
    assert (figures["entries"], figures["batch"], figures["wallets"]) == (40, 20, 30)


def test_distribution_pays_every_holder_the_same_by_both_ways() -> None:
    figures = distribution.run(lambda sentence: None, holders=25, rounds=2)
    repaid = Transfer.objects.filter(entry__kind="repayment", debit__code="2001")
    assert repaid.aggregate(Sum("amount_fen"))["amount_fen__sum"] == 5 * distribution.PAID_FEN
    assert is_clean()
    assert figures["holders"] == 25


def test_an_instalment_brings_the_same_to_every_claim_by_both_ways() -> None:
    distribution.run(lambda sentence: None, holders=25, rounds=3)
    ours, plain, *_ends = Loan.objects.order_by("pk")
    assert ours.outstanding_fen == plain.outstanding_fen < ours.principal_fen
    assert outcome(ours) == outcome(plain)
    assert [payment.amount_fen for payment in ours.payments.order_by("pk")] == [
        payment.amount_fen for payment in plain.payments.order_by("pk")
    ]


def test_the_ends_of_a_loan_bring_the_same_by_both_ways() -> None:
    distribution.run(lambda sentence: None, holders=25, rounds=1)
    *_running, ours, plain = Loan.objects.order_by("pk")
    assert [loan.status for loan in (ours, plain)] == ["settled", "settled"]
    assert outcome(ours) == outcome(plain)
    for model in (Bid, Hold):
        assert set(model.objects.values_list("status", flat=True)) == {"settled"}
    for kind in ("bid.settled", "hold.settled", "claim.settled"):
        assert Event.objects.filter(kind=kind).count() == 50
    assert Transfer.objects.filter(entry__kind="loan.disbursed", debit__code="2002").count() == 50
    assert is_clean()


def outcome(loan: Loan) -> list[tuple[int, int, int]]:
    """What each holder has outstanding and has received."""
    claims = loan.claims.annotate(
        principal=Sum("receipts__principal_fen"), interest=Sum("receipts__interest_fen")
    )
    return list(claims.order_by("holder_id").values_list("outstanding_fen", "principal", "interest"))


@pytest.mark.parametrize("name", ["posting", "distribution", "schedule"])
def test_the_command_prints_one_json_document_and_nothing_else(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    small = {
        "posting": partial(posting.run, entries=20, batch=10, wallets=12, single_rounds=1),
        "distribution": partial(distribution.run, holders=5, rounds=1),
    }
    monkeypatch.setattr(benchmark, "NEEDS_BOOKS", small)
    monkeypatch.setattr(benchmark, "scratch_database", lambda progress: nullcontext())
    monkeypatch.setattr(benchmark.schedule, "run", partial(schedule.run, seconds=0.01))
    call_command("benchmark", name, "--format", "json")
    assert isinstance(json.loads(capsys.readouterr().out), dict)


def test_people_get_a_line_for_each_figure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(benchmark.schedule, "run", lambda: {"ours_per_second": 5.0, "ratio": 2.5})
    call_command("benchmark", "schedule")
    assert capsys.readouterr().out == "ours_per_second  5.0\nratio            2.5\n"
