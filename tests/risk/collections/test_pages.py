"""The desk of collections and the customer's own log, in the browser of each."""

import datetime as dt

import pytest
from django.test import Client

from accounts.models import Event, Message, User
from accounts.personal_data import bindings_of, erasers, personal_data_parts
from accounts.services.deliver_events import deliver_events
from lending.models import Loan
from risk.models import AgreedHours, CollectionCase, CollectionContact, ContactComplaint, PaymentPromise
from risk.services.send_letter import send_letter
from tests.arrivals import arrive
from tests.factories import make_customer, make_staff
from tests.lending import factories as lending_factories
from tests.queries import count_queries
from tests.risk.collections import factories
from tests.risk.collections.factories import LATE, PHONE, at, connect, owed_fen, pay

HOME = "/office/risk/collections/"


@pytest.fixture
def desk(officer: User) -> Client:
    return arrive(officer)


def path(case: CollectionCase, step: str = "") -> str:
    return f"{HOME}{case.number}/{step}"


def test_the_day_leads_to_a_call_with_the_number_once_and_a_promise(
    desk: Client, case: CollectionCase, officer: User
) -> None:
    with at(10):
        assert case.number in desk.get(HOME).content.decode()
        page = desk.get(path(case)).content.decode()
        assert "You may call now." in page or "现在可以致电" in page
        assert PHONE not in page
        shown = desk.post(path(case, "call/"), {"purpose": "remind"})
        assert shown.status_code == 200
        assert PHONE in shown.content.decode()
        assert "no-store" in shown["Cache-Control"]
        contact = CollectionContact.objects.get()
        again = desk.get(f"{HOME}calls/{contact.number}/").content.decode()
        assert PHONE not in again
        told = {
            "reached": "debtor",
            "said": ["will_pay"],
            "promised_fen": "500.00",
            "promised_on": (LATE + dt.timedelta(days=3)).isoformat(),
            "next_action": "call",
        }
        wrong = desk.post(f"{HOME}calls/{contact.number}/", {**told, "said": []})
        assert wrong.status_code == 422
        assert not PaymentPromise.objects.exists()
        assert desk.post(f"{HOME}calls/{contact.number}/", told).status_code == 302
        assert PaymentPromise.objects.get().promised_fen == 500_00
        assert desk.get(path(case)).status_code == 200


def test_a_refused_call_says_why_and_shows_no_number(desk: Client, case: CollectionCase) -> None:
    with at(22):
        answer = desk.post(path(case, "call/"), {"purpose": "remind"})
    assert answer.status_code == 422
    assert PHONE not in answer.content.decode()
    assert "22:00" in answer.content.decode()
    assert not CollectionContact.objects.exists()


def test_a_paid_loan_leaves_day_list_and_page_without_an_event(
    desk: Client, case: CollectionCase, loan: Loan
) -> None:
    with at(10):
        pay(loan, owed_fen(loan))
        assert case.number not in desk.get(HOME).content.decode()
        assert case.number not in desk.get(f"{HOME}cases/").content.decode()
        page = desk.get(path(case)).content.decode()
        assert path(case, "call/") not in page
        answer = desk.post(path(case, "call/"), {"purpose": "remind"})
        assert answer.status_code == 422
        assert PHONE not in answer.content.decode()


def test_the_lists_filter_and_cost_the_same(case: CollectionCase, desk: Client, officer: User) -> None:
    for address in (
        f"{HOME}cases/?stage=care&officer={officer.number}",
        f"{HOME}cases/?state=open",
        f"{HOME}cases/",
    ):
        assert case.number in desk.get(address).content.decode()
    for address in (
        f"{HOME}cases/?stage=legal",
        f"{HOME}cases/?state=closed",
        f"{HOME}cases/?officer=NOBODY",
    ):
        assert case.number not in desk.get(address).content.decode()

    def another(n: int) -> None:
        loan = lending_factories.make_active_loan(make_customer(f"late{n}@example.cn"))
        Loan.objects.filter(pk=loan.pk).update(overdue_since_on=LATE)
        CollectionCase.objects.create(
            number=f"CO{n}",
            loan=loan,
            officer=officer,
            overdue_since_on=LATE,
            opened_at="2026-02-17T09:00Z",
            next_action_on=LATE,
        )

    addresses = (HOME, f"{HOME}cases/")
    with_one = [count_queries(desk, address) for address in addresses]
    another(1)
    another(2)
    assert [count_queries(desk, address) for address in addresses] == with_one
    assert max(with_one) <= 36


