"""What a case says of its screening, and what it keeps to itself."""

import datetime as dt

from accounts import clock
from accounts.models import User, WatchEntry
from accounts.numbers import next_number
from accounts.services.deliver_events import deliver_events
from accounts.watch.values import read_watched
from risk.models import CreditCase
from risk.screening.queries import screening_of
from tests.arrivals import arrive
from tests.factories import make_staff
from tests.lending import factories
from tests.risk.screening.people import share


def page_of(borrower: User, viewer: User, **values: object) -> str:
    factories.make_submitted(borrower, **values)
    deliver_events()
    number = CreditCase.objects.get(application__borrower=borrower).number
    return arrive(viewer).get(f"/office/risk/cases/{number}/").content.decode()


def test_the_case_shows_hits_links_and_sources(borrower: User, stranger: User, risk_manager: User) -> None:
    share("device", borrower, stranger)
    factories.make_submitted(stranger)
    deliver_events()
    page = page_of(borrower, risk_manager, employed_months=2)
    for words in (
        "规则审查",
        "现职工作时间较短",
        "现职工作月数: 2",
        "WORK_SHORT",
        "征信评分",
        stranger.number,
    ):
        assert words in page
    assert "监控名单" not in page.split("规则审查", 1)[1].split("各等级", 1)[0]


def test_whom_the_watch_list_names_no_case_tells(borrower: User, risk_manager: User) -> None:
    person = borrower.person
    assert person is not None
    found = read_watched("identity", person.identity_number)
    WatchEntry.objects.create(
        number=next_number("WE"),
        kind="identity",
        value=found.value,
        value_index=found.index,
        category="fraud",
        severity="refer",
        source="test",
        evidence="test",
        status="in_force",
        proposed_by=make_staff("list@example.cn", "risk_officer"),
        proposed_at=clock.now(),
        in_force_at=clock.now(),
        review_on=clock.today() + dt.timedelta(days=30),
    )
    page = page_of(borrower, risk_manager)
    case = CreditCase.objects.get()
    run = screening_of(case.application)
    assert run is not None
    assert [one["code"] for one in run.results if one["result"] == "refer"] == ["WATCH_LIST"]
    assert "WATCH_LIST" not in str(case.facts)
    assert "watch_hit" not in str(case.facts)
    assert "有同事正在核查该客户" in page
    assert "WATCH_LIST" not in page
