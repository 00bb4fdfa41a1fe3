"""What of the money of a day becomes an alert: exact thresholds, from the books, the same however often one looks."""

import datetime as dt

import pytest

from accounts import clock
from accounts.errors import Refused
from accounts.models import KnownDevice, User
from finance.custody import sandbox_bank
from finance.custody.sandbox_customer import bind_own_card
from finance.custody.sandbox_delivery import deliver_notifications
from finance.models import BankCard, SuspenseItem
from finance.queries.wallets import wallet_balance
from finance.services.assign_suspense import assign_suspense
from risk.aml.reading import movements
from risk.domain import aml
from risk.domain.aml import Movement
from risk.models import AmlAlert
from risk.services.watch_money import find_day_to_watch, watch_money
from tests.factories import make_customer, make_staff
from tests.risk.aml.money import DAY, at, look, pay_in, pay_out, told

RULE = {
    "cash_day_fen": 5_000_000,
    "person_transfer_fen": 50_000_000,
    "organisation_transfer_fen": 200_000_000,
}
NEXT = DAY + dt.timedelta(days=1)


def line(customer: int, fen: int, what: str = "deposit", direction: str = "in") -> Movement:
    return Movement(customer, DAY, what, direction, fen, "X")


@pytest.mark.parametrize(
    ("lines", "companies", "expected"),
    [
        # A person: what came and what went are each added up over the day, to the fen.
        ([line(1, 30_000_000), line(1, 19_999_999)], (), []),
        ([line(1, 30_000_000), line(1, 20_000_000)], (), [("large_in", 1, 50_000_000)]),
        ([line(1, 30_000_000), line(1, 20_000_000, "withdrawal", "out")], (), []),
        ([line(1, 50_000_000, "withdrawal", "out")], (), [("large_out", 1, 50_000_000)]),
        # A company has four times as much room.
        ([line(1, 199_999_999)], (1,), []),
        ([line(1, 200_000_000)], (1,), [("large_in", 1, 200_000_000)]),
        # Nobody knows who sent it: as cash.
        ([line(1, 4_999_999, "receipt")], (), []),
        ([line(1, 5_000_000, "receipt")], (), [("large_cash", 1, 5_000_000)]),
    ],
)
def test_large_is_large_in_a_day(
    lines: list[Movement], companies: tuple[int, ...], expected: list[object]
) -> None:
    found = aml.large_of_day(DAY, lines, companies, RULE)
    assert [(one.pattern, one.customer_id, one.amount_fen) for one in found] == expected


def test_the_other_patterns_to_the_fen() -> None:
    through = {"least_fen": 5_000_000, "out_ppm": 900_000, "used_ppm": 100_000}
    assert aml.is_pass_through(5_000_000, 4_500_000, 500_000, through)
    assert not aml.is_pass_through(5_000_000, 4_499_999, 0, through)
    assert not aml.is_pass_through(5_000_000, 5_000_000, 500_001, through)
    assert not aml.is_pass_through(4_999_999, 4_999_999, 0, through)
    under = {"under_fen": 5_000_000, "near_ppm": 900_000, "count": 3}
    near = [line(1, fen) for fen in (4_500_000, 4_499_999, 4_999_999, 5_000_000)]
    assert aml.just_under(near, under) == []
    assert aml.just_under([*near, line(1, 4_700_000)], under) == [near[0], near[2], line(1, 4_700_000)]
    early = {"least_fen": 1_000_000, "days_ahead": 90, "source_ppm": 500_000}
    assert aml.is_early_from_new_source(1_000_000, 90, 500_000, early)
    for values in ((999_999, 90, 999_999), (1_000_000, 89, 1_000_000), (1_000_000, 90, 499_999)):
        assert not aml.is_early_from_new_source(*values, early)


def test_buyers_of_a_dealer_who_take_money_out_at_once() -> None:
    rule = {"days": 3, "people": 2, "least_fen": 300}
    days = {1: [DAY], 2: [DAY - dt.timedelta(days=3)], 3: [DAY - dt.timedelta(days=4)]}
    out = [line(one, 150, "withdrawal", "out") for one in (1, 2, 3)]
    assert aml.buyers_who_left(out, days, rule) == out[:2]
    assert aml.buyers_who_left(out[:1] * 2, days, rule) == []
    assert aml.buyers_who_left(out, days, rule | {"least_fen": 301}) == []