def test_results_rules_and_papers_open_for_who_may_see(
    case: CollectionCase, officer: User, manager: User, loan: Loan
) -> None:
    with at(10):
        paper = send_letter(case=case, officer=officer, kind="reminder", key="k")
    auditor, stranger = (
        arrive(make_staff("auditor@example.cn", "auditor")),
        arrive(make_staff("cash@example.cn", "cashier")),
    )
    for address in (
        HOME,
        f"{HOME}results/",
        f"{HOME}results/?month=2026-02",
        f"{HOME}rules/",
        path(case),
        f"{HOME}papers/{paper.number}/en.pdf",
    ):
        assert auditor.get(address).status_code == 200
        assert stranger.get(address).status_code == 403
    rules = auditor.get(f"{HOME}rules/").content.decode()
    assert '与债务人联系的规则 <small class="quiet">collection</small></h2>' in rules
    assert '催收的步骤与时限 <small class="quiet">collection.work</small></h2>' in rules
    assert auditor.post(path(case, "call/"), {"purpose": "remind"}).status_code == 403
    second = factories.officer("second@example.cn")
    lead = arrive(manager)
    assert lead.post(path(case, "reassign/"), {"to": second.number, "reason": "休假"}).status_code == 302
    case.refresh_from_db()
    assert case.officer == second


def test_the_customer_reads_who_called_and_may_complain(
    case: CollectionCase, officer: User, loan: Loan
) -> None:
    supervisor = make_staff("supervisor@example.cn", "customer_service_supervisor")
    with at(10):
        contact = connect(case, officer, note="声音疲惫")
        paper = send_letter(case=case, officer=officer, kind="demand", key="k")
    mine, other = arrive(loan.borrower), arrive(make_customer("other@example.cn"))
    assert (
        f"/borrow/loans/{loan.number}/contacts/" in mine.get(f"/borrow/loans/{loan.number}/").content.decode()
    )
    page = mine.get(f"/borrow/loans/{loan.number}/contacts/").content.decode()
    assert officer.number in page
    assert officer.name not in page
    assert mine.get(f"/borrow/letters/{paper.number}/zh.pdf").content.startswith(b"%PDF")
    complaint = f"/borrow/contacts/{contact.number}/complain/"
    for client in (other,):
        assert client.get(f"/borrow/loans/{loan.number}/contacts/").status_code == 404
        assert client.get(complaint).status_code == 404
        assert client.get(f"/borrow/letters/{paper.number}/zh.pdf").status_code == 404
    assert mine.post(complaint, {"words": "语气很凶"}).status_code == 302
    assert mine.post(complaint, {"words": "再说一次"}).status_code == 200
    row = ContactComplaint.objects.get()
    assert (row.contact, row.words) == (contact, "语气很凶")
    assert "语气" not in str(Event.objects.get(kind="contact_complaint.made").data)
    deliver_events()
    told = Message.objects.get(to=supervisor, template="contact_complaint")
    assert row.number in told.subject
    assert not Message.objects.filter(to=officer, template="contact_complaint").exists()
    assert "语气很凶" in arrive(supervisor).get(f"{HOME}complaints/").content.decode()
    assert arrive(officer).get(f"{HOME}complaints/").status_code == 403


def test_the_customer_agrees_to_hours_and_takes_them_back(case: CollectionCase, loan: Loan) -> None:
    mine = arrive(loan.borrower)
    address = f"/borrow/loans/{loan.number}/contacts/hours/"
    mine.post(address, {"from_at": "22:00", "until_at": "22:00"})
    assert not AgreedHours.objects.exists()
    mine.post(address, {"from_at": "22:00", "until_at": "23:30"})
    row = AgreedHours.objects.get(ended_at=None)
    assert (row.from_minute, row.until_minute) == (1320, 1410)
    assert "22:00–23:30" in mine.get(f"/borrow/loans/{loan.number}/contacts/").content.decode()
    mine.post(address, {"end": "yes"})
    assert not AgreedHours.objects.filter(ended_at=None).exists()


def test_the_copy_holds_the_contact_log_and_erasing_empties_it(
    case: CollectionCase, officer: User, loan: Loan
) -> None:
    debtor = loan.borrower
    with at(10):
        contact = connect(case, officer, note="声音疲惫", promised_fen=1_00, promised_on=LATE)
    parts = {part.code: list(part.read(debtor)) for part in personal_data_parts()}
    [record] = parts["collection_contacts"]
    assert (record["number"], record["officer"], record["note"]) == (
        contact.number,
        officer.number,
        "声音疲惫",
    )
    assert parts["payment_promises"][0]["promised_fen"] == 1_00
    assert any("逾期" in str(one.sentence) or "overdue" in str(one.sentence) for one in bindings_of(debtor))
    next(one for one in erasers() if one.code == "collections").erase(debtor)
    contact.refresh_from_db()
    assert (contact.note, contact.said, contact.officer) == ("", [], officer)


def test_an_officer_does_not_see_the_own_case(case: CollectionCase, officer: User) -> None:
    User.objects.filter(pk=officer.pk).update(person=case.loan.borrower.person)
    desk = arrive(User.objects.get(pk=officer.pk))
    assert desk.get(path(case)).status_code == 404
    with at(10):
        assert desk.post(path(case, "call/"), {"purpose": "remind"}).status_code == 404
