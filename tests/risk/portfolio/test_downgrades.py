"""A worse class by hand: asked for, approved by another person, counted for its days, lifted by another."""

import datetime as dt

import pytest

from accounts import clock
from accounts.errors import Refused
from accounts.models import BusinessDate, User
from lending.models import Loan
from risk.models import ClassDowngrade
from risk.services.lift_downgrade import lift_downgrade
from risk.services.propose_downgrade import propose_downgrade
from tests.approvals import decide
from tests.risk.portfolio.books import START, told, write_down

UNTIL = START + dt.timedelta(days=60)


def ask(loan: Loan, maker: User, **changes: object) -> ClassDowngrade:
    values = {"five_class": "substandard", "until_on": UNTIL, "reason": "The employer is insolvent."}
    return propose_downgrade(loan=loan, maker=maker, **{**values, **changes})  # type: ignore[arg-type]


def test_a_class_is_worse_from_the_day_of_approval_until_it_is_lifted(
    loan: Loan, risk_officer: User, risk_manager: User
) -> None:
    with clock.simulated(START):
        row = ask(loan, risk_officer)
        write_down(START)
        assert told(loan) == [("01-15", 10_000_00, 0, "normal")]
        BusinessDate.objects.update(today_on=START + dt.timedelta(days=3))
    with clock.simulated(START + dt.timedelta(days=3)):
        row = decide(row, risk_manager)
        assert (row.status, row.from_on) == ("in_force", START + dt.timedelta(days=3))
        write_down(row.from_on)  # type: ignore[arg-type]
        with pytest.raises(Refused, match="same_person"):
            lift_downgrade(row=row, reason="over", actor=risk_officer)
        BusinessDate.objects.update(today_on=START + dt.timedelta(days=9))
    with clock.simulated(START + dt.timedelta(days=9)):
        lift_downgrade(row=row, reason="The employer pays again.", actor=risk_manager)
        write_down(START + dt.timedelta(days=9))
        with pytest.raises(Refused, match="not_in_force"):
            lift_downgrade(row=row, reason="again", actor=risk_manager)
    assert [one[0::3] for one in told(loan)] == [
        ("01-15", "normal"),
        ("01-18", "substandard"),
        ("01-24", "normal"),
    ]


def test_it_ends_by_itself_after_its_last_day(loan: Loan, risk_officer: User, risk_manager: User) -> None:
    with clock.simulated(START):
        row = decide(ask(loan, risk_officer), risk_manager)
    write_down(START, UNTIL - dt.timedelta(days=30), UNTIL, UNTIL + dt.timedelta(days=1))
    assert told(loan)[0] == ("01-15", 10_000_00, 0, "substandard")
    assert told(loan)[-1][3] == "special_mention"
    assert row.status == "in_force"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"five_class": "normal"}, "not_worse"),
        ({"until_on": START}, "bad_date"),
        ({"until_on": START + dt.timedelta(days=366)}, "bad_date"),
        ({"reason": " "}, "reason_missing"),
    ],
)
def test_refuses_what_is_no_downgrade(
    loan: Loan, risk_officer: User, changes: dict[str, object], code: str
) -> None:
    with clock.simulated(START), pytest.raises(Refused, match=code):
        ask(loan, risk_officer, **changes)
    assert not ClassDowngrade.objects.exists()


def test_no_class_is_asked_for_that_the_days_give_already(loan: Loan, risk_officer: User) -> None:
    BusinessDate.objects.update(today_on=dt.date(2026, 6, 1))
    with clock.simulated(dt.date(2026, 6, 1)):
        until_on = dt.date(2026, 8, 1)
        with pytest.raises(Refused, match="not_worse"):
            ask(loan, risk_officer, until_on=until_on)
        assert ask(loan, risk_officer, five_class="doubtful", until_on=until_on).status == "planned"
        with pytest.raises(Refused, match="already_asked"):
            ask(loan, risk_officer, five_class="loss", until_on=until_on)


def test_what_was_not_approved_never_counts(loan: Loan, risk_officer: User, risk_manager: User) -> None:
    with clock.simulated(START):
        row = decide(ask(loan, risk_officer), risk_manager, is_approved=False)
    assert (row.status, row.from_on) == ("dropped", None)
    write_down(START)
    assert told(loan)[0][3] == "normal"
