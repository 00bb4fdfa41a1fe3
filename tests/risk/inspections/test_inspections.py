"""From the plan to the last finding checked again: who may what, what is refused, and that nothing moved then."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from accounts import clock
from accounts.errors import Refused
from accounts.models import Department, Document, Event, User
from accounts.rules import rule
from accounts.staff.open_work import open_work_of
from risk.inspections.populations import POPULATIONS, Population, draw
from risk.models import Inspection, InspectionFinding
from risk.services.draw_sample import draw_sample
from risk.services.end_inspection import end_inspection
from risk.services.mend_finding import mend_finding
from risk.services.plan_inspection import plan_inspection
from risk.services.recheck_finding import recheck_finding
from risk.services.record_finding import record_finding
from risk.services.record_inspection_result import record_inspection_result
from risk.services.report_inspection import report_inspection
from risk.services.start_inspection import start_inspection
from tests.arrivals import arrive
from tests.factories import make_staff
from tests.pictures import picture_file
from tests.queries import assert_same_few_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def planner() -> User:
    return make_staff("planner@example.cn", "risk_manager")


@pytest.fixture
def lead() -> User:
    return make_staff("lead@example.cn", "risk_officer")


@pytest.fixture
def clerk() -> User:
    return make_staff("clerk@example.cn", "customer_service")


def plan(planner: User, lead: User, **changes: Any) -> Inspection:
    values = {
        "department": Department.objects.get(code="customer_service"),
        "topic": "customer_data",
        "aim": "Whether hidden values are opened only with a reason",
        "planned_on": clock.today(),
        "lead": lead,
    }
    return plan_inspection(planned_by=planner, **{**values, **changes})


@pytest.fixture
def running(planner: User, lead: User) -> Inspection:
    return start_inspection(inspection=plan(planner, lead), actor=lead)


def find(inspection: Inspection, lead: User, owner: User, **changes: Any) -> InspectionFinding:
    values = {
        "severity": "serious",
        "words": "A reason says only “check”.",
        "source": "PIPL Art. 51",
        "owner": owner,
        "due_on": clock.today() + dt.timedelta(days=14),
    }
    return record_finding(inspection=inspection, actor=lead, **{**values, **changes})


def answer_all(inspection: Inspection, lead: User, *, but: dict[int, str] | None = None) -> None:
    for n in inspection.items.values_list("n", flat=True):
        result = (but or {}).get(n, "in_order")
        remark = "" if result == "in_order" else "two of ten"
        record_inspection_result(
            inspection=inspection, of="item", n=n, result=result, remark=remark, actor=lead
        )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"topic": "weather"}, "bad_topic"),
        ({"aim": "  "}, "no_aim"),
        ({"planned_on": dt.date(2020, 1, 1)}, "bad_date"),
    ],
)
def test_a_bad_plan_is_refused(planner: User, lead: User, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused, match=code):
        plan(planner, lead, **changes)
    assert not Inspection.objects.exists()
    assert plan(planner, lead).status == "planned"


def test_nobody_inspects_their_own_department(planner: User, lead: User, clerk: User) -> None:
    with pytest.raises(Refused, match="no_right"):
        plan(planner, clerk)
    with pytest.raises(Refused, match="own_department"):
        plan(planner, lead, department=Department.objects.get(code="risk"))
    assert not Inspection.objects.exists()


def test_the_checklist_of_the_day_is_copied(running: Inspection) -> None:
    version = rule("inspection.checklists")
    items = list(running.items.order_by("n"))
    assert running.checklist_from_on == version.valid_from_on
    assert [item.words_en for item in items] == [one["en"] for one in version.value["customer_data"]["items"]]
    assert {item.result for item in items} == {"open"}


def test_only_the_lead_inspects(planner: User, lead: User) -> None:
    inspection = plan(planner, lead)
    with pytest.raises(Refused, match="not_the_lead"):
        start_inspection(inspection=inspection, actor=planner)
    inspection.refresh_from_db()
    assert inspection.status == "planned"
    start_inspection(inspection=inspection, actor=lead)
    with pytest.raises(Refused, match="not_planned"):
        start_inspection(inspection=inspection, actor=lead)
    assert inspection.items.count() == 4


def test_a_draw_is_the_same_for_everybody() -> None:
    numbers = [f"LN{n:06d}" for n in range(200)]
    first = draw("IN1", numbers, 10)
    assert first == draw("IN1", reversed(numbers), 10)
    assert draw("IN1", numbers, 30)[:10] == first
    assert draw("IN2", numbers, 10) != first


def test_a_sample_is_drawn_once_and_grows(
    running: Inspection, lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = [f"LN{n:06d}" for n in range(40)]
    monkeypatch.setitem(
        POPULATIONS, "loans", Population("loans", "Loans", "loan", lambda first, last: numbers)
    )
    asked: dict[str, Any] = {"first_on": dt.date(2026, 1, 1), "last_on": dt.date(2026, 6, 30), "actor": lead}
    draw_sample(inspection=running, population="loans", size=5, **asked)
    draw_sample(inspection=running, population="loans", size=8, **asked)
    drawn = list(running.samples.order_by("n").values_list("n", "number"))
    assert drawn == list(enumerate(draw(running.number, numbers, 8), start=1))
    event = Event.objects.filter(kind="inspection.sample_drawn").latest("pk")
    assert (event.data["of"], len(event.data["drawn"])) == (40, 3)
    with pytest.raises(Refused, match="nothing_there"):
        draw_sample(inspection=running, population="deliveries", size=5, **asked)
    with pytest.raises(Refused, match="bad_dates"):
        draw_sample(
            inspection=running, population="loans", size=5, **{**asked, "last_on": dt.date(2025, 1, 1)}
        )
    assert running.samples.count() == 8


def test_every_population_can_be_counted() -> None:
    for population in POPULATIONS.values():
        assert list(population.numbers(dt.date(2020, 1, 1), dt.date(2030, 1, 1))) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"result": "open"}, "bad_result"),
        ({"result": "finding", "remark": ""}, "no_remark"),
        ({"remark": "张三 110101199001011237"}, "remark_hidden"),
        ({"n": 99}, "no_such_line"),
    ],
)
def test_a_bad_answer_is_refused(running: Inspection, lead: User, changes: dict[str, Any], code: str) -> None:
    values: dict[str, Any] = {"of": "item", "n": 1, "result": "in_order", "remark": ""}
    with pytest.raises(Refused, match=code):
        record_inspection_result(inspection=running, actor=lead, **{**values, **changes})
    assert set(running.items.values_list("result", flat=True)) == {"open"}
    record_inspection_result(inspection=running, actor=lead, **values)
    assert running.items.get(n=1).result == "in_order"


def test_a_report_waits_for_every_answer_and_for_the_finding(
    running: Inspection, lead: User, clerk: User
) -> None:
    with pytest.raises(Refused, match="open_lines"):
        report_inspection(inspection=running, summary="All seen.", actor=lead)
    answer_all(running, lead, but={1: "finding"})
    with pytest.raises(Refused, match="no_finding"):
        report_inspection(inspection=running, summary="All seen.", actor=lead)
    running.refresh_from_db()
    assert running.status == "running"
    find(running, lead, clerk)
    reported = report_inspection(inspection=running, summary="All seen.", actor=lead)
    assert reported.status == "reported"
    with pytest.raises(Refused, match="not_running"):
        find(running, lead, clerk)


def test_a_finding_goes_to_a_colleague(running: Inspection, lead: User, clerk: User) -> None:
    with pytest.raises(Refused, match="own_finding"):
        find(running, lead, lead)
    with pytest.raises(Refused, match="bad_date"):
        find(running, lead, clerk, due_on=dt.date(2020, 1, 1))
    with pytest.raises(Refused, match="words_hidden"):
        find(running, lead, clerk, words="手机 13812345678")
    assert not InspectionFinding.objects.exists()
    finding = find(running, lead, clerk)
    (work,) = [work for work in open_work_of(clerk) if work.work.code == "findings"]
    assert [item.number for item in work.items] == [finding.number]


def test_a_finding_is_mended_checked_and_given_back(
    running: Inspection, planner: User, lead: User, clerk: User
) -> None:
    answer_all(running, lead, but={1: "finding"})
    finding = find(running, lead, clerk)
    report_inspection(inspection=running, summary="All seen.", actor=lead)
    with pytest.raises(Refused, match="not_mended"):
        recheck_finding(finding=finding, is_in_order=True, words="Seen.", actor=lead)
    with pytest.raises(Refused, match="not_the_owner"):
        mend_finding(finding=finding, words="Done.", actor=lead)
    with pytest.raises(Refused, match="findings_open"):
        end_inspection(inspection=running, reason="", actor=planner)
    mended = mend_finding(finding=finding, words="Team told.", actor=clerk, evidence=picture_file())
    assert mended.evidence is not None
    assert mended.evidence.kind == Document.Kind.EVIDENCE
    back = recheck_finding(finding=finding, is_in_order=False, words="Still there.", actor=lead)
    assert (back.status, back.times_reopened) == ("open", 1)
    mend_finding(finding=finding, words="Told again, and checked.", actor=clerk)
    assert recheck_finding(finding=finding, is_in_order=True, words="Seen.", actor=lead).status == "verified"
    closed = end_inspection(inspection=running, reason="", actor=planner)
    assert (closed.status, closed.ended_by) == ("closed", planner)


def test_who_mended_it_does_not_check_it(running: Inspection, lead: User, planner: User) -> None:
    finding = find(running, lead, planner)
    mend_finding(finding=finding, words="Done.", actor=planner)
    with pytest.raises(Refused, match="mended_by_you"):
        recheck_finding(finding=finding, is_in_order=True, words="Seen.", actor=planner)
    finding.refresh_from_db()
    assert finding.status == "mended"
    assert recheck_finding(finding=finding, is_in_order=True, words="Seen.", actor=lead).status == "verified"


def test_a_planned_inspection_is_called_off_with_a_reason(planner: User, lead: User) -> None:
    inspection = plan(planner, lead)
    with pytest.raises(Refused, match="no_reason"):
        end_inspection(inspection=inspection, reason=" ", actor=planner)
    assert end_inspection(inspection=inspection, reason="Moved to May", actor=planner).status == "cancelled"
    with pytest.raises(Refused, match="not_ended_so"):
        end_inspection(inspection=inspection, reason="Again", actor=planner)


def test_the_desk_from_plan_to_close(planner: User, lead: User, clerk: User) -> None:
    boss, inspector, worker = arrive(planner), arrive(lead), arrive(clerk)
    boss.post(
        "/office/risk/inspections/new/",
        {
            "department": "customer_service",
            "topic": "customer_data",
            "aim": "Reasons",
            "planned_on": clock.today().isoformat(),
            "lead": lead.number,
        },
    )
    path = f"/office/risk/inspections/{Inspection.objects.get().number}/"
    inspector.post(f"{path}start/")
    refused = inspector.post(f"{path}result/", {"of": "item", "n": "1", "result": "finding", "remark": ""})
    assert refused.status_code == 422
    assert "看到的情况" in refused.content.decode()
    for n in range(1, 5):
        inspector.post(f"{path}result/", {"of": "item", "n": n, "result": "in_order", "remark": ""})
    due_on = (clock.today() + dt.timedelta(days=3)).isoformat()
    inspector.post(
        f"{path}finding/", {"severity": "minor", "words": "x y", "owner": clerk.number, "due_on": due_on}
    )
    inspector.post(f"{path}report/", {"summary": "Fine"})
    finding = InspectionFinding.objects.get()
    own = worker.get("/office/risk/findings/own/").content.decode()
    assert finding.number in own
    worker.post(f"/office/risk/findings/{finding.number}/mend/", {"words": "Done"})
    inspector.post(
        f"/office/risk/findings/{finding.number}/recheck/", {"is_in_order": "yes", "words": "Seen"}
    )
    boss.post(f"{path}end/", {"reason": ""})
    assert Inspection.objects.get().status == "closed"
    assert worker.get(path).status_code == 403


def test_a_stranger_does_not_find_a_finding(running: Inspection, lead: User, clerk: User) -> None:
    finding = find(running, lead, clerk)
    other: Client = arrive(make_staff("other@example.cn", "cashier"))
    assert other.get(f"/office/risk/findings/{finding.number}/").status_code == 404
    assert arrive(clerk).get(f"/office/risk/findings/{finding.number}/").status_code == 200


def test_lists_cost_the_same_with_more_rows(
    running: Inspection, planner: User, lead: User, clerk: User
) -> None:
    client = arrive(planner)

    def more_findings(count: int) -> None:
        for _ in range(count):
            find(running, lead, clerk)

    def more_inspections(count: int) -> None:
        for _ in range(count):
            plan(planner, lead)

    assert_same_few_queries(client, "/office/risk/findings/", grow=more_findings)
    assert_same_few_queries(client, "/office/risk/inspections/", grow=more_inspections)
