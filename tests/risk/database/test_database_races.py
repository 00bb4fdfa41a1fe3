"""Two presses at once, on PostgreSQL: an approved export is handed out once, a watch ends once."""

import datetime as dt
from functools import partial
from typing import Any

import pytest

from accounts import clock, locking
from accounts.errors import Refused
from accounts.models import Approval, Event, User
from risk.models import ListExport, RiskWatch
from risk.services import fetch_export as fetching
from risk.services.ask_export import ask_export
from risk.services.end_watch import end_watch
from risk.services.fetch_export import fetch_export
from risk.services.place_watch import WatchTerms, place_watch
from tests import watching
from tests.factories import make_customer, make_staff
from tests.races import MeetingPoint, Outcome, only_postgresql, race

pytestmark = [pytest.mark.postgres, only_postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def no_watchers(house_lock_order: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The watcher of the lock order knows one thread; these tests have many."""
    monkeypatch.setattr(locking, "watchers", [])


@pytest.fixture
def officer(transactional_db: None) -> User:
    return make_staff("desk@example.cn", "risk_officer")


@pytest.fixture
def export(officer: User) -> ListExport:
    row = ask_export(actor=officer, reason="协查报送")
    watching.decide(Approval.objects.get(number=row.approval_number), watching.manager())
    return ListExport.objects.get(pk=row.pk)


def fetch_both(export: ListExport, officer: User) -> list[Outcome]:
    return race([partial(fetch_export, export=export, actor=officer)] * 2)


def test_one_of_two_presses_gets_the_file(export: ListExport, officer: User) -> None:
    outcomes = fetch_both(export, officer)
    assert [type(one.error) for one in outcomes if not one.is_ok] == [Refused]
    assert Event.objects.filter(kind="watch_export.taken").count() == 1


def test_without_lock_and_condition_both_get_it(
    export: ListExport, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: both read before either has written, and neither asks for the state."""
    point = MeetingPoint(2)

    def read_and_meet(rows: Any) -> ListExport:
        found = rows.get()
        point.meet()
        return found

    monkeypatch.setattr(fetching, "lock_one", read_and_meet)
    monkeypatch.setattr(fetching, "move", lambda *args, **fields: None)
    assert [one.error for one in fetch_both(export, officer)] == [None, None]


def test_two_who_end_a_watch_end_it_once(officer: User) -> None:
    manager = make_staff("boss@example.cn", "risk_manager")
    terms = WatchTerms("overdue", "连续晚还", clock.today() + dt.timedelta(days=9), "repaid")
    watch: RiskWatch = place_watch(
        terms=terms, owner=officer, actor=officer, customer=make_customer("owner@example.cn")
    )
    outcomes = race(
        [partial(end_watch, watch=watch, words="已无欠款", actor=one) for one in (officer, manager)]
    )
    assert [getattr(one.error, "code", "") for one in outcomes if not one.is_ok] == ["watch_over"]
    assert Event.objects.filter(kind="risk_watch.ended").count() == 1
