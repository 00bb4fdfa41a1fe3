"""The pages of reconciliation: who sees, who works, and a break from the statement to its end."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts import clock
from accounts.models import User
from finance.custody.sandbox_customer import pay_in
from finance.custody.sandbox_statement import stated_with_error
from finance.models import CustodyStatement, ReconciliationBreak
from finance.services.reconcile_day import reconcile_day
from tests import pictures
from tests.arrivals import arrive as arrive_with_password
from tests.bank import plan
from tests.closing import set_today
from tests.factories import make_staff

ROOT = "/office/finance/reconciliation"
DAY = dt.date(2026, 3, 2)


def arrive(user: User) -> Client:
    client = arrive_with_password(user)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def accountant(db: None) -> User:
    return make_staff("accountant@example.cn", "accountant")


@pytest.fixture
def moved(investor: User) -> None:
    set_today(DAY)
    with clock.simulated(DAY):
        pay_in(investor, 1000_00)
    set_today(DAY + dt.timedelta(days=1))


def send(client: Client, content: bytes) -> object:
    return client.post(f"{ROOT}/upload/", {"file": SimpleUploadedFile("statement.csv", content, "text/csv")})


def test_an_uploaded_error_becomes_a_break_with_an_owner_and_an_end(moved: None, accountant: User) -> None:
    client = arrive(accountant)
    answer = send(client, stated_with_error(DAY, "one_fen").encode())
    assert answer["Location"] == f"{ROOT}/days/2026-03-02/"
    page = client.get(f"{ROOT}/days/2026-03-02/").content.decode()
    assert "Amount differs" in page
    assert "¥0.01" in page
    row = ReconciliationBreak.objects.get()
    assert "1 break to look after" in client.get(f"{ROOT}/").content.decode()
    path = f"{ROOT}/breaks/{row.number}/"
    assert "Payouts are halted." in client.get(path).content.decode()
    assert client.post(path, {"decision": "assign", "owner": accountant.number})["Location"] == path
    short = client.post(path, {"decision": "resolve", "resolution": "corrected", "evidence": "ok"})
    assert short.status_code == 422
    assert send(client, stated_with_error(DAY, "").encode()).status_code == 302
    said = {"decision": "resolve", "resolution": "corrected", "evidence": "The bank sent a new file."}
    assert client.post(path, said)["Location"] == path
    row.refresh_from_db()
    assert (row.status, row.resolved_by) == ("resolved", accountant)
    assert "The bank sent a new file." in client.get(path).content.decode()
    assert row.number in client.get(f"{ROOT}/breaks/?show=resolved").content.decode()
    assert row.number not in client.get(f"{ROOT}/breaks/").content.decode()


def test_a_hostile_or_faulty_file_goes_into_quarantine_and_can_be_downloaded_as_it_came(
    moved: None, accountant: User
) -> None:
    client = arrive(accountant)
    for content in (pictures.SVG.encode() if isinstance(pictures.SVG, str) else pictures.SVG, b"\x00\xff"):
        answer = send(client, content)
        assert answer.status_code == 302
    faulty = stated_with_error(DAY, "").replace("1000.00,1,", "1000.00,2,", 1).encode()
    answer = send(client, faulty)
    row = CustodyStatement.objects.latest("pk")
    assert answer["Location"] == f"{ROOT}/statements/{row.number}/"
    page = client.get(answer["Location"]).content.decode()
    assert "The control total of lines is not the number of lines." in page
    file = client.get(f"{ROOT}/statements/{row.number}/file/")
    assert (file.content, file["X-Content-Type-Options"]) == (faulty, "nosniff")
    assert file["Content-Disposition"].startswith("attachment")
    assert row.number in client.get(f"{ROOT}/refused/").content.decode()
    assert CustodyStatement.objects.exclude(status="quarantined").count() == 0
    known = send(client, faulty)
    assert known.status_code == 422
    assert "This very file was imported before." in known.content.decode()


def test_a_cashier_sees_and_does_not_work(moved: None, accountant: User) -> None:
    statement = reconcile_day(day=DAY)
    client = arrive(make_staff("cashier@example.cn", "cashier"))
    page = client.get(f"{ROOT}/days/2026-03-02/").content.decode()
    assert "Every line of the bank is an entry of the ledger" in page
    assert "Match again" not in page
    assert client.get(f"{ROOT}/upload/").status_code == 403
    assert client.post(f"{ROOT}/days/2026-03-02/match/").status_code == 403
    assert client.get(f"{ROOT}/statements/{statement.number}/").status_code == 200
    assert client.get(f"{ROOT}/days/2026-03-03/").status_code == 404
    assert client.get(f"{ROOT}/days/nonsense/").status_code == 404


def test_matching_again_fetches_the_corrected_statement(moved: None, accountant: User) -> None:
    plan("statement_unknown")
    reconcile_day(day=DAY)
    client = arrive(accountant)
    assert client.post(f"{ROOT}/days/2026-03-02/match/", {"from": "here"}).status_code == 302
    assert ReconciliationBreak.objects.get().gone_at is None
    assert client.post(f"{ROOT}/days/2026-03-02/match/", {"from": "bank"}).status_code == 302
    assert ReconciliationBreak.objects.get().gone_at is not None
    assert "not found any more" in client.get(f"{ROOT}/breaks/").content.decode()


def test_the_sandbox_bank_hands_out_a_wrong_statement_on_request(moved: None, finance_manager: User) -> None:
    client = arrive(finance_manager)
    path = "/office/finance/sandbox-bank/statement/"
    file = client.get(path, {"day": "2026-03-02", "error": "doubled"})
    assert file.content.decode() == stated_with_error(DAY, "doubled")
    none = client.get(path, {"day": "2026-03-01", "error": "doubled"})
    assert "There is no line on that day to get wrong." in none.content.decode()
    assert "Make a statement" in client.get("/office/finance/sandbox-bank/").content.decode()