def test_money_that_only_passes_through_and_a_second_look(investor: User) -> None:
    with at(DAY):
        pay_in(investor, 60_000_00)
    with at(NEXT):
        pay_out(investor, 55_000_00)
        # Asking is not paying: the order and its payment are one movement.
        assert [(one.what, one.amount_fen) for one in movements(DAY, NEXT)] == [
            ("deposit", 60_000_00),
            ("withdrawal", 55_000_00),
        ]
        assert look(DAY) == []
        raised = look(NEXT)
        assert told(raised) == [("pass_through", "investor@example.cn", 115_000_00, 2)]
        assert [one.transfer is not None for one in raised[0].lines.all()] == [True, True]
        assert raised[0].due_on == dt.date(2026, 3, 19)
        assert (look(DAY), look(NEXT), AmlAlert.objects.count()) == ([], [], 1)
        # The same days go on: one alert is enough as long as they overlap.
        pay_out(investor, 5_000_00)
    with at(NEXT + dt.timedelta(days=1)):
        assert look(NEXT) == []


def test_days_caught_up_give_what_each_night_gives(investor: User, officer: User) -> None:
    for step in range(3):
        with at(DAY + dt.timedelta(days=step)):
            pay_in(investor, 46_000_00)
    day = DAY + dt.timedelta(days=3)
    with at(day):
        assert find_day_to_watch(DAY, 0, 10) == [1]
        assert (find_day_to_watch(DAY, 1, 10), find_day_to_watch(day, 0, 10)) == ([], [])
        for first, last, code in ((DAY, day, "day_open"), (NEXT, DAY, "bad_days")):
            with pytest.raises(Refused, match=code):
                watch_money(first_on=first, last_on=last, actor=officer)
        assert not AmlAlert.objects.exists()
        caught_up = watch_money(first_on=DAY, last_on=day - dt.timedelta(days=1), actor=officer)
        assert told(caught_up) == [("structuring", "investor@example.cn", 138_000_00, 3)]
        keys = set(AmlAlert.objects.values_list("key", flat=True))
        by_night = [one for step in range(3) for one in look(DAY + dt.timedelta(days=step))]
        assert (by_night, set(AmlAlert.objects.values_list("key", flat=True))) == ([], keys)


def test_one_card_and_one_device_for_several(investor: User, borrower: User, officer: User) -> None:
    third = make_customer("third@example.cn")
    with at(DAY):
        pay_in(investor, 100_00)
        card = BankCard.objects.get(user=investor)
        # The first owner gave it up; now it belongs to somebody else.
        pay_in(borrower, 200_00)
        BankCard.objects.filter(user=borrower).update(card_index=f"{card.card_index[:-1]}x")
        BankCard.objects.filter(user=investor).update(status="removed", is_default=False)
        BankCard.objects.filter(user=borrower).update(card_index=card.card_index)
        for user in (investor, borrower):
            KnownDevice.objects.create(
                user=user, token_index="d" * 64, first_at=clock.now(), last_at=clock.now()
            )
        assert told(look(DAY)) == [("shared_card", "borrower@example.cn", 300_00, 2)]
        KnownDevice.objects.create(
            user=third, token_index="d" * 64, first_at=clock.now(), last_at=clock.now()
        )
        assert look(DAY) == []
        pay_in(third, 300_00)
        assert told(look(DAY)) == [("shared_device", "third@example.cn", 600_00, 3)]


def test_a_receipt_without_a_sender_counts_as_cash(investor: User, finance_manager: User) -> None:
    with at(DAY):
        bind_own_card(investor)
        sandbox_bank.receive_unidentified(amount_fen=50_000_00, payer_name=investor.person.real_name)
        deliver_notifications()
        item = SuspenseItem.objects.get()
        assert look(DAY) == []
        assign_suspense(
            actor=finance_manager,
            item_number=item.number,
            customer_number=investor.number,
            evidence="Transfer slip seen, number 4711",
            key="k",
        )
        assert wallet_balance(investor).available_fen == 50_000_00
        assert told(look(DAY)) == [("large_cash", "investor@example.cn", 50_000_00, 1)]
        # Five working days over a weekend.
        assert AmlAlert.objects.get().due_on == dt.date(2026, 3, 11)


@pytest.fixture
def officer(db: None) -> User:
    return make_staff("aml@example.cn", "risk_officer")
