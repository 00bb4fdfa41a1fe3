"""More time than the mandate allows: the holders vote, by principal."""

import datetime as dt

import pytest
from django.test import Client

from accounts.errors import Refused
from accounts.models import Message, User
from lending.domain.votes import Tally, tally
from lending.models import Instalment, Loan, Restructure
from lending.services.cast_ballot import cast_ballot
from lending.services.plan_restructure import plan_restructure
from tests.closing import close_before, close_through
from tests.factories import make_staff
from tests.lending import factories
from tests.lending.test_bad_days import LATE, approve, assert_sound, investors, loan, manager, officer
from tests.lending.test_restructures import accept
from tests.money import fund

__all__ = ["investors", "loan", "manager", "officer"]


def voting(loan: Loan, manager: User) -> Restructure:
    """A plan of 18 months more, six beyond the mandate, on which the holders vote for seven days."""
    close_before(LATE)
    row = factories.make_restructure(loan)
    maker = make_staff("planner@example.cn", "risk_officer")
    with pytest.raises(Refused) as refusal:
        plan_restructure(number=row.number, maker=maker, extra_periods=18, holiday_periods=0, reason="需要")
    assert refusal.value.code == "beyond_mandate"
    plan_restructure(
        number=row.number, maker=maker, extra_periods=18, holiday_periods=0, reason="需要", by_vote=True
    )
    approve(manager)
    row.refresh_from_db()
    assert (row.status, row.vote_until_on) == ("voting", LATE + dt.timedelta(days=7))
    return row


@pytest.mark.parametrize(
    ("ballots", "is_carried"),
    [
        ([(3_300_00, False), (6_700_00, True)], True),
        ([(3_400_00, False), (6_600_00, True)], False),
        ([(5_000_00, None), (5_000_00, True)], True),
        ([(5_000_01, None), (4_999_99, True)], False),
        ([(1, None)], False),
    ],
)
def test_half_must_vote_and_two_thirds_agree(
    ballots: list[tuple[int, bool | None]], is_carried: bool
) -> None:
    assert tally(ballots).is_carried(500_000, 666_667) is is_carried


def test_the_tally_adds_up() -> None:
    assert tally([(1, True), (2, False), (4, None)]) == Tally(7, 3, 1)


def test_a_carried_vote_binds_all_and_the_borrower_accepts(
    loan: Loan, borrower: User, investors: list[User], manager: User
) -> None:
    row = voting(loan, manager)
    assert Message.objects.filter(template="vote_opened", channel="inbox").count() == 2
    cast_ballot(number=row.number, holder=investors[1], is_yes=False)
    cast_ballot(number=row.number, holder=investors[1], is_yes=True)
    cast_ballot(number=row.number, holder=investors[0], is_yes=False)
    close_through(LATE + dt.timedelta(days=7))
    row.refresh_from_db()
    assert row.status == "offered"
    with pytest.raises(Refused):
        cast_ballot(number=row.number, holder=investors[0], is_yes=True)
    fund(borrower, 1_000_00)
    accept(row)
    loan.refresh_from_db()
    assert (loan.outstanding_fen, loan.schedule_version) == (10_000_00, 2)
    assert Instalment.objects.filter(loan=loan, superseded_at=None, settled_at=None).count() > 24
    assert_sound()


def test_without_enough_votes_it_is_refused(
    loan: Loan, borrower: User, investors: list[User], manager: User
) -> None:
    row = voting(loan, manager)
    cast_ballot(number=row.number, holder=investors[0], is_yes=True)
    close_through(LATE + dt.timedelta(days=7))
    row.refresh_from_db()
    assert row.status == "declined"
    assert row.end_reason
    assert Message.objects.filter(to=borrower, template="restructure_declined", channel="inbox").exists()
    assert Message.objects.filter(template="vote_lost", channel="inbox").count() == 2
    assert Instalment.objects.filter(loan=loan, superseded_at=None).count() == 12


def test_only_holders_see_the_vote(
    client: Client, loan: Loan, investors: list[User], manager: User, stranger: User
) -> None:
    row = voting(loan, manager)
    client.force_login(stranger)
    assert client.get(f"/invest/votes/{row.number}/").status_code in (302, 404)
    with pytest.raises(Refused) as refusal:
        cast_ballot(number=row.number, holder=stranger, is_yes=True)
    assert refusal.value.code == "no_ballot"
