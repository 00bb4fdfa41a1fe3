"""One loan's whole life in Chinese: from two strangers at the door to the last fen back on a card.

Every figure is worked out beside it. The books stand on 10 March 2026 when the walk begins.
"""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from accounts.models import User
from accounts.services.deliver_events import deliver_events
from finance.services.verify_books import verify_books
from lending.services.seed_products import seed_products
from tests.browser.company import Company
from tests.browser.conftest import PageMaker
from tests.browser.life import Walker
from tests.browser.people import enter_as
from tests.closing import DAY, close_where_eventful, set_today
from tests.factories import make_identity_number
from tests.lending import factories

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

BEGINS_ON = dt.date(2026, 3, 10)
FIRST_DUE_ON = dt.date(2026, 4, 10)
SECOND_DUE_ON = dt.date(2026, 5, 10)
SETTLED_ON = dt.date(2026, 5, 26)
WHY = "一套餐桌和书柜"


@pytest.fixture
def begun(transactional_db: None) -> None:
    """The books of the walk, opened before the worker runs."""
    set_today(BEGINS_ON)
    seed_products()


@pytest.fixture
def second_lender(begun: None) -> User:
    """Somebody with money already, so that instalments are shared."""
    return factories.make_investor("second@example.cn", funds_fen=4_000_00)


@pytest.fixture
def enter(begun: None, site: Company, new_page: PageMaker) -> Callable[[User | None], Walker]:
    """Open a browser for a person who is known, or for a stranger."""

    def open_browser(user: User | None = None) -> Walker:
        walker = Walker(new_page())
        if user is not None:
            enter_as(walker.page, user, site.url)
        return walker

    return open_browser


def become_borrower(walker: Walker) -> None:
    walker.sign_up(phone="13800138021")
    walker.choose_goal("borrow")
    walker.verify_identity("李借", make_identity_number(dt.date(1991, 5, 17)))
    walker.send_pictures()
    walker.show_face()
    walker.bind_card("6225880212345673")


def become_investor(walker: Walker) -> None:
    walker.sign_up(email="first@example.cn")
    walker.choose_goal("invest")
    walker.verify_identity("王投", make_identity_number(dt.date(1988, 2, 29)))
    walker.send_pictures()
    walker.show_face()
    walker.answer_questions()
    walker.bind_card("6225880298765430")
    walker.deposit("6500")
    walker.go("/wallet/")
    expect(walker.headline()).to_have_text("¥6,500.00")


def ask_for_a_loan(walker: Walker) -> str:
    walker.go("/calculator/?amount=10000&periods=12&grade=B")
    expect(walker.stat("综合年化利率")).to_have_text("8.70%")
    walker.press("申请这笔借款")
    return walker.apply(why=WHY)


def decide(reviewing: Walker, deciding: Walker) -> None:
    """One person gives the opinion, another decides."""
    reviewing.open_case()
    reviewing.reads(WHY, "¥10,000.00")
    reviewing.give_opinion("收入稳定，负债低，同意按 B 级放款。")
    deciding.open_case()
    deciding.reads("收入稳定，负债低，同意按 B 级放款。")
    deciding.approve(grade="B", limit="20000")
    deciding.reads("决定已登记，并已通知借款人。")


def lend(walker: Walker, yuan: str, left: str) -> None:
    walker.go("/market/")
    walker.look_until(lambda: walker.page.locator(".offer"))
    walker.page.locator(".offer-title a").click()
    walker.reads(WHY, left)
    walker.bid(yuan)


def test_a_loan_lives_from_sign_up_to_settlement(
    second_lender: User, risk_officer: User, risk_manager: User, enter: Callable[..., Walker]
) -> None:
    borrowing, lending = enter(), enter()
    become_borrower(borrowing)
    become_investor(lending)
    application = ask_for_a_loan(borrowing)
    decide(enter(risk_officer), enter(risk_manager))

    borrowing.go(f"/borrow/applications/{application}/")
    borrowing.look_until_read("查看并签署方案")
    borrowing.accept_offer()
    borrowing.look_until_read("查看募集页面")
    lend(lending, "6000", "剩余¥10,000.00")
    lend(enter(second_lender), "4000", "剩余¥4,000.00")
    borrowing.look_until_read("查看借款")
    borrowing.press("查看借款")
    loan = borrowing.is_at(r"/borrow/loans/(LN\d+)/$")[1]
    borrowing.go("/wallet/")
    expect(borrowing.headline()).to_have_text("¥10,000.00")

    first_is_debited(borrowing, lending, loan)
    second_is_paid_by_hand(borrowing, loan)
    the_rest_is_settled(borrowing, lending, loan)
    the_lender_has_it_all_back(lending)
    money_is_taken_out(lending)
    assert [finding for finding in verify_books().findings if not finding.ok] == []


