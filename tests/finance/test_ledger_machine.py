"""A machine presses every button of the ledger in any order; a plain dict of purses says what must come out."""

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from accounts.errors import Refused, StaleState
from accounts.models import User
from finance import chart
from finance import invariants as finance_invariants
from finance.chart import AccountRef, wallet_available, wallet_held
from finance.models import Hold
from finance.posting import EntryInput, TransferInput
from finance.queries.wallets import wallet_balances
from finance.services.place_hold import place_hold
from finance.services.post_entries import post_entries
from finance.services.release_hold import release_hold
from finance.services.reverse_entry import reverse_entry
from finance.services.settle_holds import settle_holds
from tests.factories import make_customer
from tests.finance.ledger_helpers import balance_fen
from tests.finance.reference_books import NotEnough, ReferenceBooks

NAMES = ("A", "B", "C")
names = st.sampled_from(NAMES)
amounts = st.integers(min_value=1, max_value=500)
HOUSE = {"bank": "1001", "transit": "2101", "company": "2190", "suspense": "2401"}
CHECKS = (
    finance_invariants.debits_equal_credits,
    finance_invariants.totals_equal_transfers,
    finance_invariants.no_transfer_across_books,
    finance_invariants.custody_adds_up,
    finance_invariants.company_money_agrees,
    finance_invariants.wallets_not_negative,
    finance_invariants.open_holds_are_held,
    finance_invariants.each_hold_ends_once,
    finance_invariants.entries_move_something,
)


class LedgerMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.scope = transaction.atomic()
        self.scope.__enter__()
        self.plain = ReferenceBooks()
        self.holds: list[Hold] = []
        self.entry_ids: list[int] = []
        self.keys = 0

    def teardown(self) -> None:
        try:
            assert [sentence for check in CHECKS for sentence in check()] == []
        finally:
            transaction.set_rollback(True)
            self.scope.__exit__(None, None, None)

    @initialize()
    def open(self) -> None:
        self.users: dict[str, User] = {name: make_customer(f"{name.lower()}@machine.cn") for name in NAMES}

    def ref(self, purse: str) -> AccountRef:
        wallet, _, owner = purse.partition(":")
        if owner:
            return (wallet_available if wallet == "available" else wallet_held)(self.users[owner])
        return AccountRef(HOUSE[purse])

    def key(self) -> str:
        self.keys += 1
        return f"machine:{self.keys}"

    def post(self, *moves: tuple[str, str, int], also: tuple[TransferInput, ...] = ()) -> None:
        """Move in both books; both must say yes, or both no."""
        transfers = [
            TransferInput(self.ref(source), self.ref(target), amount_fen, "m")
            for source, target, amount_fen in moves
        ]
        posting = EntryInput("machine", "M", self.key(), [*transfers, *also])
        try:
            self.plain.move(*moves)
        except NotEnough:
            with pytest.raises(Refused) as refusal:
                post_entries([posting])
            assert refusal.value.code == "insufficient_funds"
            return
        [posted] = post_entries([posting])
        self.entry_ids.append(posted.id)
        assert post_entries([posting]) == [posted._replace(is_new=False)]

    def attempt(self, plainly, really) -> object | None:
        """Do it in both books; None when both refused."""
        try:
            plainly()
        except NotEnough:
            with pytest.raises(Refused):
                really()
            return None
        return really()

    @rule(owner=names, amount_fen=amounts)
    def deposit(self, owner: str, amount_fen: int) -> None:
        self.post(("bank", f"available:{owner}", amount_fen))

    @rule(owner=names, amount_fen=amounts)
    def ask_for_withdrawal(self, owner: str, amount_fen: int) -> None:
        self.post((f"available:{owner}", "transit", amount_fen))

    @rule(owner=names, amount_fen=amounts, is_paid=st.booleans())
    def answer_withdrawal(self, owner: str, amount_fen: int, is_paid: bool) -> None:
        if amount_fen <= self.plain["transit"]:
            self.post(("transit", "bank" if is_paid else f"available:{owner}", amount_fen))

    @rule(moves=st.lists(st.tuples(names, names, amounts), min_size=1, max_size=30))
    def pay_many(self, moves: list[tuple[str, str, int]]) -> None:
        between = [
            (f"available:{payer}", f"available:{payee}", fen) for payer, payee, fen in moves if payer != payee
        ]
        if between:
            self.post(*between)

    @rule(owner=names, amount_fen=amounts)
    def pay_fee(self, owner: str, amount_fen: int) -> None:
        company = TransferInput(chart.due_from_custody(), chart.income("4001"), amount_fen, "fee")
        self.post((f"available:{owner}", "company", amount_fen), also=(company,))

    @rule(owner=names, amount_fen=amounts)
    def reward(self, owner: str, amount_fen: int) -> None:
        cost = TransferInput(chart.cost("5001"), chart.due_from_custody(), amount_fen, "reward")
        self.post(("company", f"available:{owner}", amount_fen), also=(cost,))

    @rule(owner=names, amount_fen=amounts)
    def hold(self, owner: str, amount_fen: int) -> None:
        placed = self.attempt(
            lambda: self.plain.place_hold(owner, amount_fen),
            lambda: place_hold(
                owner=self.users[owner], amount_fen=amount_fen, purpose="bid", reference="M", key=self.key()
            ),
        )
        if placed is not None:
            self.holds.append(placed)
            self.entry_ids.append(placed.placed_entry_id)

    @precondition(lambda self: self.plain.open_holds())
    @rule(data=st.data())
    def release(self, data: st.DataObject) -> None:
        position = data.draw(st.sampled_from(self.plain.open_holds()))
        owner = self.plain.holds[position].owner
        self.plain.end_hold(position, f"available:{owner}")
        key = self.key()
        posted = release_hold(hold_id=self.holds[position].pk, key=key)
        assert release_hold(hold_id=self.holds[position].pk, key=key).id == posted.id
        self.entry_ids.append(posted.id)

    @precondition(lambda self: self.plain.open_holds())
    @rule(data=st.data(), payee=names)
    def settle(self, data: st.DataObject, payee: str) -> None:
        chosen = data.draw(st.lists(st.sampled_from(self.plain.open_holds()), min_size=1, unique=True))
        moves = [
            (
                f"held:{self.plain.holds[position].owner}",
                f"available:{payee}",
                self.plain.holds[position].amount_fen,
            )
            for position in sorted(chosen)
        ]
        self.plain.move(*moves)
        for position in chosen:
            self.plain.holds[position].is_open = False
        posted = settle_holds(
            hold_ids=[self.holds[position].pk for position in chosen],
            to=wallet_available(self.users[payee]),
            kind="machine.settled",
            reference="M",
            key=self.key(),
        )
        self.entry_ids.append(posted.id)

    @precondition(lambda self: len(self.plain.open_holds()) < len(self.plain.holds))
    @rule(data=st.data())
    def end_a_hold_again(self, data: st.DataObject) -> None:
        ended = [position for position, hold in enumerate(self.plain.holds) if not hold.is_open]
        hold = self.holds[data.draw(st.sampled_from(ended))]
        with pytest.raises(StaleState):
            release_hold(hold_id=hold.pk, key=self.key())

    @precondition(lambda self: self.entry_ids)
    @rule(data=st.data())
    def reverse(self, data: st.DataObject) -> None:
        """Reverse a posting once; the entries of holds are ended, not reversed."""
        position = data.draw(st.sampled_from(range(len(self.entry_ids))))
        moves = self.plain.entries[position]
        if any("company" in move for move in moves):
            return
        if any("held:" in purse for source, target, _ in moves for purse in (source, target)):
            with pytest.raises(Refused):
                reverse_entry(entry_id=self.entry_ids[position], reference="M", key=self.key())
            return
        entry_id = self.entry_ids[position]
        if position in self.plain.reversed_entries:
            with pytest.raises(Refused):
                reverse_entry(entry_id=entry_id, reference="M", key=self.key())
            return
        posted = self.attempt(
            lambda: self.plain.reverse(position),
            lambda: reverse_entry(entry_id=entry_id, reference="M", key=self.key()),
        )
        if posted is not None:
            self.entry_ids.append(posted.id)

    @invariant()
    def wallets_agree(self) -> None:
        if not hasattr(self, "users"):
            return
        balances = wallet_balances(user.pk for user in self.users.values())
        for name, user in self.users.items():
            balance = balances.get(user.pk)
            shown = (balance.available_fen, balance.held_fen) if balance else (0, 0)
            assert shown == (self.plain[f"available:{name}"], self.plain[f"held:{name}"])
        assert balance_fen(chart.custody_bank()) == -self.plain["bank"]
        for purse in ("transit", "company"):
            assert balance_fen(AccountRef(HOUSE[purse])) == self.plain[purse]


def test_the_ledger_agrees_with_a_dict_of_purses(db: None) -> None:
    run_state_machine_as_test(LedgerMachine, settings=settings(max_examples=12, stateful_step_count=25))
