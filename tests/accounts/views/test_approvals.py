"""The inbox of requests for approval, seen by maker, checker, auditor and a colleague with no business here."""

from itertools import count

import pytest

from accounts import approvals
from accounts.approvals import ApprovalKind, register_approval_kind
from accounts.models import Approval, User
from accounts.services.decide_approval import decide_approval
from accounts.services.request_approval import request_approval
from accounts.web.parts import Fact
from tests.arrivals import arrive
from tests.factories import make_customer, make_staff
from tests.queries import assert_same_few_queries

PAGE = "/office/approvals/"


@pytest.fixture(autouse=True)
def kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(approvals, "_kinds", {})
    register_approval_kind(
        ApprovalKind(
            "test.change", "Raise of a limit", "risk.decide_case", lambda row: [Fact("Limit", "¥5,000.00")]
        )
    )


@pytest.fixture
def maker(db: None) -> User:
    return make_staff("maker@example.cn", "risk_manager")


@pytest.fixture
def request_of_maker(maker: User, borrower: User) -> Approval:
    return ask(maker, borrower)


def ask(maker: User, subject: User) -> Approval:
    return request_approval(
        maker=maker,
        kind="test.change",
        subject=subject,
        payload={"limit_fen": 5_000_00},
        page_path="/office/risk/cases/",
        reason="New income proved",
    )


def test_the_inbox_shows_others_requests_to_who_may_check_them(
    request_of_maker: Approval, maker: User, risk_manager: User
) -> None:
    number = request_of_maker.number
    assert number in arrive(risk_manager).get(PAGE).content.decode()
    own = arrive(maker)
    assert number not in own.get(PAGE).content.decode()
    assert number in own.get(f"{PAGE}?view=mine").content.decode()
    outsider = arrive(make_staff("cashier@example.cn", "cashier"))
    assert number not in outsider.get(f"{PAGE}?view=all").content.decode()
    assert outsider.get(f"{PAGE}{number}/").status_code == 404
    auditor = arrive(make_staff("auditor@example.cn", "auditor"))
    assert number in auditor.get(f"{PAGE}?view=all").content.decode()
    assert 'value="approve"' not in auditor.get(f"{PAGE}{number}/").content.decode()


def test_a_checker_approves_what_the_page_shows(request_of_maker: Approval, risk_manager: User) -> None:
    client, path = arrive(risk_manager), f"{PAGE}{request_of_maker.number}/"
    page = client.get(path).content.decode()
    assert "¥5,000.00" in page
    assert "New income proved" in page
    answer = client.post(
        f"{path}decide/", {"decision": "approve", "shown_hash": request_of_maker.payload_hash, "note": ""}
    )
    assert answer.status_code == 302
    request_of_maker.refresh_from_db()
    assert (request_of_maker.status, request_of_maker.checker) == ("approved", risk_manager)


def test_a_refusal_is_said_and_nothing_moves(
    request_of_maker: Approval, maker: User, risk_manager: User
) -> None:
    path = f"{PAGE}{request_of_maker.number}/decide/"
    values = {"decision": "reject", "shown_hash": request_of_maker.payload_hash, "note": ""}
    for client in (arrive(maker), arrive(risk_manager)):
        assert client.post(path, values).status_code == 400
    request_of_maker.refresh_from_db()
    assert request_of_maker.status == "open"


def test_the_maker_takes_a_request_back(request_of_maker: Approval, maker: User, risk_manager: User) -> None:
    path = f"{PAGE}{request_of_maker.number}/withdraw/"
    arrive(risk_manager).post(path)
    request_of_maker.refresh_from_db()
    assert request_of_maker.status == "open"
    arrive(maker).post(path)
    request_of_maker.refresh_from_db()
    assert request_of_maker.status == "withdrawn"


def test_the_inbox_asks_the_same_of_one_request_and_of_many(maker: User, risk_manager: User) -> None:
    customers = (make_customer(f"c{number}@example.cn") for number in count())

    def grow(by: int) -> None:
        for _ in range(by):
            ask(maker, next(customers))

    assert_same_few_queries(arrive(risk_manager), PAGE, grow=grow)


def test_what_happened_is_said_in_words(maker: User, risk_manager: User, request_of_maker: Approval) -> None:
    decide_approval(
        checker=risk_manager,
        number=request_of_maker.number,
        is_approved=True,
        shown_hash=request_of_maker.payload_hash,
        note="",
    )
    client = arrive(maker)
    client.cookies["django_language"] = "en"
    titles = [
        str(moment.title)
        for moment in client.get(f"{PAGE}{request_of_maker.number}/").context["story"].moments
    ]
    assert titles == ["Approved", "Asked for approval"]
