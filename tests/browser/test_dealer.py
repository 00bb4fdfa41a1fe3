"""A company becomes a dealer in a real browser: papers, vetting by two departments, approval by a third, a clerk."""

import re
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from accounts.models import Approval, Dealer, DealerMember, SandboxMessage, User
from accounts.services.deliver_events import deliver_events
from tests import dealers
from tests.browser.company import Company
from tests.browser.conftest import Complaints, PageMaker
from tests.browser.people import enter_as
from tests.factories import make_identity_number, make_staff
from tests.pictures import draw_card, saved

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OWNER, CLERK, PASSWORD = "boss@dealer.cn", "helper@dealer.cn", "correct-horse-battery"
COMPANY = "深圳好家电器有限公司"


@dataclass(frozen=True)
class Words:
    """What the pages of the way in call things in one language."""

    open_login: str
    begin: str
    filling: str
    send_in: str
    looking: str
    opinion_kept: str
    admission_asked: str
    members: str
    invited: str
    open_and_join: str
    join: str
    is_clerk: str
    remove: str
    remove_now: str


WORDS = {
    "zh-hans": Words(
        open_login="开通企业账号",
        begin="为我的企业申请",
        filling="填写中",
        send_in="提交审核",
        looking="我们正在审核您的资料。",
        opinion_kept="意见已存档。",
        admission_asked="准入须由另一人审批。",
        members="成员",
        invited="邀请已发出。",
        open_and_join="注册并加入",
        join="加入",
        is_clerk="您是店员。",
        remove="移除",
        remove_now="移除并强制退出",
    ),
    "en": Words(
        open_login="Open the company's login",
        begin="Begin for my company",
        filling="Being filled in",
        send_in="Send it in",
        looking="We are looking at your papers.",
        opinion_kept="The opinion is on file.",
        admission_asked="Another person has to approve the admission now.",
        members="Members",
        invited="The invitation is on its way.",
        open_and_join="Open a login and join",
        join="Join",
        is_clerk="You work here as a clerk.",
        remove="Take off the list",
        remove_now="Remove and sign out",
    ),
}


def text_to(address: str, pattern: str) -> str:
    """Return what matches in the newest message that was sent to the address."""
    for message in SandboxMessage.objects.order_by("-pk"):
        match = re.search(pattern, f"{message.subject} {message.body}")
        if match and message.address == address:
            return match[0]
    raise AssertionError(
        f"Nothing like {pattern} was sent to {address}; {len(mail.outbox)} by the other way."
    )


def sign_up(page: Page, address: str) -> None:
    """Fill in the sign-up form that is open and prove the address."""
    page.locator("input[name=email]").fill(address)
    page.locator("input[name=password1]").fill(PASSWORD)
    page.locator("input[name=password2]").fill(PASSWORD)
    page.locator("input[name=agrees]").check()
    page.locator("form:has(input[name=password1]) button[type=submit]").click()
    page.locator("input[name=code]").wait_for()
    page.locator("input[name=code]").fill(text_to(address, r"\b\d{6}\b"))
    page.locator(".code-form button[type=submit]").click()


def send(page: Page, field: str) -> None:
    """Press the button of the form that has this field."""
    page.locator(f"main form:has([name={field}]) button").first.click()


def fill_papers(page: Page, folder: Path) -> None:
    """Go every step of the way in, led by the button of the next one."""
    main = page.locator("main")
    main.locator("a.btn-primary").click()
    page.locator("input[name=uscc]").fill(dealers.make_uscc().lower())
    page.locator("input[name=legal_name]").fill(COMPANY)
    page.locator("input[name=registered_address]").fill(dealers.ADDRESS)
    page.locator("input[name=established_on]").fill("2019-05-06")
    send(page, "uscc")
    main.locator("a.btn-primary").click()
    page.locator("input[name=real_name]").fill("周文")
    page.locator("input[name=identity_number]").fill(make_identity_number())
    page.locator("input[name=phone]").fill("13700000001")
    send(page, "real_name")
    page.locator("input[name=code]").fill(text_to("13700000001", r"(?<!\d)\d{6}(?!\d)"))
    send(page, "code")
    main.locator("a.btn-primary").click()
    picture = folder / "licence.jpg"
    picture.write_bytes(saved(draw_card()))
    page.locator("input[name=licence]").set_input_files(picture)
    send(page, "licence")
    main.locator("a.btn-primary").click()
    page.locator("input[name=name]").fill("科苑店")
    page.locator("input[name=street]").fill(dealers.ADDRESS)
    send(page, "street")
    page.locator("input[name=categories][value=furniture]").check()
    page.locator("input[name=categories][value=appliances]").check()
    send(page, "categories")
    page.goto("/dealer/")
    main.locator("a.btn-primary").click()
    main.locator("a.btn-primary").click()
    page.locator("input[name=card_digits]").fill("7559 1234 5678 901")
    page.locator("input[name=bank_name]").fill("招商银行深圳科苑支行")
    send(page, "card_digits")
    with page.context.expect_page() as opened:
        page.locator("main a[target=_blank]").click()
    amount = opened.value.locator("#small-amount").inner_text().removeprefix("¥")
    opened.value.close()
    page.locator("input[name=amount]").fill(amount)
    send(page, "amount")
    main.locator("a.btn-primary").click()
    page.locator("input[name=agrees]").check()
    send(page, "agrees")
    expect(page).to_have_url(re.compile(r"/dealer/$"))


