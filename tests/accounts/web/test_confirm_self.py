"""An old proof is asked for again, what was typed is not lost, and nothing is done that the person did not mean now."""

import re

import pytest
from django.contrib.sessions.backends.base import SessionBase
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import QueryDict
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from accounts import clock
from accounts.models import ContactDetails, RuleVersion, User, VerificationCode
from accounts.rules import rule_value
from accounts.web.confirm_self import CLASSES, confirms_self
from finance.custody.sandbox_customer import bind_own_card
from finance.models import BankCard, Withdrawal
from tests.arrivals import arrive
from tests.factories import PASSWORD
from tests.money import fund

CONTACT = "/me/details/contact/"
TYPED = {"address": "浙江省杭州市西湖区文三路一号", "reached_by": "email", "language": "en"}


@pytest.fixture
def owner(investor: User) -> User:
    investor.set_password(PASSWORD)
    investor.save()
    return investor


def prove(client: Client, asked: str, password: str = PASSWORD) -> str:
    """Give the password on the page that asks, and return where it leads."""
    answer = client.post(asked, {"password": password})
    return str(getattr(answer, "url", ""))


def age_kept(session: SessionBase, seconds: int) -> None:
    session["kept_post"] = {**session["kept_post"], "at": session["kept_post"]["at"] - seconds}
    session.save()


def test_every_class_has_its_minutes_in_the_dated_rule(db: None) -> None:
    minutes = rule_value("confirm.self")
    assert set(minutes) == set(CLASSES)
    assert {name for name, value in minutes.items() if value == 15} == {"money", "decision"}
    with pytest.raises(ValueError, match="nothing one confirms"):
        confirms_self("breakfast")


def test_what_was_typed_is_saved_once_after_the_proof(owner: User) -> None:
    client = arrive(owner, seconds_ago=301)
    asked = client.post(CONTACT, TYPED).url
    assert asked.startswith("/accounts/reauthenticate/?next=")
    assert prove(client, asked, "wrong") == ""
    assert not ContactDetails.objects.exists()
    back = prove(client, asked)
    assert back.startswith(f"{CONTACT}?kept=")
    assert client.get(back).url == "/me/details/"
    assert ContactDetails.objects.get(user=owner).address == TYPED["address"]
    ContactDetails.objects.all().delete()
    assert client.get(back).status_code == 200, "the address is worth nothing a second time"
    assert not ContactDetails.objects.exists()


def test_a_form_with_a_mistake_is_shown_again_as_it_was_typed(owner: User) -> None:
    client = arrive(owner, seconds_ago=301)
    page = client.get(prove(client, client.post(CONTACT, {**TYPED, "reached_by": "pigeon"}).url))
    assert page.status_code == 200
    assert TYPED["address"] in page.content.decode()
    assert page.context["form"].errors.keys() == {"reached_by"}


def test_a_withdrawal_confirmed_before_the_proof_is_ordered_once_with_its_key(owner: User) -> None:
    bind_own_card(owner)
    card = BankCard.objects.get(user=owner).number
    fund(owner, 100_000)
    typed = {"card": card, "amount": "40", "confirmed": "yes", "idempotency_key": "k" * 32}
    client = arrive(owner, seconds_ago=301)
    back = prove(client, client.post("/wallet/withdraw/", typed).url)
    assert not Withdrawal.objects.exists()
    sent = client.get(back)
    order = Withdrawal.objects.get()
    assert sent.url == f"/wallet/withdrawals/{order.number}/"
    assert client.post("/wallet/withdraw/", typed).url == sent.url, "the same key finds the same order"
    assert Withdrawal.objects.count() == 1


def test_a_form_left_behind_is_not_carried_out_by_a_later_proof(owner: User) -> None:
    client = arrive(owner, seconds_ago=301)
    asked = client.post(CONTACT, TYPED).url
    elsewhere = client.post("/me/privacy/copy/").url
    prove(client, elsewhere)
    client.get(CONTACT)
    kept_before = asked.partition("next=")[2]
    assert "kept" in kept_before
    assert client.get(prove(client, asked)).status_code == 200
    assert not ContactDetails.objects.exists()


def test_a_form_kept_for_more_than_ten_minutes_is_shown_empty(owner: User) -> None:
    client = arrive(owner, seconds_ago=301)
    back = prove(client, client.post(CONTACT, TYPED).url)
    age_kept(client.session, 600)
    assert client.get(back).status_code == 200
    assert not ContactDetails.objects.exists()
    back = prove(client, arrive(owner, client=client, seconds_ago=301).post("/me/privacy/copy/").url)
    age_kept(client.session, 600)
    assert client.get(back).url == "/me/", "a page that takes no look leads home and says so"


def test_what_was_kept_serves_its_own_page_alone(owner: User) -> None:
    client = arrive(owner, seconds_ago=301)
    back = prove(client, client.post(CONTACT, TYPED).url)
    assert client.get(back.replace(CONTACT, "/me/privacy/deletion/")).status_code == 200
    assert not ContactDetails.objects.exists()
    assert client.get(back).status_code == 200
    assert not ContactDetails.objects.exists()


def test_the_kept_form_is_nothing_without_the_proof(owner: User) -> None:
    client = arrive(owner, seconds_ago=301)
    asked = client.post(CONTACT, TYPED).url
    token = client.session["kept_post"]["token"]
    assert client.get(f"{CONTACT}?kept={token}").url.startswith("/accounts/reauthenticate/")
    assert not ContactDetails.objects.exists()
    assert client.get(prove(client, asked)).status_code == 200
    assert "kept_post" not in client.session


