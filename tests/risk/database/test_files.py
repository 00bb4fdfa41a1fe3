"""Tracking files on the screen and on paper: what they show, who may, and that the look is recorded."""

import datetime as dt

import pytest
from django.test import Client

from accounts import clock
from accounts.errors import StaleState
from accounts.models import Event, Person, User
from lending.models import Loan
from risk.database.summary import summary_of
from risk.database.timeline import FileSubject
from risk.models import FileNote
from risk.services.strike_file_note import strike_file_note
from risk.services.write_file_note import write_file_note
from tests import dealers, watching
from tests.arrivals import arrive
from tests.factories import make_staff
from tests.lending.goods import factories as goods
from tests.risk.collections.factories import LATE, late_loan, make_debtor

pytestmark = pytest.mark.django_db
ROOM = "/office/risk/database/"


@pytest.fixture
def officer(db: None) -> User:
    return make_staff("desk@example.cn", "risk_officer")


def read(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def test_a_file_shows_how_somebody_stands_and_records_the_look(borrower: User, officer: User) -> None:
    loan = late_loan(make_debtor(borrower))
    summary = summary_of(FileSubject(customer=borrower), officer)
    days = (LATE - dt.date(2026, 2, 15)).days
    assert [stat.value for stat in summary.stats] == ["B", "¥10,000.00", str(days), "1"]
    assert [badge.tone for badge in summary.badges] == ["danger"]
    client = arrive(officer)
    page = read(client, f"{ROOM}customers/{borrower.number}/")
    assert loan.number in page
    assert "李*" in page
    assert "李借" not in page
    event = Event.objects.get(kind="customer.file_opened")
    assert (event.actor, event.subject_id, event.data) == (
        officer,
        borrower.pk,
        {"sections": ["risk_database"]},
    )
    paper = client.get(f"{ROOM}customers/{borrower.number}/print/?kind=loan")
    assert (paper["Content-Type"], paper.content[:4]) == ("application/pdf", b"%PDF")
    assert Event.objects.filter(kind="customer.file_opened", data__printed=True).count() == 1
    assert read(client, f"{ROOM}customers/{borrower.number}/?kind=nonsense&before=never").count(
        "timeline-item"
    )


def test_nobody_opens_a_file_without_the_right_or_the_own(borrower: User, officer: User) -> None:
    path = f"{ROOM}customers/{borrower.number}/"
    read(arrive(make_staff("service@example.cn", "customer_service")), path, 403)
    User.objects.filter(pk=officer.pk).update(person=Person.objects.get(pk=borrower.person_id))
    read(arrive(User.objects.get(pk=officer.pk)), path, 404)
    read(arrive(make_staff("auditor@example.cn", "auditor")), path)
    auditor = arrive(User.objects.get(email="auditor@example.cn"))
    assert auditor.post(f"{path}notes/", {"words": "不应写入"}).status_code == 403
    assert not FileNote.objects.exists()


def test_a_dealers_file_counts_the_late_ones_among_its_customers(borrower: User, officer: User) -> None:
    dealer = dealers.active()
    subject = FileSubject(dealer=dealers.fresh(dealer))
    assert [stat.value for stat in summary_of(subject, officer).stats] == ["¥0.00", "¥0.00", "—"]
    order = goods.delivered(dealer, borrower)
    loan = Loan.objects.get(application=order.application)
    owed = f"¥{loan.outstanding_fen // 100:,}.00"
    assert [stat.value for stat in summary_of(subject, officer).stats][:2] == [owed, "¥0.00"]
    since_on = clock.today() - dt.timedelta(days=40)
    Loan.objects.filter(pk=loan.pk).update(overdue_since_on=since_on)
    summary = summary_of(subject, officer)
    assert [stat.value for stat in summary.stats][:2] == [owed, owed]
    assert [(late.loan, late.days) for late in summary.late] == [(loan, 40)]
    page = read(arrive(officer), f"{ROOM}dealers/{dealer.number}/")
    assert dealer.name in page
    assert f"{ROOM}customers/{borrower.number}/" in page
    event = Event.objects.get(kind="dealer.file_opened")
    assert (event.subject_number, event.actor) == (dealer.number, officer)


def test_notes_have_author_and_time_and_are_struck_out_once(borrower: User, officer: User) -> None:
    client, path = arrive(officer), f"{ROOM}customers/{borrower.number}/notes/"
    refused = client.post(path, {"words": "电话 13800138000"})
    assert refused.status_code == 422
    assert "13800138000" in refused.content.decode(), "what was typed is kept"
    assert not FileNote.objects.exists()
    assert client.post(path, {"words": "雇主已搬迁"}).status_code == 302
    note = FileNote.objects.get()
    assert (note.words, note.written_by, note.customer, note.dealer) == (
        "雇主已搬迁",
        officer,
        borrower,
        None,
    )
    strike_file_note(note=note, reason="记错客户", actor=officer)
    with pytest.raises(StaleState):
        strike_file_note(note=note, reason="再来一次", actor=officer)
    note.refresh_from_db()
    assert (note.struck_by, note.struck_because, note.words) == (officer, "记错客户", "雇主已搬迁")
    page = read(client, f"{ROOM}customers/{borrower.number}/")
    assert "<s>雇主已搬迁" in page
    assert "记错客户" in page
    dealer = dealers.active()
    write_file_note(subject=FileSubject(dealer=dealer), words="门店已搬迁", actor=officer)
    assert "门店已搬迁" in read(client, f"{ROOM}dealers/{dealer.number}/")


def test_lists_show_on_the_file_to_who_may_see_them(borrower: User, officer: User) -> None:
    assert borrower.person is not None
    entry = watching.put_on_list("identity", borrower.person.identity_number, severity="stop")
    assert entry.number in read(arrive(officer), f"{ROOM}customers/{borrower.number}/")
    director = make_staff("director@example.cn", "director")
    page = read(arrive(director), f"{ROOM}customers/{borrower.number}/")
    assert entry.number not in page
    assert "黑名单" not in page.split("<main")[1].split("</main>")[0]
    company = dealers.active()
    assert company.organisation is not None
    named = watching.put_on_list("uscc", company.organisation.uscc, severity="refer")
    assert named.number in read(arrive(officer), f"{ROOM}dealers/{company.number}/")