@pytest.mark.slow
@pytest.mark.parametrize("language", WORDS)
def test_a_company_becomes_a_dealer_and_invites_a_clerk(
    front: Company, new_page: PageMaker, tmp_path: Path, language: str
) -> None:
    words = WORDS[language]
    new_page = partial(new_page, language=language)
    page = new_page()
    page.goto("/")
    page.locator("footer a[href='/dealer/join/']").click()
    page.get_by_role("link", name=words.open_login).click()
    sign_up(page, OWNER)
    expect(page).to_have_url(re.compile(r"/dealer/join/"))
    page.get_by_role("button", name=words.begin).click()
    expect(page.get_by_text(words.filling).first).to_be_visible()
    fill_papers(page, tmp_path)
    page.get_by_role("button", name=words.send_in).click()
    expect(page.get_by_text(words.looking)).to_be_visible()

    dealer = Dealer.objects.get()
    manager = new_page()
    enter_as(manager, make_staff("manager@example.cn", "business_manager"), front.url)
    manager.goto("/office/accounts/dealers/")
    manager.get_by_role("link", name=dealer.number).click()
    for _ in range(6):
        manager.locator("form.form-line input[name=note]").first.fill("看过原件，一致。")
        manager.locator("form.form-line button").first.click()
        manager.wait_for_load_state()
    expect(manager.locator("form.form-line")).to_have_count(0)

    officer = new_page()
    enter_as(officer, make_staff("officer@example.cn", "risk_officer"), front.url)
    officer.goto(f"/office/accounts/dealers/{dealer.number}/")
    officer.locator("input[name=recommendation][value=admit]").check()
    officer.locator("textarea[name=text]").fill("经营稳定，建议准入。")
    for name, value in (("single", "50000"), ("outstanding", "1000000"), ("daily", "20")):
        officer.locator(f"#opinion input[name={name}]").fill(value)
    officer.locator("#opinion button").click()
    expect(officer.get_by_text(words.opinion_kept)).to_be_visible()

    manager.reload()
    manager.locator("#admission textarea[name=reason]").fill("资料齐全，建议准入。")
    manager.locator("#admission button").click()
    expect(manager.get_by_text(words.admission_asked)).to_be_visible()

    director = new_page()
    enter_as(director, make_staff("director@example.cn", "director"), front.url)
    director.goto(f"/office/approvals/{Approval.objects.get().number}/")
    expect(director.get_by_text("¥50,000.00").first).to_be_visible()
    director.locator("button[name=decision][value=approve]").click()
    director.wait_for_load_state()
    deliver_events()

    page.goto("/dealer/")
    expect(page.get_by_text("¥50,000.00").first).to_be_visible()
    page.get_by_role("link", name=words.members, exact=True).first.click()
    page.locator("input[name=address]").fill(CLERK)
    send(page, "address")
    expect(page.get_by_text(words.invited)).to_be_visible()
    clerk = new_page(phone=True)
    clerk.goto(text_to(CLERK, r"/dealer/invitations/[\w-]+/"))
    clerk.get_by_role("link", name=words.open_and_join).click()
    sign_up(clerk, CLERK)
    clerk.get_by_role("button", name=words.join, exact=True).click()
    expect(clerk.get_by_text(words.is_clerk)).to_be_visible()
    assert DealerMember.objects.get(role="clerk").user == User.objects.get(email=CLERK)

    page.goto("/dealer/members/")
    page.get_by_role("link", name=words.remove).click()
    page.get_by_role("button", name=words.remove_now).click()
    clerk.goto("/dealer/stores/")
    expect(clerk).to_have_url(re.compile(r"/accounts/login/"))


def test_an_english_owner_reads_every_page(
    front: Company, english_page: Page, complaints: Complaints
) -> None:
    complaints.expect("400 .*dealer/members")
    dealer = dealers.active()
    enter_as(english_page, dealers.owner(dealer), front.url)
    english_page.goto("/dealer/")
    expect(english_page.get_by_text("One order, at most").first).to_be_visible()
    expect(english_page.get_by_text("¥50,000.00").first).to_be_visible()
    english_page.goto("/dealer/contract/")
    expect(english_page.get_by_text("The signed text")).to_be_visible()
    english_page.goto("/dealer/stores/")
    english_page.locator("input[name=name]").fill("Futian shop")
    english_page.locator("input[name=street]").fill("1 Fuhua Road, Shenzhen")
    send(english_page, "street")
    expect(english_page.get_by_text("Futian shop is added.")).to_be_visible()
    english_page.goto("/dealer/members/")
    english_page.locator("input[name=address]").fill("not an address")
    send(english_page, "address")
    expect(english_page.get_by_text("Enter a mobile number of mainland China").first).to_be_visible()