def test_money_inside_the_house_has_fifteen_minutes(owner: User) -> None:
    path = "/borrow/loans/LN20260101000001/repay/"
    assert arrive(owner, seconds_ago=899).post(path).status_code == 404
    assert arrive(owner, seconds_ago=901).post(path).url.startswith("/accounts/reauthenticate/")
    assert arrive(owner, seconds_ago=9000).get(path).status_code == 404, "looking asks nothing"


def test_a_shorter_rule_holds_from_its_day(owner: User) -> None:
    today = clock.today()
    old = RuleVersion.objects.filter(code="confirm.self").latest("valid_from_on")
    RuleVersion.objects.create(
        pack=old.pack,
        code=old.code,
        value={**old.value, "contact": 1},
        valid_from_on=today,
        article=old.article,
        source_state=old.source_state,
        text_en=old.text_en,
        text_zh=old.text_zh,
    )
    assert arrive(owner, seconds_ago=61).post(CONTACT, TYPED).url.startswith("/accounts/reauthenticate/")
    changed = arrive(owner, seconds_ago=61).post("/accounts/phone/change/", {"phone": "13900001111"})
    assert changed.url.startswith("/accounts/reauthenticate/")
    assert arrive(owner, seconds_ago=50).post(CONTACT, TYPED).url == "/me/details/"


def test_a_part_of_a_page_sends_the_whole_page_to_the_question(owner: User) -> None:
    answer = arrive(owner, seconds_ago=301).post(CONTACT, TYPED, headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert answer["HX-Redirect"].startswith("/accounts/reauthenticate/")


def test_a_file_is_sent_again_after_the_proof_and_nothing_was_kept(owner: User) -> None:
    client = arrive(owner, seconds_ago=301)
    client.cookies["django_language"] = "en"
    sent = {**TYPED, "paper": SimpleUploadedFile("a.txt", b"x")}
    asked = client.post(CONTACT, sent, headers={"Referer": "http://testserver/me/details/contact/"})
    assert "kept" not in asked.url
    page = client.get(prove(client, asked.url))
    assert page.status_code == 200
    assert "then send the form again" in page.content.decode()
    assert not ContactDetails.objects.exists()


def test_a_login_without_password_and_factor_proves_itself_by_code(investor: User) -> None:
    investor.set_unusable_password()
    investor.save()
    client = arrive(investor, seconds_ago=301)
    asked = client.post(CONTACT, TYPED).url
    assert asked.startswith("/accounts/prove/?next=")
    changed = client.post("/accounts/phone/change/", {"phone": "13900001111"})
    assert changed.url == "/accounts/prove/?next=%2Faccounts%2Fphone%2Fchange%2F"
    asked = client.post(CONTACT, TYPED).url
    assert "i***@example.cn" in client.get(asked).content.decode()
    wanted = QueryDict(asked.partition("?")[2])["next"]
    client.post("/accounts/prove/", {"next": wanted})
    code = re.search(r"\d{6}", mail.outbox[-1].body)[0]  # type: ignore[index]
    assert client.post("/accounts/prove/", {"next": wanted, "code": "000000"}).status_code == 200
    assert not ContactDetails.objects.exists()
    back = client.post("/accounts/prove/", {"next": wanted, "code": code}).url
    assert client.get(back).url == "/me/details/"
    assert client.session["account_authentication_methods"][-1]["method"] == "code"


def test_whoever_has_a_password_shows_the_password(owner: User) -> None:
    client = arrive(owner, seconds_ago=301)
    assert client.post("/accounts/prove/", {"next": CONTACT}).url.startswith("/accounts/reauthenticate/")
    assert not VerificationCode.objects.exists()


def test_the_page_of_the_code_leads_nowhere_else(investor: User) -> None:
    investor.set_unusable_password()
    investor.save()
    page = arrive(investor).get("/accounts/prove/?next=https://evil.example/")
    assert page.context["next"] == "/"


def test_asking_costs_two_reads_of_a_form_and_none_of_a_page(owner: User) -> None:
    client = arrive(owner)
    request = RequestFactory().post(CONTACT, TYPED)
    request.user, request.session = owner, client.session
    assert request.session.keys()
    view = confirms_self("contact")(lambda request: "done")  # type: ignore[arg-type,return-value]
    with CaptureQueriesContext(connection) as asked:
        assert view(request) == "done"
    assert len(asked) == 2
    request.method = "GET"
    with CaptureQueriesContext(connection) as asked:
        assert view(request) == "done"
    assert len(asked) == 0


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (CONTACT, "changes your login or how we reach you"),
        ("/me/privacy/copy/", "A copy of data"),
        ("/me/privacy/deletion/", "personal data"),
        ("/me/cards/new/", "touches money"),
    ],
)
def test_the_page_that_asks_says_what_it_is_about(owner: User, path: str, words: str) -> None:
    client = arrive(owner, seconds_ago=100_000)
    client.cookies["django_language"] = "en"
    asked = client.post(path, {}).url
    assert words in client.get(asked).content.decode()
    again = client.post(asked, {"password": "wrong"}).content.decode()
    assert words in again, "also after a wrong password"


def test_the_pages_of_the_login_say_that_the_login_changes(owner: User) -> None:
    client = arrive(owner, seconds_ago=100_000)
    client.cookies["django_language"] = "en"
    client.post("/me/privacy/copy/")
    asked = client.post("/accounts/phone/change/", {"phone": "13900001111"}).url
    assert "changes your login" in client.get(asked).content.decode()
