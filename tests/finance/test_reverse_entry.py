"""A mistake is a reversing entry, once."""

import pytest

from accounts.errors import Refused
from accounts.models import User
from finance import chart
from finance.chart import wallet_available
from finance.errors import AlreadyReversed, InsufficientFunds
from finance.models import Entry
from finance.posting import TransferInput
from finance.services.place_hold import place_hold
from finance.services.post_entries import post_entries
from finance.services.release_hold import release_hold
from finance.services.reverse_entry import reverse_entry
from tests.finance.ledger_helpers import balance_fen, deposit, entry, pay, wallet


def test_swaps_every_transfer_and_keeps_both_entries(
    investor: User, borrower: User, finance_manager: User
) -> None:
    deposit(investor, 100)
    [wrong] = post_entries(
        [
            entry(
                TransferInput(wallet_available(investor), wallet_available(borrower), 60, "a"),
                TransferInput(chart.loans_outstanding(), chart.investors_claims(), 60, "b"),
            )
        ]
    )
    posted = reverse_entry(entry_id=wrong.id, reference="T1", key="reverse:1", actor=finance_manager)
    assert (wallet(investor), wallet(borrower)) == ((100, 0), (0, 0))
    assert balance_fen(chart.loans_outstanding()) == 0
    row = Entry.objects.get(pk=posted.id)
    assert (row.kind, row.reverses_id, row.posted_by) == ("reversal", wrong.id, finance_manager)
    assert list(row.transfers.order_by("id").values_list("purpose", flat=True)) == ["a", "b"]


def test_refuses_a_second_reversal_and_finds_the_first_by_its_key(db: None) -> None:
    [wrong] = post_entries([pay(chart.custody_bank(), chart.suspense(), 9)])
    first = reverse_entry(entry_id=wrong.id, reference="T1", key="reverse:1")
    assert reverse_entry(entry_id=wrong.id, reference="T1", key="reverse:1").id == first.id
    with pytest.raises(AlreadyReversed):
        reverse_entry(entry_id=wrong.id, reference="T1", key="reverse:2")
    assert balance_fen(chart.suspense()) == 0
    assert Entry.objects.count() == 2


def test_refuses_to_reverse_what_placed_or_ended_a_hold(investor: User) -> None:
    deposit(investor, 100)
    hold = place_hold(owner=investor, amount_fen=40, purpose="bid", reference="BD1", key="h")
    with pytest.raises(Refused) as refusal:
        reverse_entry(entry_id=hold.placed_entry_id, reference="T1", key="reverse:1")
    assert refusal.value.code == "hold_is_ended"
    released = release_hold(hold_id=hold.pk, key="r")
    with pytest.raises(Refused):
        reverse_entry(entry_id=released.id, reference="T1", key="reverse:2")
    assert wallet(investor) == (100, 0)


def test_refuses_when_the_money_is_gone(investor: User, borrower: User) -> None:
    deposit(investor, 100, key="wrong")
    post_entries([pay(wallet_available(investor), wallet_available(borrower), 1)])
    wrong = Entry.objects.get(idempotency_key="wrong")
    with pytest.raises(InsufficientFunds):
        reverse_entry(entry_id=wrong.pk, reference="T1", key="reverse:1")
    assert wallet(investor) == (99, 0)
    post_entries([pay(wallet_available(borrower), wallet_available(investor), 1)])
    reverse_entry(entry_id=wrong.pk, reference="T1", key="reverse:1")
    assert wallet(investor) == (0, 0)
