"""A dealer's scorecard from real orders, on both pages, and what it refuses."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import clock
from accounts.dealers.policy import Limits
from accounts.dealers.queries import proposed_terms, terms_in_force
from accounts.errors import Refused
from accounts.models import Approval, Dealer, Event, Message, RuleVersion, User
from accounts.services.propose_limits import propose_limits
from lending.domain.dealer_score import DealerScore
from lending.queries import dealer_score as reading
from lending.queries.dealer_score import dealer_score, score_rule
from tests import dealers
from tests.arrivals import arrive
from tests.closing import close_before, set_today
from tests.factories import make_customer, make_staff
from tests.lending.goods import factories as goods
from tests.lending.goods.test_pages import words
from tests.lending.goods.test_returns import asked, taken_back
from tests.lending.test_redrawing import move
from tests.money import fund
from tests.queries import count_queries

pytestmark = pytest.mark.django_db
START = dt.date(2026, 1, 15)
HIGHER = Limits(60_000_00, 1_000_000_00, 20)
LOWER = Limits(30_000_00, 1_000_000_00, 20)


@pytest.fixture
def seller(db: None) -> Dealer:
    set_today(START)
    return dealers.active()


def score_from(orders: int, *, least_book_fen: int = 0) -> None:
    """Let the rule score a dealer from so few orders on."""
    seeded = RuleVersion.objects.get(pack="cn-p2p-2016", code="dealer.score")
    value = {**seeded.value, "least_orders": orders, "least_book_fen": least_book_fen}
    RuleVersion.objects.create(
        pack=seeded.pack, code=seeded.code, value=value, valid_from_on=START, article="—"
    )


def score_today(dealer: Dealer) -> DealerScore:
    today = clock.today()
    return dealer_score(dealer, score_rule(on=today), on=today)


def figures(score: DealerScore) -> dict[str, tuple[object, ...]]:
    return {one.code: (one.part, one.whole, one.value, one.band, one.lacking) for one in score.figures}


def test_the_figures_are_those_of_the_orders(seller: Dealer, customer: User) -> None:
    buyers = [make_customer(f"buyer{n}@example.cn", name=f"王买{n}") for n in range(3)]
    other = dealers.active("other@dealer.cn")
    fund(customer, 867_11)
    goods.delivered(seller, customer)
    goods.delivered(other, buyers[0])
    unpaid, back = goods.shipped(seller, buyers[1]), goods.shipped(seller, buyers[2])
    close_before(dt.date(2026, 1, 17))
    goods.accept_piece(unpaid)
    back = goods.accept_piece(back)
    taken_back(asked(back))
    score_from(2)

    # The unpaid one fell due on 17 February; on 4 March it is 15 days late and not yet more.
    close_before(dt.date(2026, 3, 4))
    found = figures(score_today(seller))
    assert found["first_payment"] == (0, 1, 0, None, "orders")
    close_before(dt.date(2026, 3, 5))
    score = score_today(seller)
    # 10,000 and 10,000 less 805.44 of the first instalment, beside 10,000 of the other dealer.
    assert figures(score) == {
        "first_payment": (1, 2, 500_000, "poor", ""),
        "returns": (1, 3, 333_333, "poor", ""),
        "complaints": (0, 3, None, None, "source"),
        "lag": (2, 3, 2, "ok", ""),
        "concentration": (19_194_56, 29_194_56, 657_470, "poor", ""),
    }
    assert (score.orders, score.band) == (3, "poor")
    assert figures(score_today(other))["returns"] == (0, 1, 0, None, "orders")
    # The delivery of 15 January is the 180th day back on 13 July; a day later two orders are left.
    assert dealer_score(seller, score_rule(on=clock.today()), on=dt.date(2026, 7, 13)).orders == 3
    assert dealer_score(seller, score_rule(on=clock.today()), on=dt.date(2026, 7, 14)).orders == 2


def test_a_moved_due_day_is_the_first_one(seller: Dealer, customer: User) -> None:
    order = goods.delivered(seller, customer)
    move(order.loan, customer, dt.date(2026, 2, 25))
    rule = score_rule(on=clock.today())
    by_day = {
        day: figures(dealer_score(seller, rule, on=day))["first_payment"][:2]
        for day in (dt.date(2026, 3, 3), dt.date(2026, 3, 12), dt.date(2026, 3, 13))
    }
    assert list(by_day.values()) == [(0, 0), (0, 0), (1, 1)]


def test_a_poor_score_refuses_more_and_lets_less_hold(seller: Dealer, customer: User) -> None:
    asked(goods.delivered(seller, customer))
    manager = make_staff("business@example.cn", "business_manager")
    change = {"dealer": seller, "actor": manager, "reason": "季度复核"}
    score_from(1, least_book_fen=100_000_000_00)
    held, events = terms_in_force(seller), Event.objects.count()
    for limits, categories in ((HIGHER, dealers.GOODS), (dealers.LIMITS, [*dealers.GOODS, "sports"])):
        with pytest.raises(Refused) as refusal:
            propose_limits(**change, limits=limits, categories=categories)
        assert refusal.value.code == "score_poor"
        assert "退货率 100.00%（1笔订单中的1笔）" in str(refusal.value.message)
    assert (terms_in_force(seller), proposed_terms(seller)) == (held, None)
    assert Event.objects.count() == events
    assert not Approval.objects.filter(kind="dealer.limits", subject_id=seller.pk).exists()
    assert propose_limits(**change, limits=LOWER, categories=dealers.GOODS) is None
    assert terms_in_force(seller).single_order_fen == 30_000_00


def test_too_few_orders_stand_against_nothing(seller: Dealer, customer: User) -> None:
    asked(goods.delivered(seller, customer))
    assert score_today(seller).band is None
    manager = make_staff("business@example.cn", "business_manager")
    assert propose_limits(
        dealer=seller, actor=manager, limits=HIGHER, categories=dealers.GOODS, reason="季度复核"
    )


def test_the_score_is_looked_at_again_when_a_raise_is_carried_out(seller: Dealer, customer: User) -> None:
    manager = make_staff("business@example.cn", "business_manager")
    director = make_staff("director@example.cn", "director")
    order = goods.delivered(seller, customer)

    def raise_to(limits: Limits) -> Approval:
        asked_for = propose_limits(
            dealer=seller, actor=manager, limits=limits, categories=dealers.GOODS, reason="季度复核"
        )
        assert asked_for is not None
        return asked_for

    dealers.approve(raise_to(HIGHER), director)
    assert terms_in_force(seller).single_order_fen == 60_000_00

    waiting = raise_to(Limits(70_000_00, 1_000_000_00, 20))
    score_from(1, least_book_fen=100_000_000_00)
    page = f"/office/approvals/{waiting.number}/"
    reader = arrive(director)
    assert "退货率 100.00%" not in words(reader.get(page))
    asked(order)
    # Whoever decides sees what stands against it, and it is not carried out.
    assert "退货率 100.00%（1笔订单中的1笔）" in words(reader.get(page))
    dealers.approve(waiting, director)
    waiting.refresh_from_db()
    assert (waiting.status, proposed_terms(seller)) == ("withdrawn", None)
    assert terms_in_force(seller).single_order_fen == 60_000_00
    assert Event.objects.get(kind="dealer.approval_lapsed").data == {
        "approval": waiting.number,
        "because": "score_poor",
    }
    assert not Event.objects.filter(kind="dealer.limits_changed", data__approval=waiting.number).exists()
    told = Message.objects.filter(template="dealer_approval_lapsed")
    assert {one.to_id for one in told} == {manager.pk, director.pk}
    assert all("评分卡" in one.body for one in told)
    assert "评分卡" in words(arrive(manager).get(f"/office/accounts/dealers/{seller.number}/"))


def test_both_pages_say_it_in_both_languages_and_ask_the_same(
    seller: Dealer, customer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(goods.delivered(seller, customer))
    score_from(1)
    office = arrive(make_staff("business@example.cn", "business_manager"))
    own = arrive(dealers.owner(seller))
    office.cookies["django_language"] = own.cookies["django_language"] = "en"
    case_page = f"/office/accounts/dealers/{seller.number}/"
    shown = words(office.get(case_page))
    for part in (
        "Scorecard",
        "1 of 1 order<",
        "¥10,000.00 of ¥10,000.00",
        "to watch above 8.00%, poor above 20.00%",
        "to watch above 7 days, poor above 12 days",
        "not recorded yet",
        "not enough orders",
        "Poor",
    ):
        assert part in shown, part
    shown = words(own.get("/dealer/"))
    assert "1 of 1 order<" in shown
    assert "Share of all goods loans" not in shown
    assert "¥10,000.00 of" not in shown
    for client, path in ((office, case_page), (own, "/dealer/")):
        client.cookies["django_language"] = "zh-hans"
        shown = words(client.get(path))
        client.cookies["django_language"] = "en"
        assert all(part in shown for part in ("经销商评分卡", "退货", "尚未记录", "较差"))

    monkeypatch.setitem(reading._complaint_sources, "test", lambda dealer, since: 2)
    assert figures(score_today(seller))["complaints"] == (2, 1, 2_000_000, "poor", "")
    assert "2 on 1 order<" in words(office.get(case_page))
    counted = [count_queries(office, case_page), count_queries(own, "/dealer/")]
    goods.delivered(seller, make_customer("buyer@example.cn", name="王买"))
    assert [count_queries(office, case_page), count_queries(own, "/dealer/")] == counted
    today = clock.today()
    rule = score_rule(on=today)
    with CaptureQueriesContext(connection) as reads:
        dealer_score(seller, rule, on=today)
    assert len(reads) == 4
