"""Limits on the sides of the book: put in force by two persons; a hard one stops listing and payout and says why."""

import pytest
from django.utils.translation import override

from accounts.errors import Refused
from accounts.models import Approval, Dealer, Event, User
from lending.limits import limits_of, uses_of
from lending.models import Application, ExposureLimit, Listing, Loan
from lending.services.disburse_loan import disburse_loan
from lending.services.set_limit import set_limit
from risk.limits.story import approval_facts
from risk.models import LimitProposal
from risk.services.propose_limit import propose_limit
from tests.approvals import decide
from tests.arrivals import arrive
from tests.dealers import named
from tests.factories import make_customer
from tests.lending import factories
from tests.queries import count_queries

PAGE = "/office/risk/limits/"


@pytest.fixture
def manager(risk_manager: User) -> User:
    return risk_manager


def limit(manager: User, kind: str, key: str, yuan: int, *, is_hard: bool = True) -> ExposureLimit:
    return set_limit(kind=kind, key=key, limit_fen=yuan * 100, is_hard=is_hard, set_by=manager)


def used(row: ExposureLimit) -> int:
    return uses_of([row])[0].used_fen // 100


def test_a_hard_limit_stops_the_listing_and_says_why(borrower: User, manager: User) -> None:
    approved = factories.make_approved(borrower)
    row = limit(manager, "grade", "B", 9_999)
    with pytest.raises(Refused) as refusal:
        factories.accept(approved)
    assert refusal.value.code == "limit_grade"
    assert str(refusal.value.message) == "B级的限额不足：限额¥9,999.00，可用¥9,999.00。"
    approved.refresh_from_db()
    assert approved.status == Application.Status.APPROVED
    assert not Listing.objects.exists()
    limit(manager, "grade", "B", 10_000)
    factories.accept(approved)
    assert Listing.objects.get().amount_fen == 10_000_00
    assert used(row) == 10_000


def test_a_hard_limit_stops_the_payout_and_the_money_stays(borrower: User, manager: User) -> None:
    listing = factories.make_full_listing(borrower)
    row = limit(manager, "line", "cash", 9_999)
    with pytest.raises(Refused, match="limit_line") as refusal:
        disburse_loan(listing_id=listing.pk, actor=None)
    assert str(refusal.value.message) == "一般消费贷条线的限额不足：限额¥9,999.00，可用¥9,999.00。"
    listing.refresh_from_db()
    assert (listing.status, Loan.objects.count()) == ("full", 0)
    # What stands in the market counts; its own listing does not stand in its own way.
    assert used(row) == 10_000
    limit(manager, "line", "cash", 10_000)
    assert disburse_loan(listing_id=listing.pk, actor=None).outstanding_fen == 10_000_00
    assert used(row) == 10_000


@pytest.mark.parametrize(
    ("kind", "code"),
    [("borrower", "limit_borrower"), ("region", "limit_region"), ("term", "limit_term")],
)
def test_every_side_of_the_book_is_limited(borrower: User, manager: User, kind: str, code: str) -> None:
    approved = factories.make_approved(borrower)
    keys = {"borrower": borrower.number, "region": borrower.person.identity_number[:2], "term": "12"}  # type: ignore[union-attr]
    limit(manager, kind, keys[kind], 5_000)
    with pytest.raises(Refused, match=code):
        factories.accept(approved)
    # Another side is not meant.
    ExposureLimit.objects.update(key={"borrower": manager.number, "region": "71", "term": "6"}[kind])
    assert factories.accept(approved).status == Application.Status.LISTED


def test_a_soft_limit_warns_and_stops_nothing(borrower: User, manager: User) -> None:
    limit(manager, "grade", "B", 9_000, is_hard=False)
    listing = factories.make_listing(borrower)
    told = Event.objects.get(kind="limit.soft_breached")
    assert told.data == {
        "application": listing.application.number,
        "at": "listing",
        "amount_fen": 10_000_00,
        "used_fen": 0,
        "limit_fen": 9_000_00,
    }


def test_an_ended_limit_limits_nothing_and_none_costs_one_query(
    borrower: User, manager: User, django_assert_num_queries: object
) -> None:
    approved = Application.objects.select_related(
        "decision", "product_version__product", "borrower__person"
    ).get(pk=factories.make_approved(borrower).pk)
    set_limit(kind="grade", key="B", limit_fen=1, is_hard=True, set_by=manager, is_in_force=False)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert limits_of(approved) == []
    assert factories.accept(approved).status == Application.Status.LISTED


def ask(maker: User, **changes: object) -> LimitProposal:
    values = {
        "kind": "grade",
        "key": "C",
        "limit_fen": 50_000_00,
        "is_hard": True,
        "reason": "Too many of C.",
    }
    return propose_limit(maker=maker, **{**values, **changes})  # type: ignore[arg-type]


