"""The register of operational-risk events: reported by anybody, examined, set right, closed; and its sums."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from accounts import clock
from accounts.errors import Refused
from accounts.models import Department, Event, User
from risk.inspections.queries import losses_by_category, losses_by_quarter
from risk.models import OperationalEvent
from risk.services.close_operational_event import close_operational_event
from risk.services.examine_operational_event import Examination, examine_operational_event
from risk.services.report_operational_event import report_operational_event
from tests.arrivals import arrive
from tests.factories import make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> User:
    return make_staff("clerk@example.cn", "cashier")


@pytest.fixture
def manager() -> User:
    return make_staff("manager@example.cn", "risk_manager")


def report(clerk: User, **changes: Any) -> OperationalEvent:
    values = {
        "category": "process",
        "department": Department.objects.get(code="finance"),
        "happened_on": clock.today(),
        "found_on": clock.today(),
        "words": "A withdrawal was entered twice and called back.",
        "loss_fen": 120_00,
        "key": "report",
    }
    return report_operational_event(reported_by=clerk, **{**values, **changes})


def examination(owner: User) -> Examination:
    return Examination(
        category="process",
        cause="Two tabs were open.",
        measures="The form carries a key.",
        owner=owner,
        due_on=clock.today() + dt.timedelta(days=7),
        loss_fen=120_00,
        recovered_fen=100_00,
    )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"category": "weather"}, "bad_category"),
        ({"words": " "}, "no_words"),
        ({"words": "手机 13812345678"}, "words_hidden"),
        ({"found_on": dt.date(2999, 1, 1)}, "in_the_future"),
        ({"found_on": dt.date(2020, 1, 1)}, "found_before"),
        ({"loss_fen": -1}, "bad_loss"),
    ],
)
def test_a_bad_report_is_refused(clerk: User, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused, match=code):
        report(clerk, **changes)
    assert not OperationalEvent.objects.exists()
    assert report(clerk).status == "reported"


def test_the_same_press_reports_once(clerk: User) -> None:
    assert report(clerk) == report(clerk)
    assert OperationalEvent.objects.count() == 1


def test_an_examination_may_be_set_right_until_it_is_closed(clerk: User, manager: User) -> None:
    event = report(clerk)
    with pytest.raises(Refused, match="not_examined"):
        close_operational_event(event=event, outcome="Good", actor=manager)
    found = examination(clerk)
    with pytest.raises(Refused, match="bad_loss"):
        examine_operational_event(event=event, found=replace(found, recovered_fen=120_01), actor=manager)
    event = examine_operational_event(event=event, found=found, actor=manager)
    assert (event.status, event.net_loss_fen) == ("examined", 20_00)
    event = examine_operational_event(event=event, found=replace(found, recovered_fen=120_00), actor=manager)
    assert (event.status, event.net_loss_fen) == ("examined", 0)
    corrected = Event.objects.get(kind="operational_event.corrected")
    assert corrected.data["before"] == {"loss_fen": 120_00, "recovered_fen": 100_00}
    event = close_operational_event(event=event, outcome="No second case in a month.", actor=manager)
    assert event.status == "closed"
    with pytest.raises(Refused, match="closed"):
        examine_operational_event(event=event, found=found, actor=manager)


def test_whose_measures_they_are_does_not_close_it(clerk: User, manager: User) -> None:
    event = examine_operational_event(event=report(clerk), found=examination(manager), actor=manager)
    with pytest.raises(Refused, match="own_measures"):
        close_operational_event(event=event, outcome="Good", actor=manager)
    event.refresh_from_db()
    assert event.status == "examined"
    other = make_staff("manager2@example.cn", "risk_manager")
    assert close_operational_event(event=event, outcome="Good", actor=other).status == "closed"


def test_sums_by_kind_and_by_quarter(clerk: User, manager: User) -> None:
    days = [dt.date(2025, 3, 31), dt.date(2025, 4, 1), dt.date(2025, 4, 2)]
    for n, (day, loss_fen) in enumerate(zip(days, (100_00, 200_00, 400_00), strict=True)):
        report(clerk, happened_on=day, loss_fen=loss_fen, key=f"r{n}", category=["process", "systems"][n % 2])
    event = OperationalEvent.objects.get(loss_fen=400_00)
    examine_operational_event(
        event=event,
        found=replace(examination(clerk), loss_fen=400_00, recovered_fen=150_00),
        actor=manager,
    )
    by_kind = [(row.count, row.loss_fen, row.net_fen) for row in losses_by_category()]
    assert by_kind == [(1, 200_00, 200_00), (2, 500_00, 350_00)]
    quarters = [(row.label, row.count, row.net_fen) for row in losses_by_quarter()]
    assert quarters == [("2025 Q1", 1, 100_00), ("2025 Q2", 2, 450_00)]


def test_any_colleague_reports_and_sees_what_came_of_it(clerk: User, manager: User) -> None:
    desk = arrive(clerk)
    today = clock.today().isoformat()
    sent = {
        "idempotency_key": "one",
        "category": "systems",
        "department": "finance",
        "happened_on": today,
        "found_on": today,
        "words": "The bank's line was down for an hour.",
        "loss_fen": "",
    }
    desk.post("/office/risk/events/new/", sent)
    event = OperationalEvent.objects.get()
    path = f"/office/risk/events/{event.number}/"
    assert (event.loss_fen, desk.get(path).status_code) == (0, 200)
    stranger = arrive(make_staff("other@example.cn", "cashier"))
    assert stranger.get(path).status_code == 404
    assert desk.get("/office/risk/events/").status_code == 403
    office = arrive(manager)
    found = {
        "category": "systems",
        "cause": "Their maintenance",
        "measures": "We ask for a notice",
        "owner": clerk.number,
        "due_on": today,
        "loss_fen": "0",
        "recovered_fen": "0",
    }
    office.post(f"{path}examine/", found)
    office.post(f"{path}close/", {"outcome": "They send notices"})
    event.refresh_from_db()
    assert event.status == "closed"
    assert event.number in office.get("/office/risk/events/").content.decode()
