"""A name the register does not know goes to a colleague, back to the customer with reasons, and on when it is right."""

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.models import IdentityReview, User
from accounts.services.deliver_events import deliver_events
from accounts.services.doubt_identity import doubt_identity
from tests import watching
from tests.browser.company import Company
from tests.browser.conftest import PageMaker
from tests.browser.life import Walker
from tests.browser.people import enter_as
from tests.factories import make_customer, make_identity_number

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def newcomer(transactional_db: None) -> User:
    return make_customer("new@example.cn", name="", verified=False)


def open_case(desk: Page, number: str) -> None:
    desk.goto("/office/accounts/reviews/")
    desk.get_by_role("link", name=number).click()
    desk.wait_for_url(re.compile(rf"/reviews/{number}/$"))


def test_a_case_goes_to_the_desk_back_to_the_customer_and_on(
    front: Company, new_page: PageMaker, newcomer: User
) -> None:
    identity_number = make_identity_number()
    customer, desk = new_page(phone=True), new_page()
    enter_as(customer, newcomer, front.url)
    enter_as(desk, watching.service(), front.url)

    Walker(customer).claim_identity("张·误", identity_number)
    expect(customer.locator("main")).to_contain_text("核对")
    customer.goto("/me/kyc/")
    expect(customer.locator("#main input[name=real_name]")).to_have_count(0)

    number = IdentityReview.objects.get().number
    open_case(desk, number)
    expect(desk.locator("main")).not_to_contain_text(identity_number)
    desk.locator("form[action$='/take/'] button").click()
    desk.locator("details:has(form[action$='/return/']) summary").click()
    desk.locator("input[name=return-reasons][value=blurred]").check()
    desk.locator("textarea[name=return-note]").fill("请按身份证正面填写姓名")
    desk.locator("form[action$='/return/'] button").click()
    expect(desk.locator("main")).to_contain_text("已退回客户")
    deliver_events()

    customer.goto("/me/")
    expect(customer.locator("main")).to_contain_text("请按身份证正面填写姓名")
    Walker(customer).verify_identity("张三", identity_number)
    customer.goto("/me/")
    expect(customer.locator("main")).not_to_contain_text("请按身份证正面填写姓名")
    desk.reload()
    expect(desk.locator("main")).to_contain_text("无需处理")
    desk.goto("/office/accounts/reviews/")
    expect(desk.get_by_role("link", name=number)).to_have_count(0)


def test_a_doubted_picture_is_looked_at_and_passed(
    front: Company, new_page: PageMaker, borrower: User
) -> None:
    review = doubt_identity(customer=borrower, cause="illegible", actor=watching.service())
    customer, head = new_page(phone=True), new_page()
    enter_as(customer, borrower, front.url)
    enter_as(head, watching.supervisor(), front.url)
    open_case(head, review.number)
    head.locator("form[action$='/take/'] button").click()
    head.locator("form[action$='/pass/'] textarea").fill("对照原件，清晰可读。")
    head.locator("form[action$='/pass/'] button").click()
    expect(head.locator("main")).to_contain_text("已通过")
    head.goto("/office/accounts/reviews/")
    expect(head.get_by_role("link", name=review.number)).to_have_count(0)
    customer.goto("/me/")
    expect(customer.locator("main")).not_to_contain_text("资料核对中")
