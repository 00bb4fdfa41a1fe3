"""Two officers and the last call of a day, on two loans of one debtor. Only PostgreSQL can show it."""

import datetime as dt

import pytest
from django.db.models import Q

from accounts import clock
from accounts.errors import Refused
from accounts.models import User
from lending.models import Loan
from risk.collections import governor
from risk.collections.governor import verdict_of
from risk.models import CollectionCase, CollectionContact
from risk.services.begin_call import begin_call
from tests.factories import make_customer
from tests.lending import factories as lending_factories
from tests.races import MeetingPoint, Outcome, only_postgresql, race
from tests.risk.collections import factories

pytestmark = [pytest.mark.postgres, only_postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cases(transactional_db: None) -> list[CollectionCase]:
    """Two loans of one debtor, who was reached twice today."""
    officers = [factories.officer(f"officer{n}@example.cn") for n in range(2)]
    debtor = factories.make_debtor(make_customer("borrower@example.cn", name="李借"))
    factories.set_today(factories.START)
    with clock.simulated(factories.START):
        second = lending_factories.make_active_loan(debtor, purpose="appliances")
    first = factories.late_loan(debtor)
    Loan.objects.filter(pk=first.pk).update(overdue_since_on=factories.LATE)
    Loan.objects.filter(pk=second.pk).update(overdue_since_on=factories.LATE)
    case = factories.case_of(first)
    CollectionCase.objects.create(
        number="CO2",
        loan=second,
        officer=officers[1],
        overdue_since_on=factories.LATE,
        opened_at=clock.now(),
        next_action_on=factories.LATE,
    )
    with factories.at(10):
        factories.connect(case, officers[0])
        factories.connect(case, officers[0])
    return list(CollectionCase.objects.select_related("loan__borrower").order_by("pk"))


def both_call(cases: list[CollectionCase]) -> list[Outcome]:
    officers = User.objects.filter(email__startswith="officer").order_by("pk")
    pairs = list(zip(cases, officers, strict=True))

    def work(case: CollectionCase, officer: User) -> object:
        with clock.simulated(factories.LATE, dt.time(11)):
            return begin_call(case=case, officer=officer, purpose="remind")

    return race([lambda pair=pair: work(*pair) for pair in pairs])


def calls_of_the_day() -> int:
    return CollectionContact.objects.filter(Q(is_connected=True) | Q(status="open")).count()


def test_two_officers_at_the_last_call_of_a_day_make_one(cases: list[CollectionCase]) -> None:
    outcomes = both_call(cases)
    assert sorted(outcome.is_ok for outcome in outcomes) == [False, True]
    [error] = [outcome.error for outcome in outcomes if outcome.error is not None]
    assert isinstance(error, Refused)
    assert error.code == "too_many_calls"
    assert calls_of_the_day() == 3


def test_without_the_debtors_name_both_would_call(
    cases: list[CollectionCase], monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = MeetingPoint(2)

    def ask_and_meet(case: CollectionCase, **asked: object) -> object:
        found = verdict_of(case, **asked)  # type: ignore[arg-type]
        meeting.meet()
        return found

    monkeypatch.setattr(governor, "lock_names", lambda *names: None)
    monkeypatch.setattr(governor, "verdict_of", ask_and_meet)
    assert all(outcome.is_ok for outcome in both_call(cases))
    assert calls_of_the_day() == 4