def let_days_pass_until(day: dt.date) -> None:
    """Pass every day before one by the clock on the wall: the worker beside us seals the event log by it."""
    close_where_eventful(day - DAY)
    deliver_events()


def amounts(*wanted: str) -> list[re.Pattern[str]]:
    """Read each amount to its last digit; a way to where it comes from may stand behind it."""
    return [re.compile(rf"^\s*{re.escape(one)}(?![\d.,])") for one in wanted]


def first_is_debited(borrowing: Walker, lending: Walker, loan: str) -> None:
    """10,000 × 7.40% / 12 = 61.67 of interest; six tenths of it and of the principal are the first lender's."""
    let_days_pass_until(FIRST_DUE_ON + dt.timedelta(days=1))
    borrowing.go(f"/borrow/loans/{loan}/")
    borrowing.reads("自动扣款", "第 1 期：¥873.11", "本金 ¥805.44 · 利息 ¥61.67 · 费用 ¥6.00")
    borrowing.go("/wallet/")
    expect(borrowing.headline()).to_have_text("¥9,126.89")
    lending.go("/invest/receipts/")
    expect(lending.amounts()).to_have_text(amounts("¥483.26", "¥37.00", "¥0.00", "¥520.26"))


def second_is_paid_by_hand(borrowing: Walker, loan: str) -> None:
    let_days_pass_until(SECOND_DUE_ON)
    borrowing.go(f"/borrow/loans/{loan}/")
    expect(borrowing.headline()).to_have_text("¥873.11")
    borrowing.reads("今天到期")
    borrowing.press("立即还款")
    borrowing.send("amount_fen")
    borrowing.reads("第 2 期 利息", "¥56.70", "¥810.41", "支付后钱包可用余额", "¥8,253.78")
    borrowing.press("支付 ¥873.11")
    borrowing.is_at(rf"/borrow/loans/{loan}/$")
    borrowing.reads("已还款 ¥873.11，剩余本金 ¥8,384.15。")


def the_rest_is_settled(borrowing: Walker, lending: Walker, loan: str) -> None:
    """8,384.15 and 16 of 30 days: 8,384.15 × 7.40% × 16/360 = 27.57 of interest, 6.00 × 16/30 = 3.20 of fee."""
    let_days_pass_until(SETTLED_ON)
    borrowing.go(f"/borrow/loans/{loan}/settle/")
    expect(borrowing.headline()).to_have_text("¥8,414.92")
    borrowing.reads("¥27.57", "¥3.20", "钱包余额还差 ¥161.14")
    borrowing.deposit("161.14")
    borrowing.go(f"/borrow/loans/{loan}/settle/")
    borrowing.press("支付 ¥8,414.92 并结清")
    borrowing.is_at(rf"/borrow/loans/{loan}/$")
    borrowing.reads("已结清")
    borrowing.go("/wallet/")
    expect(borrowing.headline()).to_have_text("¥0.00")


def the_lender_has_it_all_back(lending: Walker) -> None:
    """Receipts of 520.26, 520.27 and 5,047.03: 6,000.00 of principal and 87.56 of interest.

    6,000 = 520.26 / (1 + r)^(31/365) + 520.27 / (1 + r)^(61/365) + 5,047.03 / (1 + r)^(77/365) between 7.65 and
    7.66 %: an earning is shown as the lower.
    """
    lending.go("/invest/")
    expect(lending.headline()).to_have_text("¥6,587.56")
    expect(lending.stat("已收利息")).to_have_text("¥87.56")
    for label in ("最佳估计收益率", "年化收益（严格口径）"):
        expect(lending.stat(label)).to_have_text("7.65%")
    lending.go("/invest/claims/mine/")
    lending.reads("已结清", "¥6,000.00")
    lending.go("/invest/receipts/")
    expect(lending.amounts()).to_have_text(
        amounts(
            *("¥5,030.49", "¥16.54", "¥0.00", "¥5,047.03"),
            *("¥486.25", "¥34.02", "¥0.00", "¥520.27"),
            *("¥483.26", "¥37.00", "¥0.00", "¥520.26"),
        )
    )


def money_is_taken_out(lending: Walker) -> None:
    lending.withdraw("6587.56")
    lending.order_ends()
    lending.reads("已完成")
    lending.go("/wallet/")
    expect(lending.headline()).to_have_text("¥0.00")
