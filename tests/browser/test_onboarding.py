"""Strangers walk the whole guided path in Chromium, a borrower and an investor, in both languages."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from accounts import clock
from accounts.documents import read_sealed
from accounts.models import BorrowerProfile, Document, User
from accounts.onboarding import unknown_of
from accounts.queries import current_suitability
from lending.services.seed_products import seed_products
from tests import pictures
from tests.browser.company import Company
from tests.browser.conftest import PageMaker
from tests.browser.life import Walker
from tests.factories import make_identity_number

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def open_company(transactional_db: None) -> None:
    """The products, made before the worker runs."""
    seed_products()


def customer(phone: str) -> User:
    return next(user for user in User.objects.all() if user.phone == phone)


def test_a_borrower_walks_the_path_in_chinese_with_a_phone(site: Company, new_page: PageMaker) -> None:
    walker = Walker(new_page(phone=True))
    walker.sign_up(phone="13800138031")
    walker.is_at(r"/me/onboarding/$")
    walker.reads("您想做什么？")
    walker.page.locator("#main button[name=wants][value=borrow]").click()

    walker.is_at(r"/me/consents/$")
    walker.reads("个人身份信息授权书", "第1项，共2项")
    walker.give_consents(takes_offers=True)
    walker.is_at(r"/me/kyc/$")
    walker.verify_identity("李借", make_identity_number(dt.date(1991, 5, 17)))

    walker.is_at(r"/me/documents/$")
    walker.page.locator("#main input[name=identity_front]").set_input_files(
        {"name": "card.jpg", "mimeType": "image/jpeg", "buffer": pictures.SVG}
    )
    walker.page.locator("#main input[name=identity_back]").set_input_files(
        {"name": "card.jpg", "mimeType": "image/jpeg", "buffer": pictures.saved(pictures.draw_card())}
    )
    walker.send("identity_front")
    walker.reads("无法识别该图片")
    walker.send_pictures()

    # One stops here and comes back another day: the path knows where.
    walker.go("/me/")
    walker.reads("开户进度")
    walker.press("进行人脸核验")
    walker.is_at(r"/me/face/$")
    walker.show_face("failed")
    walker.reads("未能识别您本人")
    walker.show_face()
    walker.is_at(r"/me/profile/work/$")
    walker.fill_profile()
    walker.is_at(r"/me/cards/new/|/reauthenticate/")
    walker.bind_card("6225880212345707")
    walker.is_at(r"/me/onboarding/$")
    walker.reads("全部完成")
    expect(walker.page.locator("#main .step-done")).to_have_count(6)

    user = customer("13800138031")
    assert unknown_of(user) == []
    assert sorted(user.consents.filter(withdrawn_at=None).values_list("code", flat=True)) == [
        "identity",
        "marketing",
        "privacy",
        "sensitive",
        "terms",
    ]
    assert BorrowerProfile.objects.get(user=user).monthly_income_fen == 9_000_00
    for document in Document.objects.filter(owner=user, status="kept"):
        assert b"SecretPhoneMaker" not in read_sealed(document)
        assert (document.width_px, document.height_px) == (540, 856)

    # What was told once is filled in when one applies.
    walker.go("/borrow/apply/?product=steady&amount=10000&periods=12&method=equal_instalment")
    walker.page.locator("#main form[method=post]:has([name=amount]) .btn-primary").click()
    number = walker.is_at(r"/borrow/applications/(AP\d+)/purpose/")[1]
    walker.go(f"/borrow/applications/{number}/income/")
    expect(walker.page.locator("#main [name=employed_months]")).to_have_value("60")
    expect(walker.page.locator("#main [name=monthly_income_fen]")).to_have_value(re.compile(r"^9000"))


@pytest.mark.parametrize(
    ("language", "screen", "result", "card", "done"),
    [
        (
            "zh-hans",
            ("第1页，共3页", "您的情况"),
            "积极型（C4）",
            "添加银行卡",
            ("全部完成", "以下是出借所需的步骤。"),
        ),
        (
            "en",
            ("Screen 1 of 3", "Your situation"),
            "C4",
            "Add a bank card",
            ("All done", "These are the steps to lend."),
        ),
    ],
)
def test_an_investor_walks_the_path(
    site: Company,
    new_page: PageMaker,
    language: str,
    screen: tuple[str, str],
    result: str,
    card: str,
    done: tuple[str, str],
) -> None:
    walker = Walker(new_page(language=language))
    walker.sign_up(email="tou@example.cn")
    walker.is_at(r"/me/onboarding/$")
    walker.page.locator("#main button[name=wants][value=invest]").click()
    walker.give_consents()
    walker.verify_identity("王投", make_identity_number(dt.date(1988, 2, 29)))
    walker.send_pictures()
    walker.go("/me/documents/")
    shown = walker.page.locator("#main .pictures img")
    expect(shown).to_have_count(2)
    expect(shown.first).to_have_js_property("naturalWidth", 540)
    walker.show_face()
    walker.is_at(r"/me/suitability/situation/$")
    walker.reads(*screen)
    walker.answer_questions()
    walker.reads(result)
    walker.press(card)
    walker.bind_card("6225880298765455")
    walker.is_at(r"/me/onboarding/$")
    walker.reads(*done)
    user = User.objects.get(email="tou@example.cn")
    assert unknown_of(user) == []
    assert current_suitability(user, clock.today()) is not None


def test_a_borrower_walks_the_path_in_english(site: Company, new_page: PageMaker) -> None:
    walker = Walker(new_page(language="en"))
    walker.sign_up(email="jo@example.cn")
    walker.reads("What brings you here?")
    walker.page.locator("#main button[name=wants][value=borrow]").click()
    walker.give_consents()
    walker.verify_identity("李乔", make_identity_number(dt.date(1993, 8, 1)))
    walker.reads("Pictures of your identity card")
    walker.send_pictures()
    walker.show_face()
    walker.reads("You are the person on the card. Thank you.", "Screen 1 of 4")
    walker.fill_profile()
    walker.bind_card("6225880212345699")
    walker.reads("All done", "We know you now.")
    walker.press("I want something else")
    walker.page.locator("#main button[name=wants][value=invest]").click()
    walker.is_at(r"/me/suitability/situation/$")
    walker.reads("Your situation")
