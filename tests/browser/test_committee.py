"""A meeting of the credit committee on its pages: a recusal, votes under seal, a tie that the chair breaks, minutes."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from accounts import clock
from accounts.models import User
from lending.services.seed_products import seed_products
from risk.models import AgendaItem, CreditCase
from tests.browser.company import Company
from tests.browser.conftest import Complaints, PageMaker
from tests.browser.life import Walker
from tests.browser.people import enter_as
from tests.risk.committee.bodies import Body

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HOME = "/office/risk/committee/"
FOR, AGAINST, SILENT = ("approve", "income_sufficient"), ("reject", "too_much_debt"), ("abstain", "")
VOTES = {
    "chair": FOR,
    "vice_chair": SILENT,
    "risk": AGAINST,
    "member_1": AGAINST,
    "member_2": ("conditions", "income_sufficient"),
}


@pytest.fixture
def body(transactional_db: None) -> Body:
    seed_products()
    return Body()


@pytest.fixture
def case(body: Body, borrower: User) -> CreditCase:
    return body.case_of(borrower)


def plan(secretary: Walker) -> None:
    """Plan a meeting in a room in two days."""
    starts = (clock.now() + dt.timedelta(days=2)).astimezone(clock.SHANGHAI)
    secretary.go(f"{HOME}plan/")
    secretary.fill({"starts_at": f"{starts:%Y-%m-%dT%H:%M}", "place": "8 楼会议室"})
    secretary.send("starts_at")
    secretary.is_at(rf"{HOME}meetings/CM\d+/$")


def lay_and_call(secretary: Walker, case: CreditCase) -> str:
    """Lay the case before the meeting on the page, call the members, and return the item's page."""
    secretary.choose({"case": case.number, "grade": "B"})
    secretary.fill({"amount": "10000", "limit": "20000"})
    press(secretary, "list/")
    press(secretary, "call/")
    return f"{HOME}items/{AgendaItem.objects.get().number}/"


def press(walker: Walker, action: str) -> None:
    """Send the form of the page that goes to this address."""
    walker.page.locator(f"#main form[action$='/{action}'] button").last.click()
    walker.page.wait_for_load_state()


def declare(walker: Walker, about: str, ground: str, words: str = "") -> None:
    walker.go(about)
    walker.page.locator(f"#main input[name=declare-ground][value={ground}]").check()
    if words:
        walker.page.locator("#main textarea[name=declare-words]").fill(words)
    press(walker, "declare/")


def vote(walker: Walker, about: str, choice: str, reason: str) -> None:
    walker.go(about)
    walker.page.locator(f"#main input[name=vote-choice][value={choice}]").check()
    if reason:
        walker.page.locator(f"#main input[name=vote-reasons][value={reason}]").check()
    walker.page.locator("#main textarea[name=vote-words]").fill("依据材料判断。")
    press(walker, "vote/")


@pytest.mark.slow
def test_a_meeting_with_a_recusal_and_a_tie(
    body: Body, case: CreditCase, front: Company, new_page: PageMaker, complaints: Complaints
) -> None:
    # To who declared an interest the item does not exist.
    complaints.expect("404 .*committee/items")
    secretary = Walker(new_page())
    enter_as(secretary.page, body.secretary, front.url)
    members = {code: Walker(new_page()) for code in body.members}
    for code, walker in members.items():
        enter_as(walker.page, body.members[code], front.url)
    plan(secretary)
    about = lay_and_call(secretary, case)
    meeting = secretary.page.url
    for _seat in members:
        secretary.page.locator("#main button[name=is_present][value=yes]").first.click()
        secretary.page.wait_for_load_state()

    # Who has an interest leaves the item by saying so, and it does not exist for that person any more.
    finance = members.pop("finance")
    declare(finance, about, "family", "借款人是我的表弟。")
    finance.reads("您已回避，本议题对您关闭。")
    assert finance.page.goto(about).status == 404  # type: ignore[union-attr]
    for walker in members.values():
        walker.go(about)
        walker.reads("请先申报是否存在利益关系，之后方可查阅会议材料。")
        declare(walker, about, "none")
        walker.reads("Steady income, a large amount.")

    chair = members["chair"]
    chair.go(meeting)
    press(chair, "open/")
    chair.go(about)
    press(chair, "open/")
    for code, (choice, reason) in VOTES.items():
        if choice == "conditions":
            write_condition(members[code], about, reason)
        else:
            vote(members[code], about, choice, reason)
        members[code].reads("您的表决已密封提交")
        expect(members[code].page.locator("#main")).not_to_contain_text("表决情况")

    chair.go(about)
    press(chair, "count/")
    chair.reads("票数相等", "同意2票，不同意2票，弃权1票")
    members["vice_chair"].go(about)
    expect(members["vice_chair"].page.locator("[name=casting-way]")).to_have_count(0)
    chair.page.locator("#main input[name=casting-way][value=for]").check()
    chair.page.locator("#main input[name=casting-reasons][value=good_history]").check()
    chair.page.locator("#main textarea[name=casting-words]").fill("历史借款均按时结清。")
    press(chair, "cast/")
    chair.reads("贷审会附条件同意", "提供近三个月工资流水")

    chair.go(meeting)
    press(chair, "close/")
    press(chair, "confirm/")
    chair.reads("会议纪要已确认并加盖电子签章。")
    assert chair.download(f"{meeting}minutes/zh-hans/").startswith(b"%PDF")
    assert (AgendaItem.objects.get().status, CreditCase.objects.get().status) == ("decided", "decided")


def write_condition(walker: Walker, about: str, reason: str) -> None:
    walker.go(about)
    walker.page.locator("#main details:has([name=vote-conditions]) > summary").click()
    walker.page.locator("#main textarea[name=vote-conditions]").fill("提供近三个月工资流水")
    walker.page.locator("#main input[name=vote-choice][value=conditions]").check()
    walker.page.locator(f"#main input[name=vote-reasons][value={reason}]").check()
    walker.page.locator("#main textarea[name=vote-words]").fill("同意，但须核实收入。")
    press(walker, "vote/")


def test_members_are_called_and_one_reads_the_pack_on_a_phone(
    body: Body, case: CreditCase, front: Company, new_page: PageMaker
) -> None:
    secretary, member = Walker(new_page(language="en")), Walker(new_page(phone=True, language="en"))
    enter_as(secretary.page, body.secretary, front.url)
    enter_as(member.page, body.members["member_1"], front.url)
    plan(secretary)
    about = lay_and_call(secretary, case)
    secretary.reads("The packs are frozen and the members are called.")
    member.go(HOME)
    member.reads("Waits for you", "your declaration")
    declare(member, about, "none")
    member.reads("Steady income, a large amount.", "What each grade would cost")
