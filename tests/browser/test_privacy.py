"""A supervisor looks at a phone for a reason; the customer reads who looked, and takes the own data along."""

import io
import json
import zipfile

import pytest
from playwright.sync_api import Page, expect

from accounts import clock, tasks
from accounts.models import User
from accounts.services import ask_privacy
from tests.browser.company import Company
from tests.browser.conftest import PageMaker
from tests.browser.people import enter_as, sign_in
from tests.factories import PASSWORD, make_customer, make_staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = "13812345678"
PATIENCE_MS = 45_000


@pytest.fixture
def customer(transactional_db: None) -> User:
    user = make_customer("kehu@example.cn", name="林晓")
    user.set_phone(PHONE)
    user.phone_verified_at = clock.now()
    user.set_password(PASSWORD)
    user.save()
    prove_address(user)
    return user


@pytest.fixture
def supervisor(transactional_db: None) -> User:
    user = make_staff("zhuguan@example.cn", "customer_service_supervisor")
    user.set_password(PASSWORD)
    user.save()
    prove_address(user)
    return user


def prove_address(user: User) -> None:
    from allauth.account.models import EmailAddress

    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)


def look_at_phone(page: Page, customer: User) -> None:
    page.goto(f"/office/support/customers/{customer.number}/")
    expect(page.locator("main")).to_contain_text("138****5678")
    expect(page.locator("main")).not_to_contain_text(PHONE)
    form = page.locator("#unmask form")
    form.locator("select[name=value]").select_option("phone")
    form.locator("select[name=reason]").select_option("recognise")
    form.locator("input[name=words]").fill("工单 42")
    form.locator("button").click()
    expect(page.locator("[data-unmasked]")).to_have_text(PHONE)
    page.locator("main a.btn-primary").click()
    expect(page.locator("main")).not_to_contain_text(PHONE)


def test_a_look_is_told_and_the_copy_is_taken_along(
    site: Company,
    new_page: PageMaker,
    customer: User,
    supervisor: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ask_privacy.bell, "ring", tasks.ring_exports)
    desk = new_page()
    enter_as(desk, supervisor, site.url)
    look_at_phone(desk, customer)

    page = new_page()
    sign_in(page, customer.email or "", PASSWORD)
    page.goto("/me/privacy/")
    looks = page.locator("#looks")
    expect(looks).to_contain_text("查看完整信息：手机号")
    expect(looks).to_contain_text("客服主管")
    expect(looks).to_contain_text("客户来电，需核实身份")
    page.locator("#copy button").click()
    ready = page.get_by_role("link", name="下载我的副本")
    expect(ready).to_be_visible(timeout=PATIENCE_MS)
    with page.expect_download() as waiting:
        ready.click()
    with zipfile.ZipFile(io.BytesIO(waiting.value.path().read_bytes())) as archive:
        data = json.loads(archive.read("data.json"))
        assert archive.read("data.pdf").startswith(b"%PDF")
    assert data["parts"]["account"][0]["phone"] == PHONE
    assert data["parts"]["identity"][0]["real_name"] == "林晓"
    assert [row["value"] for row in data["parts"]["looks"]] == ["phone"]


def test_in_english_on_a_phone(front: Company, new_page: PageMaker, customer: User, supervisor: User) -> None:
    desk = new_page(language="en")
    enter_as(desk, supervisor, front.url)
    look_at_phone(desk, customer)
    page = new_page(language="en", phone=True)
    sign_in(page, customer.email or "", PASSWORD)
    page.goto("/me/privacy/")
    expect(page.locator("#looks")).to_contain_text("Seen in full: Mobile number")
    page.goto("/me/privacy/deletion/")
    page.locator("input[name=agrees]").check()
    page.locator("form:has(input[name=agrees]) button[type=submit]").click()
    expect(page.locator("#asked")).to_contain_text("Deletion of my data")
