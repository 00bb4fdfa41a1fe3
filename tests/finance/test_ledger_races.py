"""Rivals at one wallet, one key, one hold, one day: each money moves once. Only PostgreSQL can show it."""

import datetime as dt
import time
from itertools import pairwise

import pytest
from django.db import connection, transaction
from django.db.models import F

from accounts import clock
from accounts.errors import StaleState
from accounts.models import BusinessDate, User
from finance import chart
from finance.chart import wallet_available, wallet_held
from finance.errors import AlreadyReversed, InsufficientFunds
from finance.ledger_writers import postgresql
from finance.models import Entry, Hold, LedgerAccount
from finance.services.place_hold import place_hold
from finance.services.post_entries import post_entries
from finance.services.release_hold import release_hold
from finance.services.reverse_entry import reverse_entry
from finance.services.settle_holds import settle_holds
from finance.services.verify_books import verify_books
from tests.factories import make_customer
from tests.finance.ledger_helpers import balance_fen, deposit, pay, wallet
from tests.races import MeetingPoint, errors_of, only_postgresql, race, without_constraint

pytestmark = [pytest.mark.postgres, only_postgresql, pytest.mark.django_db(transaction=True)]

FINANCE_CHECKS = ("debits_equal_credits", "totals_equal_transfers", "custody_adds_up", "each_hold_ends_once")


