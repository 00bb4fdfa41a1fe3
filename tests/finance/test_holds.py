"""Holds: set aside once, ended once."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.errors import StaleState
from accounts.models import Event, User
from finance import chart
from finance.chart import wallet_available, wallet_held
from finance.errors import BadPosting, InsufficientFunds, KeyReused
from finance.models import Entry, Hold, Transfer
from finance.posting import TransferInput
from finance.services.place_hold import place_hold
from finance.services.post_entries import post_entries
from finance.services.release_hold import release_hold
from finance.services.release_holds import release_holds
from finance.services.settle_holds import settle_holds
from tests.factories import make_customer
from tests.finance.ledger_helpers import balance_fen, deposit, pay, wallet


@pytest.fixture
def rich(investor: User) -> User:
    deposit(investor, 1_000)
    return investor


def hold(owner: User, amount_fen: int, key: str = "bid:1", **more) -> Hold:
    return place_hold(owner=owner, amount_fen=amount_fen, purpose="bid", reference="BD1", key=key, **more)


def settle(holds: list[Hold], payee: User, key: str = "disburse:LN1", **more):
    return settle_holds(
        hold_ids=[one.pk for one in holds],
        to=wallet_available(payee),
        kind="loan.disbursed",
        reference="LN1",
        key=key,
        **more,
    )


def test_placing_moves_available_to_held_and_leaves_an_event(rich: User) -> None:
    placed = hold(rich, 300, actor=rich)
    assert wallet(rich) == (700, 300)
    assert placed.number.startswith("HD")
    assert (placed.status, placed.amount_fen, placed.reference) == ("held", 300, "BD1")
    assert placed.placed_entry.posted_by == rich
    assert Event.objects.get(kind="hold.placed").subject_number == placed.number


def test_the_same_key_finds_the_same_hold_and_other_values_are_refused(rich: User) -> None:
    first = hold(rich, 300)
    assert hold(rich, 300).pk == first.pk
    with pytest.raises(KeyReused):
        hold(rich, 301)
    assert wallet(rich) == (700, 300)
    assert Hold.objects.count() == 1


@pytest.mark.parametrize(
    "amount_fen, refusal", [(1_001, InsufficientFunds), (0, BadPosting), (-5, BadPosting)]
)
def test_refuses_a_hold_of_what_is_not_there(rich: User, amount_fen: int, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        hold(rich, amount_fen)
    assert wallet(rich) == (1_000, 0)
    assert not Hold.objects.exists()
    hold(rich, 1_000)
    assert wallet(rich) == (0, 1_000)


def test_a_down_payment_is_held_at_the_dealer_from_the_start(rich: User, stranger: User) -> None:
    placed = hold(stranger, 250, source=wallet_available(rich))
    assert wallet(rich) == (750, 0)
    assert wallet(stranger) == (0, 250)
    assert placed.owner == stranger


def test_releasing_gives_the_money_back_once(rich: User) -> None:
    placed = hold(rich, 300)
    first = release_hold(hold_id=placed.pk, key="release:1", actor=rich)
    again = release_hold(hold_id=placed.pk, key="release:1", actor=rich)
    assert (again.id, again.is_new) == (first.id, False)
    with pytest.raises(StaleState):
        release_hold(hold_id=placed.pk, key="release:2")
    assert wallet(rich) == (1_000, 0)
    placed.refresh_from_db()
    assert (placed.status, placed.ended_entry_id) == ("released", first.id)
    assert placed.ended_at is not None


def test_settling_pays_hold_by_hold_with_the_rest_of_the_entry(
    rich: User, borrower: User, stranger: User
) -> None:
    deposit(stranger, 50)
    holds = [hold(rich, 300), hold(stranger, 50, "bid:2"), hold(rich, 7, "bid:3")]
    memorandum = TransferInput(chart.loans_outstanding(), chart.investors_claims(), 357, "principal")
    posted = settle(holds, borrower, extra=[memorandum])
    assert wallet(rich) == (693, 0)
    assert wallet(stranger) == (0, 0)
    assert wallet(borrower) == (357, 0)
    assert balance_fen(chart.loans_outstanding()) == balance_fen(chart.investors_claims()) == 357
    moves = Transfer.objects.filter(entry_id=posted.id).order_by("id").values_list("amount_fen", flat=True)
    assert list(moves) == [300, 50, 7, 357]
    assert set(Hold.objects.values_list("status", "ended_entry_id")) == {("settled", posted.id)}
    assert Event.objects.filter(kind="hold.settled").count() == 3


def test_a_hold_ends_once_whichever_end_comes_first(rich: User, borrower: User) -> None:
    both = [hold(rich, 300), hold(rich, 200, "bid:2")]
    release_hold(hold_id=both[0].pk, key="release:1")
    with transaction.atomic(), pytest.raises(StaleState):
        settle(both, borrower)
    assert wallet(rich) == (800, 200)
    assert wallet(borrower) == (0, 0)
    posted = settle(both[1:], borrower)
    assert settle(both[1:], borrower).id == posted.id
    with pytest.raises(StaleState):
        settle(both[1:], borrower, key="disburse:LN2")
    with pytest.raises(StaleState):
        release_holds(hold_ids=[both[1].pk], reference="LS1", key="release:2")
    assert wallet(borrower) == (200, 0)


def test_a_key_of_another_entry_is_refused(rich: User, borrower: User) -> None:
    first, second = hold(rich, 300), hold(rich, 300, "bid:2")
    settle([first], borrower)
    with pytest.raises(KeyReused):
        settle([second], borrower)
    assert wallet(rich) == (400, 300)


def test_nothing_is_settled_when_an_extra_transfer_is_refused(rich: User, borrower: User) -> None:
    placed = hold(rich, 300)
    too_much = TransferInput(wallet_available(borrower), wallet_held(borrower), 301, "retention")
    with pytest.raises(InsufficientFunds):
        settle([placed], borrower, extra=[too_much])
    placed.refresh_from_db()
    assert (placed.status, placed.ended_entry_id) == ("held", None)
    assert wallet(rich) == (700, 300)
    assert wallet(borrower) == (0, 0)
    settle([placed], borrower, extra=[too_much._replace(amount_fen=300)])
    assert wallet(borrower) == (0, 300)


def test_a_cancelled_listing_releases_all_its_holds_in_one_entry(rich: User, stranger: User) -> None:
    deposit(stranger, 50)
    holds = [hold(rich, 300), hold(stranger, 50, "bid:2")]
    posted = release_holds(hold_ids=[one.pk for one in holds], reference="LS1", key="cancel:LS1")
    assert (wallet(rich), wallet(stranger)) == ((1_000, 0), (50, 0))
    assert Entry.objects.get(pk=posted.id).transfers.count() == 2
    with pytest.raises(StaleState):
        release_holds(hold_ids=[], reference="LS1", key="nothing")


def test_settling_a_hundred_holds_costs_as_many_statements_as_one(rich: User, borrower: User) -> None:
    deposit(borrower, 1)
    counts = []
    for size in (1, 100):
        owners = [make_customer(f"lender{size}.{n}@example.cn") for n in range(size)]
        post_entries([pay(chart.custody_bank(), wallet_available(owner), 10) for owner in owners])
        holds = [hold(owner, 10, f"bid:{size}:{n}") for n, owner in enumerate(owners)]
        with CaptureQueriesContext(connection) as captured:
            settle(holds, borrower, key=f"disburse:{size}")
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert wallet(borrower) == (1_011, 0)