def test_a_limit_counts_once_another_person_approved_it(risk_officer: User, manager: User) -> None:
    assert decide(ask(risk_officer), manager, is_approved=False).status == "dropped"
    assert not ExposureLimit.objects.exists()
    row = ask(risk_officer)
    with pytest.raises(Refused, match="already_asked"):
        ask(risk_officer, limit_fen=1)
    assert decide(row, manager).status == "done"
    set_row = ExposureLimit.objects.get()
    assert (set_row.kind, set_row.key, set_row.limit_fen, set_row.is_hard) == ("grade", "C", 50_000_00, True)
    assert decide(ask(risk_officer, ends=True), manager).status == "done"
    set_row.refresh_from_db()
    assert not set_row.is_in_force


def test_an_approved_limit_that_became_impossible_lets_its_approval_lapse(
    risk_officer: User, manager: User
) -> None:
    row = ask(risk_officer, kind="dealer", key=named().number)
    Dealer.objects.update(number="DLGONE")
    assert decide(row, manager).status == "dropped"
    assert Approval.objects.get(number=row.approval_number).status == "withdrawn"
    assert not ExposureLimit.objects.exists()
    assert decide(ask(risk_officer, kind="dealer", key="DLGONE"), manager).status == "done"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"key": "Z"}, "bad_side"),
        ({"kind": "region", "key": "99"}, "bad_side"),
        ({"kind": "term", "key": "many"}, "bad_side"),
        ({"kind": "dealer", "key": "nobody"}, "bad_side"),
        ({"limit_fen": -1}, "bad_limit"),
        ({"ends": True}, "no_limit"),
        ({"reason": ""}, "reason_missing"),
    ],
)
def test_refuses_what_is_no_limit(risk_officer: User, changes: dict[str, object], code: str) -> None:
    with pytest.raises(Refused, match=code):
        ask(risk_officer, **changes)
    assert not LimitProposal.objects.exists()


def test_the_page_shows_what_is_used_and_asks_few_queries(
    borrower: User, risk_officer: User, manager: User
) -> None:
    limit(manager, "grade", "B", 4_000, is_hard=False)
    limit(manager, "term", "12", 10_500)
    factories.make_listing(borrower)
    client = arrive(risk_officer)
    client.cookies["django_language"] = "en"
    shown = client.get(PAGE).content.decode()
    assert "250.0%" in shown
    assert "−¥6,000.00" in shown
    assert "95.2%" in shown
    few = count_queries(client, PAGE)
    for number in range(3, 9):
        limit(manager, "term", str(number), 1_000)
    assert count_queries(client, PAGE) == few <= 12
    bad = client.post(
        f"{PAGE}propose/", {"kind": "grade", "key": "Q", "limit": "1", "is_hard": "1", "reason": "x"}
    )
    assert (bad.status_code, LimitProposal.objects.count()) == (400, 0)
    good = client.post(
        f"{PAGE}propose/", {"kind": "region", "key": "33", "limit": "70000", "is_hard": "1", "reason": "x"}
    )
    assert good.status_code == 302
    row = LimitProposal.objects.get()
    assert (row.limit_fen, row.is_hard, row.status) == (70_000_00, True, "planned")
    file = arrive(manager).post(PAGE, {"take": "limits.csv"})
    assert "4000.00,10000.00,-6000.00,250.00%" in file.content.decode("utf-8-sig")


def test_a_dealers_goods_count_toward_its_limit(manager: User) -> None:
    # A cash loan has no dealer and never counts.
    factories.make_active_loan(make_customer("cash@example.cn"))
    row = ExposureLimit(pk=0, kind="dealer", key="nobody", limit_fen=1, is_hard=True)
    assert used(row) == 0


def test_a_checker_reads_what_the_maker_saw(borrower: User, risk_officer: User, manager: User) -> None:
    factories.make_listing(borrower)
    first = Approval.objects.get(number=ask(risk_officer, key="B").approval_number)
    assert first.payload["seen"] == {"limit_fen": None, "is_hard": None, "used_fen": 10_000_00}
    limit(manager, "grade", "C", 7_000, is_hard=False)
    row = ask(risk_officer)
    # Both change while the request waits, and what was frozen stands.
    limit(manager, "grade", "C", 9_000)
    factories.make_listing(make_customer("another@example.cn"))
    asked = Approval.objects.get(number=row.approval_number)
    with override("en"):
        shown = [(str(one.label), str(one.value), str(one.hint)) for one in approval_facts(asked)][3:]
        before = [(str(one.label), str(one.value)) for one in approval_facts(first)][3:]
    assert shown == [
        ("Limit until then", "¥7,000.00", "soft: warns and stops nothing"),
        ("Used when it was asked for", "¥0.00", ""),
    ]
    assert before == [("Limit until then", "none"), ("Used when it was asked for", "¥10,000.00")]
    assert decide(row, manager).status == "done"


def test_a_request_from_before_figures_were_kept_is_still_carried_out(
    risk_officer: User, manager: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr("risk.services.propose_limit._seen", lambda kind, key: {})
        row = ask(risk_officer)
    asked = Approval.objects.get(number=row.approval_number)
    assert "seen" not in asked.payload
    assert len(approval_facts(asked)) == 3
    assert decide(row, manager).status == "done"