@pytest.fixture(params=["small", "large"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "large":
        monkeypatch.setattr(postgresql, "FEW", -1)
    return request.param


@pytest.fixture
def owner(transactional_db: None) -> User:
    customer = make_customer("rich@example.cn")
    deposit(customer, 1_000)
    return customer


def withdraw(owner: User, amount_fen: int, key: str) -> None:
    post_entries([pay(wallet_available(owner), chart.payouts_in_transit(), amount_fen, key=key)])


def books_add_up() -> bool:
    return all(finding.ok for finding in verify_books().findings if finding.name in FINANCE_CHECKS)


def test_two_withdrawals_of_the_same_money_pay_once(owner: User, way: str) -> None:
    outcomes = race([lambda n=n: withdraw(owner, 600, f"w{n}") for n in range(2)])
    assert errors_of(outcomes) == [InsufficientFunds]
    assert wallet(owner) == (400, 0)
    assert balance_fen(chart.payouts_in_transit()) == 600
    assert books_add_up()


def test_twenty_withdrawals_take_what_is_there_and_no_fen_more(owner: User, way: str) -> None:
    outcomes = race([lambda n=n: withdraw(owner, 99, f"w{n}") for n in range(20)])
    assert errors_of(outcomes) == [InsufficientFunds] * 10
    assert wallet(owner) == (10, 0)
    assert balance_fen(chart.payouts_in_transit()) == 990
    assert books_add_up()


def test_control_without_guards_the_same_money_is_paid_twice(owner: User) -> None:
    """No lock, no condition, no CHECK: two who have both read 1,000 both pay 600, every time."""

    def mend() -> None:
        LedgerAccount.objects.filter(debits_fen__gt=F("credits_fen"), code="2001").update(
            debits_fen=F("credits_fen")
        )

    for _attempt in range(5):
        LedgerAccount.objects.filter(code="2001").update(debits_fen=0, credits_fen=1_000)
        between = MeetingPoint(2)
        paid = []

        def withdraw_unguarded(between: MeetingPoint = between, paid: list[int] = paid) -> None:
            account = LedgerAccount.objects.get(code="2001", owner=owner)
            if account.credits_fen - account.debits_fen < 600:
                raise InsufficientFunds
            between.meet()
            LedgerAccount.objects.filter(pk=account.pk).update(debits_fen=F("debits_fen") + 600)
            paid.append(600)

        with without_constraint(LedgerAccount, "ledger_account_wallet_not_negative", mend):
            outcomes = race([withdraw_unguarded, withdraw_unguarded])
            assert between.all_met
            assert errors_of(outcomes) == []
            assert sum(paid) == 1_200
            assert wallet(owner) == (-200, 0)


def test_one_key_from_ten_rivals_posts_once(owner: User) -> None:
    outcomes = race(
        [lambda: post_entries([pay(wallet_available(owner), wallet_held(owner), 100, key="once")])] * 10
    )
    assert errors_of(outcomes) == []
    posted = [outcome.result[0] for outcome in outcomes]
    assert sum(one.is_new for one in posted) == 1
    assert len({one.id for one in posted}) == 1
    assert wallet(owner) == (900, 100)


def test_batches_over_the_same_wallets_in_opposite_orders_never_deadlock(owner: User) -> None:
    others = [make_customer(f"other{n}@example.cn") for n in range(12)]
    post_entries([pay(chart.custody_bank(), wallet_available(other), 10_000) for other in others])

    def churn(worker: int) -> None:
        people = others if worker % 2 else others[::-1]
        for turn in range(10):
            moves = [
                pay(wallet_available(payer), wallet_available(payee), 1, key=f"{worker}:{turn}:{n}")
                for n, (payer, payee) in enumerate(pairwise(people))
            ]
            post_entries(
                [*moves, pay(chart.custody_bank(), chart.suspense(), 1, key=f"{worker}:{turn}:bank")]
            )

    outcomes = race([lambda worker=worker: churn(worker) for worker in range(6)])
    assert errors_of(outcomes) == []
    assert Entry.objects.count() == 13 + 6 * 10 * 12
    assert books_add_up()


def test_a_hold_is_released_or_settled_but_not_both(owner: User) -> None:
    payee = make_customer("payee@example.cn")
    for turn in range(5):
        hold = place_hold(owner=owner, amount_fen=100, purpose="bid", reference="BD", key=f"h{turn}")
        outcomes = race(
            [
                lambda hold=hold, turn=turn: release_hold(hold_id=hold.pk, key=f"r{turn}"),
                lambda hold=hold, turn=turn: settle_holds(
                    hold_ids=[hold.pk],
                    to=wallet_available(payee),
                    kind="test",
                    reference="LN",
                    key=f"s{turn}",
                ),
            ]
        )
        assert errors_of(outcomes) == [StaleState]
    settled = Hold.objects.filter(status="settled").count()
    assert wallet(owner) == (1_000 - 100 * settled, 0)
    assert wallet(payee) == (100 * settled, 0)
    assert books_add_up()


def test_an_entry_is_reversed_once(owner: User) -> None:
    [wrong] = post_entries([pay(chart.custody_bank(), chart.suspense(), 50)])
    works = [
        lambda n=n: reverse_entry(entry_id=wrong.id, reference="T", key=f"reverse:{n}") for n in range(6)
    ]
    assert errors_of(race(works)) == [AlreadyReversed] * 5
    assert balance_fen(chart.suspense()) == 0


def test_the_company_spends_its_money_in_custody_once(owner: User) -> None:
    post_entries([pay(chart.custody_bank(), chart.company_in_custody(), 100)])
    spend = [
        lambda n=n: post_entries([pay(chart.company_in_custody(), wallet_available(owner), 60, key=f"c{n}")])
        for n in range(4)
    ]
    assert errors_of(race(spend)) == [InsufficientFunds] * 3
    assert balance_fen(chart.company_in_custody()) == 40
    assert wallet(owner) == (1_060, 0)


def test_rivals_open_one_wallet_for_one_customer(owner: User) -> None:
    newcomer = make_customer("new@example.cn")
    outcomes = race(
        [
            lambda n=n: post_entries([pay(chart.custody_bank(), wallet_available(newcomer), 1, key=f"n{n}")])
            for n in range(8)
        ]
    )
    assert errors_of(outcomes) == []
    assert LedgerAccount.objects.filter(owner=newcomer).count() == 1
    assert wallet(newcomer) == (8, 0)


def test_the_business_date_does_not_move_under_a_posting(owner: User) -> None:
    """A close that moves the date waits for the posting, whose entry is then dated on the day before."""
    today = clock.today()
    tomorrow = today + dt.timedelta(days=1)
    posted = MeetingPoint(2)

    def post_slowly() -> None:
        with transaction.atomic():
            withdraw(owner, 1, "slow")
            posted.meet()
            time.sleep(0.3)

    def move_the_date() -> dt.date:
        posted.meet()
        with transaction.atomic():
            BusinessDate.objects.filter(id=1).update(today_on=tomorrow, closed_through_on=today)
            return Entry.objects.get(idempotency_key="slow").business_date

    outcomes = race([post_slowly, move_the_date])
    assert errors_of(outcomes) == []
    assert outcomes[1].result == today
    withdraw(owner, 1, "next")
    assert Entry.objects.get(idempotency_key="next").business_date == tomorrow


def test_slots_keep_workers_apart_and_add_up_on_reading(owner: User) -> None:
    race(
        [
            lambda n=n: post_entries([pay(chart.custody_bank(), chart.suspense(), 10, key=f"p{n}")])
            for n in range(6)
        ]
    )
    rows = LedgerAccount.objects.filter(code="2401")
    assert rows.count() > 1
    assert balance_fen(chart.suspense()) == 60
    assert connection.vendor == "postgresql"
