"""A meeting of the credit committee on its pages: a recusal, votes under seal, a tie that the chair breaks, minutes."""

import pytest
from playwright.sync_api import expect

from accounts.models import User
from lending.services.seed_products import seed_products
from risk.models import AgendaItem, CreditCase
from tests.browser.company import Company
from tests.browser.conftest import Complaints, PageMaker
from tests.browser.life import Walker
from tests.browser.meetings import (
    CONDITION,
    HOME,
    VOTES,
    break_tie,
    declare,
    everybody_comes,
    lay_and_call,
    minute,
    plan,
    press,
    vote,
)
from tests.browser.people import enter_as
from tests.risk.committee.bodies import Body

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def body(transactional_db: None) -> Body:
    seed_products()
    return Body()


@pytest.fixture
def case(body: Body, borrower: User) -> CreditCase:
    return body.case_of(borrower)


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
    about = lay_and_call(secretary, case.number)
    meeting = secretary.page.url
    everybody_comes(secretary, len(members))

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
        vote(members[code], about, choice, reason)
        members[code].reads("您的表决已密封提交")
        expect(members[code].page.locator("#main")).not_to_contain_text("表决情况")

    chair.go(about)
    press(chair, "count/")
    chair.reads("票数相等", "同意2票，不同意2票，弃权1票")
    members["vice_chair"].go(about)
    expect(members["vice_chair"].page.locator("[name=casting-way]")).to_have_count(0)
    break_tie(chair)
    chair.reads("贷审会附条件同意", f"{CONDITION}（上标前）")
    assert minute(chair, meeting).startswith(b"%PDF")
    assert (AgendaItem.objects.get().status, CreditCase.objects.get().status) == ("decided", "decided")


def test_members_are_called_and_one_reads_the_pack_on_a_phone(
    body: Body, case: CreditCase, front: Company, new_page: PageMaker
) -> None:
    secretary, member = Walker(new_page(language="en")), Walker(new_page(phone=True, language="en"))
    enter_as(secretary.page, body.secretary, front.url)
    enter_as(member.page, body.members["member_1"], front.url)
    plan(secretary)
    about = lay_and_call(secretary, case.number)
    secretary.reads("The packs are frozen and the members are called.")
    member.go(HOME)
    member.reads("Waits for you", "your declaration")
    declare(member, about, "none")
    member.reads("Steady income, a large amount.", "What each grade would cost")
