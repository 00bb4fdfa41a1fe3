"""The event log as a page and as a file: filters, ways to the objects, and the export that is an event itself."""

import csv
import datetime as dt
import io

import pytest
from django.http import HttpResponseBase

from accounts.errors import Refused
from accounts.events import EventInput, record_events
from accounts.models import Event, RuleVersion, User
from accounts.services.export_events import export_events
from accounts.web.request_context import request_context
from tests.arrivals import arrive
from tests.factories import make_staff
from tests.lending.factories import make_submitted
from tests.queries import assert_same_few_queries

pytestmark = pytest.mark.django_db
URL = "/office/accounts/events/"


@pytest.fixture
def auditor() -> User:
    user = make_staff("auditor@example.cn", "auditor")
    User.objects.filter(pk=user.pk).update(language="en")
    return User.objects.get(pk=user.pk)


def happen(user: User, count: int, **data: object) -> None:
    record_events([EventInput("thing.happened", user, {"n": n, **data}) for n in range(count)], actor=user)


def lines_of(answer: HttpResponseBase) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.reader(io.StringIO(text)))


def test_events_are_found_by_who_did_them_and_by_request(
    auditor: User, borrower: User, stranger: User
) -> None:
    happen(borrower, 1)
    with request_context("abcdef01-2345"):
        happen(stranger, 2)
    client = arrive(auditor)

    def found(query: str) -> int:
        return len(client.get(f"{URL}?kind=thing&{query}").context["page"].rows)

    assert found(f"actor={stranger.number}") == 2
    assert found(f"actor={borrower.number}") == 1
    assert found("request=abcdef01-2345") == 2
    assert found("request=abcdef01") == 0
    assert found(f"actor={borrower.number}&request=abcdef01-2345") == 0


def test_a_row_opens_to_its_facts_and_leads_to_its_object(auditor: User, borrower: User) -> None:
    application = make_submitted(borrower)
    client = arrive(auditor)
    rows = client.get(f"{URL}?subject={application.number}").context["rows"]
    assert {row.url for row in rows} == {f"/office/lending/applications/{application.number}/"}
    moved = next(row for row in rows if row.event.kind == "application.submitted")
    facts = {str(fact.label): str(fact.value) for fact in moved.facts}
    assert facts["State"] == "draft → submitted"
    assert facts["Done by"] == borrower.number
    happen(borrower, 1)
    happen(auditor, 1)
    urls = [row.url for row in client.get(f"{URL}?kind=thing").context["rows"]]
    assert urls == ["", f"/office/support/customers/{borrower.number}/"]
    keeper = arrive(make_staff("keeper@example.cn", "administrator"))
    assert {row.url for row in keeper.get(f"{URL}?subject={application.number}").context["rows"]} == {""}


def test_the_file_holds_what_the_filters_find_and_is_recorded(
    auditor: User, borrower: User, stranger: User
) -> None:
    happen(borrower, 3, note="=1+1")
    happen(stranger, 2)
    answer = arrive(auditor).post(f"{URL}export/", {"actor": borrower.number, "kind": "thing"})
    assert answer["Content-Type"].startswith("text/csv")
    assert "no-store" in answer["Cache-Control"]
    head, *rows = lines_of(answer)
    assert len(head) == 8
    assert [row[2] for row in rows] == ["thing.happened"] * 3
    assert {row[4] for row in rows} == {borrower.number}
    event = Event.objects.get(kind="events.exported")
    assert event.actor == auditor
    assert event.data == {"filters": {"actor": borrower.number, "kind": "thing"}, "most": 50_000}


def test_a_file_is_capped_by_the_rule(auditor: User, borrower: User) -> None:
    happen(borrower, 5)
    RuleVersion.objects.create(
        pack="cn-p2p-2016",
        code="events.export",
        value={"rows": 3},
        valid_from_on=dt.date(2022, 1, 1),
        article="-",
        source_state="practice",
        text_en="-",
        text_zh="-",
    )
    rows = list(export_events(actor=auditor, filters={"kind": "thing"}))
    assert [event.data["n"] for event in rows] == [4, 3, 2]


def test_nothing_found_is_no_file_and_no_event(auditor: User) -> None:
    with pytest.raises(Refused) as refusal:
        export_events(actor=auditor, filters={"kind": "never"})
    assert refusal.value.code == "nothing_to_export"
    assert not Event.objects.filter(kind="events.exported").exists()


def test_only_with_the_right(borrower: User) -> None:
    director = arrive(make_staff("director@example.cn", "director"))
    assert director.get(URL).context["may_export"] is False
    assert director.post(f"{URL}export/").status_code == 403
    assert not Event.objects.filter(kind="events.exported").exists()


def test_the_log_takes_few_queries_with_objects_of_every_kind(auditor: User, borrower: User) -> None:
    make_submitted(borrower)
    assert_same_few_queries(arrive(auditor), URL, grow=lambda count: happen(borrower, count), limit=13)
