"""Appeals, files of entries and exports: two persons for each, all or nothing, nothing told to who must not know."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts import clock
from accounts.errors import Refused
from accounts.models import Approval, Event, Message, User, WatchEntry, WatchHit
from accounts.services.deliver_events import deliver_events
from risk.database.list_file import COLUMNS
from risk.database.timeline import FileSubject
from risk.models import ListAppeal, ListExport, ListImport
from risk.screening.facts import _watch_hit
from risk.services.ask_export import ask_export
from risk.services.ask_list_appeal import ask_list_appeal
from risk.services.decide_list_appeal import decide_list_appeal
from risk.services.drop_export import drop_exports, find_exports_to_drop
from risk.services.fetch_export import fetch_export
from risk.services.send_list_file import send_list_file
from risk.services.tie_list_appeal import tie_list_appeal
from tests import watching
from tests.arrivals import arrive
from tests.closing import set_today
from tests.factories import make_staff

pytestmark = pytest.mark.django_db
ROOM = "/office/risk/database/"
NUMBER, PHONE = "11010519491231002X", "13987654321"


@pytest.fixture
def officer(db: None) -> User:
    return make_staff("desk@example.cn", "risk_officer")


@pytest.fixture
def manager(db: None) -> User:
    return make_staff("boss@example.cn", "risk_manager")


def approval_of(number: str) -> Approval:
    return Approval.objects.get(number=number)


def file_of(*lines: str) -> bytes:
    return "\r\n".join([",".join(COLUMNS), *lines, ""]).encode("utf-8-sig")


GOOD = (f"identity,{NUMBER},,black,fraud,冒用他人身份,,", f"手机号,{PHONE},,灰名单,内部,多次失联,2099-01-01,")


def test_a_faulty_file_keeps_nothing_and_names_every_line(officer: User) -> None:
    watching.put_on_list("phone", PHONE, category="internal")
    bad = file_of(
        *GOOD,
        "identity,110105194912310021,,black,fraud,冒用他人身份,,",
        f"identity,{NUMBER},,grey,fraud,冒用他人身份,,",
        "passport,E123,,purple,gossip,听说,,2026-13-01",
        "address,广东省深圳市南山区科技路1号2栋301,,black,fraud,多人共用地址,,",
    )
    report, row = send_list_file(content=bad, source="同业共享名单", actor=officer)
    assert row is None
    assert {line.n: len(line.faults) for line in report.faulty} == {3: 1, 4: 1, 5: 1, 6: 4, 7: 1}
    assert "2" in report.faulty[2].faults[0], "the twin is named by its line"
    assert not ListImport.objects.exists()
    assert WatchEntry.objects.count() == 1
    for content, code in (
        (b"a,b\r\n1,2\r\n", "list_file"),
        (file_of(), "list_file"),
        (b"\xff\xfe\x00", "list_file"),
    ):
        with pytest.raises(Refused) as refusal:
            send_list_file(content=content, source="同业共享名单", actor=officer)
        assert refusal.value.code == code


def test_a_file_counts_only_after_another_person_and_then_wholly(
    borrower: User, officer: User, manager: User
) -> None:
    assert borrower.person is not None
    content = file_of(*GOOD, f"identity,{borrower.person.identity_number},,black,court,执行案号一,,")
    _report, row = send_list_file(content=content, source="同业共享名单", actor=officer)
    assert row is not None
    assert (row.lines, row.black_count, row.grey_count) == (3, 2, 1)
    with pytest.raises(Refused) as refusal:
        send_list_file(content=content, source="同业共享名单", actor=officer)
    assert refusal.value.code == "file_known"
    assert not WatchEntry.objects.exists()
    watching.decide(approval_of(row.approval_number), manager)
    row.refresh_from_db()
    assert (row.status, row.content) == ("done", "")
    entries = WatchEntry.objects.order_by("pk")
    assert [(one.status, one.severity, one.proposed_by) for one in entries] == [
        ("in_force", "stop", officer),
        ("in_force", "refer", officer),
        ("in_force", "stop", officer),
    ]
    assert entries[1].expires_on == dt.date(2099, 1, 1)
    assert WatchHit.objects.get().user == borrower, "those known already are searched"
    assert _watch_hit(borrower, clock.today()) == "stop"


def test_a_file_that_became_wrong_meanwhile_is_dropped_whole(officer: User, manager: User) -> None:
    _report, row = send_list_file(content=file_of(*GOOD), source="同业共享名单", actor=officer)
    assert row is not None
    watching.put_on_list("phone", PHONE, category="internal")
    watching.decide(approval_of(row.approval_number), manager)
    row.refresh_from_db()
    assert (row.status, row.content) == ("dropped", "")
    assert WatchEntry.objects.count() == 1


def test_an_appeal_is_decided_by_another_person_and_ends_the_entry_by_a_second(
    borrower: User, officer: User, manager: User
) -> None:
    assert borrower.person is not None
    entry = watching.put_on_list("identity", borrower.person.identity_number, severity="stop")
    client = arrive(borrower)
    page = client.get("/me/objections/").content.decode()
    assert entry.number not in page
    assert client.post("/me/objections/", {"words": "身份证曾遗失，被人冒用"}).status_code == 302
    appeal = ListAppeal.objects.get()
    assert (appeal.way, appeal.answer_by_on) == ("customer", clock.today() + dt.timedelta(days=20))
    with pytest.raises(Refused) as refusal:
        ask_list_appeal(words="再来一次", actor=borrower, customer=borrower)
    assert refusal.value.code == "appeal_open"
    with pytest.raises(Refused) as refusal:
        decide_list_appeal(appeal=appeal, is_accepted=True, reason="证据充分", actor=manager)
    assert refusal.value.code == "no_entry"
    tie_list_appeal(appeal=appeal, entry_number=entry.number.lower(), actor=officer)
    with pytest.raises(Refused) as refusal:
        decide_list_appeal(
            appeal=ListAppeal.objects.get(), is_accepted=True, reason="证据充分", actor=watching.officer()
        )
    assert refusal.value.code == "appeal_own", "who proposed the entry"
    decided = decide_list_appeal(
        appeal=ListAppeal.objects.get(), is_accepted=True, reason="报案回执属实", actor=manager
    )
    entry.refresh_from_db()
    assert (decided.status, entry.status) == ("accepted", "in_force")
    with pytest.raises(Refused) as refusal:
        watching.decide(approval_of(decided.approval_number), manager)
    assert refusal.value.code == "same_person"
    second = make_staff("second@example.cn", "risk_manager")
    watching.decide(approval_of(decided.approval_number), second, is_approved=False)
    reopened = ListAppeal.objects.get()
    assert (reopened.status, reopened.decided_by, reopened.approval_number) == ("open", None, "")
    assert not Message.objects.filter(to=borrower, template="list_appeal_answered").exists()
    decided = decide_list_appeal(appeal=reopened, is_accepted=True, reason="补充材料属实", actor=manager)
    watching.decide(approval_of(decided.approval_number), second)
    deliver_events()
    entry.refresh_from_db()
    assert entry.status == "ended"
    told = Message.objects.filter(to=borrower, template="list_appeal_answered", channel="inbox")
    assert told.count() == 1
    page = client.get("/me/objections/").content.decode()
    assert entry.number not in page
    assert "名单" not in page.split("<main")[1].split("</main>")[0]


def test_an_appeal_that_is_not_accepted_leaves_the_entry_and_reads_the_same_to_the_customer(
    borrower: User, officer: User, manager: User
) -> None:
    appeal = ask_list_appeal(words="我没有失信记录", actor=officer, customer=borrower)
    with pytest.raises(Refused) as refusal:
        ask_list_appeal(words="没有对象", actor=officer)
    assert refusal.value.code == "appeal_nobody"
    decided = decide_list_appeal(appeal=appeal, is_accepted=False, reason="没有条目涉及此人", actor=manager)
    deliver_events()
    assert decided.status == "rejected"
    message = Message.objects.get(to=borrower, template="list_appeal_answered", channel="inbox")
    assert "名单" not in f"{message.subject}{message.body}"
    with pytest.raises(Refused) as refusal:
        decide_list_appeal(appeal=appeal, is_accepted=False, reason="再来一次", actor=manager)
    assert refusal.value.code == "appeal_over"


def test_an_export_leaves_once_after_another_person_and_only_to_who_asked(
    officer: User, manager: User
) -> None:
    entry = watching.put_on_list("phone", PHONE, source="=cmd|' /C calc'!A0")
    row = ask_export(actor=officer, reason="协查报送", severity="refer")
    with pytest.raises(Refused) as refusal:
        fetch_export(export=row, actor=officer)
    assert refusal.value.code == "not_ready"
    watching.decide(approval_of(row.approval_number), manager)
    row.refresh_from_db()
    assert row.status == "ready"
    with pytest.raises(Refused) as refusal:
        fetch_export(export=row, actor=manager)
    assert refusal.value.code == "not_yours"
    client = arrive(officer)
    answer = client.post(f"{ROOM}exports/{row.number}/fetch/")
    text = answer.content.decode("utf-8-sig")
    assert entry.number in text
    assert "139****4321" in text
    assert PHONE not in text
    assert "'=cmd" in text, "no cell is a formula"
    assert client.post(f"{ROOM}exports/{row.number}/fetch/").status_code == 302
    row.refresh_from_db()
    assert (row.status, row.rows) == ("taken", 1)
    assert Event.objects.filter(kind="watch_export.taken").count() == 1
    full = ask_export(actor=officer, reason="协查报送", is_full=True)
    watching.decide(approval_of(full.approval_number), manager)
    assert PHONE in fetch_export(export=full, actor=officer).decode("utf-8-sig")


def test_an_export_nobody_fetches_is_dropped_and_a_file_tells_what_the_viewer_sees(
    borrower: User, officer: User, manager: User
) -> None:
    row = ask_export(actor=officer, reason="移交档案", subject=FileSubject(customer=borrower))
    with pytest.raises(Refused) as refusal:
        ask_export(actor=officer, reason="移交档案", subject=FileSubject(customer=borrower), is_full=True)
    assert refusal.value.code == "not_yours"
    watching.decide(approval_of(row.approval_number), manager)
    row.refresh_from_db()
    until_on = row.until_on
    assert until_on == clock.today() + dt.timedelta(days=3)
    assert find_exports_to_drop(until_on - dt.timedelta(days=1), 0, 10) == []
    assert find_exports_to_drop(until_on, 0, 10) == [row.pk]
    set_today(until_on + dt.timedelta(days=1))
    with pytest.raises(Refused):
        fetch_export(export=row, actor=officer)
    assert drop_exports([row.pk]) == 1
    assert ListExport.objects.get().status == "dropped"


def test_the_desk_pages_are_read_and_used(officer: User, manager: User) -> None:
    client = arrive(officer)
    for path in ("appeals/", "appeals/new/", "imports/", "imports/template.csv", "exports/"):
        assert client.get(f"{ROOM}{path}").status_code == 200, path
    bad = SimpleUploadedFile("list.csv", file_of("identity,1,,black,fraud,冒用他人身份,,"))
    answer = client.post(f"{ROOM}imports/send/", {"file": bad, "source": "同业共享名单"})
    assert answer.status_code == 422
    good = SimpleUploadedFile("list.csv", file_of(*GOOD))
    assert client.post(f"{ROOM}imports/send/", {"file": good, "source": "同业共享名单"}).status_code == 302
    number = ListImport.objects.get().number
    assert client.get(f"{ROOM}imports/{number}/").status_code == 200
    assert client.post(f"{ROOM}exports/", {"reason": "协查报送", "severity": ""}).status_code == 302
    director = arrive(make_staff("director@example.cn", "director"))
    assert director.get(f"{ROOM}imports/").status_code == 403
    assert director.get(f"{ROOM}exports/").status_code == 200
    approvals = arrive(manager).get(reverse("approval", args=[ListImport.objects.get().approval_number]))
    assert approvals.status_code == 200
