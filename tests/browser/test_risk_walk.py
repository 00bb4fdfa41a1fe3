"""One application through all of risk: rules, investigation, a tied committee, a condition that stops the listing."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from accounts import clock
from accounts.models import User
from lending.models import Application, ConditionEvidence, DecisionCondition, Listing
from lending.services.seed_products import seed_products
from risk.models import AgendaItem, CastingVote, CreditCase, FieldVisit, ScreeningRun
from tests.browser.company import Company
from tests.browser.conftest import Complaints, PageMaker
from tests.browser.life import Walker
from tests.browser.meetings import (
    CONDITION,
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
from tests.factories import make_staff
from tests.pictures import GREEN, RED, photograph_with_place
from tests.risk.committee.bodies import Body

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WHY = "书房添置书桌与书柜"
FINDINGS = "住址属实，与家人同住，装修正在进行。"


@pytest.fixture
def body(transactional_db: None) -> Body:
    seed_products()
    return Body()


@pytest.fixture
def visitor(body: Body) -> User:
    return make_staff("business.manager@example.cn", "business_manager")


@pytest.mark.slow
def test_nothing_is_lent_past_risk(
    body: Body,
    visitor: User,
    borrower: User,
    site: Company,
    new_page: PageMaker,
    complaints: Complaints,
) -> None:
    # To who declared an interest the item does not exist.
    complaints.expect("404 .*committee/items")

    def come(user: User, *, phone: bool = False) -> Walker:
        walker = Walker(new_page(phone=phone))
        enter_as(walker.page, user, site.url)
        return walker

    asking = come(borrower, phone=True)
    application = send_in(asking)

    reviewing = come(body.reviewer)
    case = reviewing.open_case()
    reviewing.reads("规则审查", WHY)
    assert ScreeningRun.objects.get(application__number=application).outcome == "pass"
    ask_for_visit(reviewing, visitor)
    make_visit(come(visitor, phone=True))
    reviewing.go(f"/office/risk/cases/{case}/")
    reviewing.reads(FINDINGS)
    reviewing.give_opinion("收入稳定，走访情况属实，建议上会审议。")

    members = {code: come(user) for code, user in body.members.items()}
    members["risk"].go(f"/office/risk/cases/{case}/")
    press(members["risk"], "committee/")
    hold_meeting(come(body.secretary), members, case)

    asking.go(f"/borrow/applications/{application}/")
    asking.look_until_read("查看并签署方案")
    asking.accept_offer()
    blocked(asking, members["risk"], application)
    send_papers(asking)
    accept_papers(members["risk"])
    asking.go(f"/borrow/applications/{application}/")
    asking.look_until_read("查看募集页面")
    listing = Listing.objects.get(application__number=application)
    assert (listing.status, listing.amount_fen, listing.grade) == ("open", 10_000_00, "B")
    asking.go("/market/")
    expect(asking.page.locator(".offer")).to_have_count(1)
    asking.go(f"/market/{listing.number}/")
    asking.reads(WHY)
    assert ConditionEvidence.objects.get().decided_by == body.members["risk"]


def send_in(asking: Walker) -> str:
    """Apply for 10,000 yuan on a phone."""
    asking.go("/calculator/?amount=10000&periods=12&grade=B")
    asking.press("申请这笔借款")
    number = asking.apply(why=WHY)
    asking.reads("您的申请正在人工审核，有结果会通知您。")
    return number


def ask_for_visit(reviewing: Walker, visitor: User) -> None:
    due = clock.wall_date() + dt.timedelta(days=3)
    reviewing.page.locator("#main details:has([name=assigned_to]) > summary").click()
    reviewing.choose({"assigned_to": visitor.number})
    form = reviewing.page.locator("#main form[action$='/visits/']")
    form.locator("[name=task]").fill("核实住址与装修情况")
    form.locator("[name=due_on]").fill(f"{due:%Y-%m-%d}")
    press(reviewing, "visits/")
    reviewing.reads("核实住址与装修情况")


def make_visit(visiting: Walker) -> None:
    """Report the visit with a photograph, from a phone on the spot."""
    visiting.go("/office/risk/visits/")
    visiting.page.locator("#main a[href*='/office/risk/visits/']").first.click()
    visiting.is_at(r"/office/risk/visits/[A-Z]+\d+/$")
    visiting.fill(
        {"visited_on": f"{clock.wall_date():%Y-%m-%d}", "place": "北京市朝阳区", "findings": FINDINGS}
    )
    photo = {"name": "IMG_0002.jpg", "mimeType": "image/jpeg", "buffer": photograph_with_place(GREEN)}
    visiting.page.locator("#main input[name=photo]").set_input_files(photo)
    visiting.send("findings")
    visiting.reads("报告已归入案件。")
    assert FieldVisit.objects.get().status == "done"


def hold_meeting(secretary: Walker, members: dict[str, Walker], case: str) -> None:
    """Finance leaves by an interest, five vote two to two, and the chair decides for the loan."""
    plan(secretary)
    about = lay_and_call(secretary, case)
    meeting = secretary.page.url
    everybody_comes(secretary, len(members))
    declare(members["finance"], about, "family", "借款人是我的表弟。")
    members["finance"].reads("您已回避，本议题对您关闭。")
    for code in VOTES:
        declare(members[code], about, "none")
        members[code].reads("收入稳定，走访情况属实，建议上会审议。")
    chair = members["chair"]
    chair.go(meeting)
    press(chair, "open/")
    chair.go(about)
    press(chair, "open/")
    for code, (choice, reason) in VOTES.items():
        vote(members[code], about, choice, reason)
    chair.go(about)
    press(chair, "count/")
    chair.reads("票数相等", "同意2票，不同意2票，弃权1票")
    break_tie(chair)
    chair.reads("贷审会附条件同意", f"{CONDITION}（上标前）")
    assert minute(chair, meeting).startswith(b"%PDF")
    assert (AgendaItem.objects.get().status, CreditCase.objects.get().status) == ("decided", "decided")
    assert CastingVote.objects.get().is_for


def blocked(asking: Walker, office: Walker, application: str) -> None:
    """Signed, and still not in the market: both pages say which condition stops it."""
    asking.go(f"/borrow/applications/{application}/")
    asking.reads("您已签署，条件满足后即开始募集。", CONDITION, "满足后方可上标。")
    office.go(f"/office/lending/applications/{application}/")
    office.reads(f"批准条件尚未满足：{CONDITION}")
    assert Application.objects.get(number=application).status == "accepted"
    assert not Listing.objects.exists()


def send_papers(asking: Walker) -> None:
    """Photograph the paper and send it in."""
    asking.page.locator("#main a[href*='/conditions/']").first.click()
    asking.fill({"words": "近三个月工资流水，见照片。"})
    photo = {"name": "IMG_0003.jpg", "mimeType": "image/jpeg", "buffer": photograph_with_place(RED)}
    asking.page.locator("#main input[name=paper]").set_input_files(photo)
    asking.send("words")
    asking.reads("已提交，审核中。")
    assert not Listing.objects.exists()


def accept_papers(office: Walker) -> None:
    office.go("/office/lending/conditions/?view=evidence")
    office.page.locator("#main a[href*='/office/lending/conditions/']").first.click()
    office.page.locator("#main input[name=answer][value=yes]").check()
    office.send("answer")
    expect(office.page.locator("#main form [name=answer]")).to_have_count(0)
    assert DecisionCondition.objects.get().status == "met"
