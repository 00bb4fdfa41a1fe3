"""The front door: either address, codes that are counted, and nothing told to strangers."""

import re

import pytest
from django.contrib.auth.password_validation import password_validators_help_texts
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils.translation import override

from accounts import crypto
from accounts.adapter import AccountAdapter
from accounts.models import Consent, SandboxMessage, User, VerificationCode
from accounts.services.open_account import open_account
from tests.factories import PASSWORD, make_staff, totp_code

pytestmark = pytest.mark.django_db
PHONE = "13812345678"
VERIFY_PHONE = "/accounts/phone/verify/"
VERIFY_EMAIL = "/accounts/confirm-email/"


@pytest.fixture(autouse=True)
def fresh_counters_and_a_quick_hash(settings) -> None:
    cache.clear()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def sign_up(client: Client, **values: str):
    form = {"password1": PASSWORD, "password2": PASSWORD, "agrees": "on", **values}
    return client.post("/accounts/signup/", form)


def sms_code() -> str:
    return re.search(r"\d{6}", SandboxMessage.objects.latest("pk").body)[0]


def email_code() -> str:
    return re.search(r"\d{6}", mail.outbox[-1].body)[0]


def errors(response, name: str) -> list[str]:
    return list(response.context["form"].errors.get(name, []))


def test_a_mobile_number_is_enough_and_its_code_lets_in(client: Client) -> None:
    asked = sign_up(client, phone="+86 138 1234 5678")
    assert (asked.status_code, asked.url) == (302, VERIFY_PHONE)
    user = User.objects.get()
    assert (user.phone, user.phone_verified_at, user.email, user.kind) == (PHONE, None, None, "customer")
    entered = client.post(VERIFY_PHONE, {"code": sms_code()})
    assert (entered.status_code, entered.url) == (302, "/me/onboarding/")
    user.refresh_from_db()
    assert user.phone_verified_at is not None
    assert client.get("/me/").status_code == 200
    assert set(Consent.objects.values_list("code", flat=True)) == {"terms", "privacy"}


def test_an_email_address_is_enough_and_keeps_the_language_of_the_page(client: Client) -> None:
    client.cookies["django_language"] = "en"
    asked = sign_up(client, email="Anna@Example.CN")
    assert (asked.status_code, asked.url) == (302, VERIFY_EMAIL)
    entered = client.post(VERIFY_EMAIL, {"code": email_code()})
    assert (entered.status_code, entered.url) == (302, "/me/onboarding/")
    user = User.objects.get()
    assert (user.email, user.language) == ("anna@example.cn", "en")
    assert user.emailaddress_set.get().verified


def test_both_addresses_are_proved_one_after_the_other(client: Client) -> None:
    assert sign_up(client, phone=PHONE, email="anna@example.cn").url == VERIFY_PHONE
    assert client.post(VERIFY_PHONE, {"code": sms_code()}).url == VERIFY_EMAIL
    assert client.post(VERIFY_EMAIL, {"code": email_code()}).url == "/me/onboarding/"


@pytest.mark.parametrize(
    "values, field",
    [
        ({}, "phone"),
        ({"phone": "１３８１２３４５６７８"}, "phone"),
        ({"phone": "01012345678"}, "phone"),
        ({"email": "anna@"}, "email"),
        ({"phone": PHONE, "agrees": ""}, "agrees"),
        ({"phone": PHONE, "password1": "short", "password2": "short"}, "password1"),
        ({"phone": PHONE, "password2": "another-long-password"}, "password2"),
    ],
)
def test_refuses_at_the_field_and_opens_nothing(client: Client, values: dict[str, str], field: str) -> None:
    response = sign_up(client, **values)
    assert response.status_code == 200
    assert errors(response, field)
    assert not User.objects.exists()
    assert not VerificationCode.objects.exists()


def test_nobody_becomes_staff_by_adding_fields(client: Client) -> None:
    sign_up(
        client,
        phone=PHONE,
        kind="staff",
        is_staff="1",
        person="1",
        number="U1",
        roles="ceo",
        identity_verified_at="2020-01-01",
    )
    user = User.objects.get()
    assert (user.kind, user.person, user.identity_verified_at, user.roles) == (
        "customer",
        None,
        None,
        frozenset(),
    )
    assert user.number != "U1"


def test_a_known_address_answers_like_a_new_one(client: Client) -> None:
    open_account(phone=PHONE, email="anna@example.cn", password=PASSWORD, is_confirmed=True)
    for known, fresh, page in (
        ({"phone": PHONE}, {"phone": "13900001111"}, VERIFY_PHONE),
        ({"email": "anna@example.cn"}, {"email": "new@example.cn"}, VERIFY_EMAIL),
    ):
        pages = []
        for values in (known, fresh):
            visitor = Client()
            answer = sign_up(visitor, **values)
            body = visitor.get(page).content.decode()
            for value in values.values():
                body = body.replace(value, "")
            pages.append(
                (
                    answer.status_code,
                    answer.url,
                    re.sub(
                        r'(csrfmiddlewaretoken" value=")[^"]+|("X-CSRFToken": ")[^"]+|[0-9a-f]{32}', "", body
                    ),
                )
            )
        assert pages[0] == pages[1]
    assert User.objects.count() == 3
    told = SandboxMessage.objects.filter(channel="sms").order_by("pk").first()
    assert not re.search(r"\d{6}", told.body.replace(PHONE, ""))


def test_three_wrong_codes_end_the_try_also_when_sent_side_by_side(client: Client) -> None:
    sign_up(client, phone=PHONE)
    code = sms_code()
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    stored = Session.objects.get().session_data
    for _ in range(3):
        # A rival request that read the session before this one wrote it.
        Session.objects.update(session_data=stored)
        assert client.post(VERIFY_PHONE, {"code": wrong}).status_code == 200
    Session.objects.update(session_data=stored)
    assert client.post(VERIFY_PHONE, {"code": code}).status_code == 200
    assert User.objects.get().phone_verified_at is None


def test_the_session_holds_no_code(client: Client) -> None:
    sign_up(client, phone=PHONE)
    assert sms_code() not in str(dict(client.session))


def test_a_code_asked_for_in_one_browser_is_useless_in_another(client: Client) -> None:
    sign_up(client, phone=PHONE)
    other = Client()
    sign_up(other, phone="13900001111")
    first = SandboxMessage.objects.earliest("pk")
    assert other.post(VERIFY_PHONE, {"code": re.search(r"\d{6}", first.body)[0]}).status_code == 200


def test_signing_in_with_either_address_and_the_way_each_kind_goes(client: Client) -> None:
    open_account(phone=PHONE, email="anna@example.cn", password=PASSWORD, is_confirmed=True)
    for login in ("138 1234 5678", "+8613812345678", "ANNA@example.cn"):
        visitor = Client()
        entered = visitor.post("/accounts/login/", {"login": login, "password": PASSWORD})
        assert (entered.status_code, entered.url) == (302, "/me/"), login
    wrong = client.post("/accounts/login/", {"login": PHONE, "password": "not-the-password"})
    unknown = client.post("/accounts/login/", {"login": "13900002222", "password": "not-the-password"})
    assert errors(wrong, "__all__") == errors(unknown, "__all__") != []


def test_wrong_passwords_of_one_phone_do_not_lock_another(client: Client) -> None:
    open_account(phone=PHONE, password=PASSWORD, is_confirmed=True)
    for _ in range(6):
        client.post("/accounts/login/", {"login": "13900002222", "password": "not-the-password"})
    locked = client.post("/accounts/login/", {"login": "139 0000 2222", "password": "not-the-password"})
    assert errors(locked, "__all__") == [str(AccountAdapter.error_messages["too_many_login_attempts"])]
    assert client.post("/accounts/login/", {"login": PHONE, "password": PASSWORD}).status_code == 302


@pytest.mark.parametrize(
    "next_url", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_no_open_redirect_after_signing_in(client: Client, next_url: str) -> None:
    open_account(phone=PHONE, password=PASSWORD, is_confirmed=True)
    entered = client.post("/accounts/login/", {"login": PHONE, "password": PASSWORD, "next": next_url})
    assert entered.url == "/me/"


def test_a_page_asked_for_before_signing_in_is_opened_after(client: Client) -> None:
    open_account(phone=PHONE, password=PASSWORD, is_confirmed=True)
    assert client.get("/me/privacy/").url == "/accounts/login/?next=/me/privacy/"
    entered = client.post("/accounts/login/", {"login": PHONE, "password": PASSWORD, "next": "/me/privacy/"})
    assert entered.url == "/me/privacy/"


def test_a_forgotten_password_is_reset_by_a_code_to_the_phone(client: Client) -> None:
    user = open_account(phone=PHONE, password=PASSWORD, is_confirmed=True)
    asked = client.post("/accounts/password/reset/", {"email": "+86 13812345678"})
    assert (asked.status_code, asked.url) == (302, "/accounts/password/reset/confirm/")
    confirmed = client.post(asked.url, {"code": sms_code()})
    assert (confirmed.status_code, confirmed.url) == (302, "/accounts/password/reset/complete/")
    new = "a-much-better-secret"
    client.post(confirmed.url, {"password1": new, "password2": new})
    user.refresh_from_db()
    assert user.check_password(new)
    assert user.messages.filter(template="security_change", channel="sms").count() == 1


def test_resetting_the_password_of_an_unknown_number_looks_the_same_and_sends_no_code(client: Client) -> None:
    asked = client.post("/accounts/password/reset/", {"email": PHONE})
    assert (asked.status_code, asked.url) == (302, "/accounts/password/reset/confirm/")
    assert not VerificationCode.objects.exists()
    assert client.post(asked.url, {"code": "000000"}).status_code == 200


def test_a_forged_forwarding_header_does_not_change_the_address_that_is_limited(client: Client) -> None:
    for running in range(12):
        answer = client.post(
            "/accounts/login/",
            {"login": f"139000{running:05d}", "password": "not-the-password"},
            headers={"X-Forwarded-For": f"10.0.0.{running}"},
        )
    assert errors(answer, "__all__") == [str(AccountAdapter.error_messages["too_many_login_attempts"])]


def test_an_email_address_is_added_later_though_a_stranger_claimed_it_and_never_proved_it(
    client: Client,
) -> None:
    open_account(email="anna@example.cn")
    sign_up(client, phone=PHONE)
    client.post(VERIFY_PHONE, {"code": sms_code()})
    client.post("/accounts/email/", {"email": "Anna@example.cn", "action_add": ""})
    client.post(VERIFY_EMAIL, {"code": email_code()})
    assert User.objects.get(is_active=True).email == "anna@example.cn"
    assert Client().post("/accounts/login/", {"login": "anna@example.cn", "password": PASSWORD}).url == "/me/"


def test_the_mobile_number_is_changed_by_a_code_to_the_new_one_which_nobody_else_may_have_proved(
    client: Client,
) -> None:
    open_account(phone="13900001111")
    open_account(phone="13900002222", is_confirmed=True)
    sign_up(client, phone=PHONE)
    client.post(VERIFY_PHONE, {"code": sms_code()})
    cache.clear()
    client.post("/accounts/phone/change/", {"phone": "139 0000 1111", "action_add": ""})
    client.post(VERIFY_PHONE, {"code": sms_code()})
    user = User.objects.get(phone_index=crypto.blind_index("phone", "13900001111"))
    assert user.phone_verified_at is not None
    assert not User.objects.filter(phone_index=crypto.blind_index("phone", PHONE)).exists()
    cache.clear()
    client.post("/accounts/phone/change/", {"phone": "13900002222", "action_add": ""})
    client.post(VERIFY_PHONE, {"code": "000000"})
    user.refresh_from_db()
    assert user.phone == "13900001111"


def test_staff_go_to_the_office_by_password_and_second_factor(client: Client) -> None:
    staff = make_staff("boss@fenqi.example", "director")
    staff.set_password(PASSWORD)
    staff.save()
    staff.emailaddress_set.create(email=staff.email, primary=True, verified=True)
    answer = client.post("/accounts/login/", {"login": staff.email, "password": PASSWORD})
    assert answer.url == "/accounts/2fa/authenticate/"
    assert client.get("/office/").status_code == 302
    assert client.post(answer.url, {"code": "000000"}).status_code == 200
    assert client.post(answer.url, {"code": totp_code(staff)}).url == "/office/"
    assert client.get("/office/").status_code == 200


def test_the_outbox_shows_codes_in_a_demonstration_and_is_no_page_elsewhere(client: Client, settings) -> None:
    sign_up(client, phone=PHONE)
    assert sms_code() in Client().get("/accounts/sandbox-outbox/").content.decode()
    settings.IS_DEMO = False
    assert Client().get("/accounts/sandbox-outbox/").status_code == 404


def test_the_password_is_asked_again_after_five_minutes_and_not_before(client: Client) -> None:
    sign_up(client, phone=PHONE)
    client.post(VERIFY_PHONE, {"code": sms_code()})
    assert client.get("/accounts/phone/change/").status_code == 200
    session = client.session
    session["account_authentication_methods"][0]["at"] -= 301
    session.save()
    asked = client.post("/accounts/phone/change/", {"phone": "13900001111"})
    assert asked.url.startswith("/accounts/reauthenticate/")
    assert User.objects.get().phone == PHONE


def test_a_new_code_can_be_asked_for_and_the_old_one_ends(client: Client) -> None:
    sign_up(client, phone=PHONE)
    first = sms_code()
    cache.clear()
    client.post(VERIFY_PHONE, {"action": "resend"})
    second = sms_code()
    assert VerificationCode.objects.count() == 2
    if first != second:
        assert client.post(VERIFY_PHONE, {"code": first}).status_code == 200
    assert client.post(VERIFY_PHONE, {"code": second}).url == "/me/onboarding/"


def test_the_password_rules_speak_as_the_site_does(db: None) -> None:
    with override("zh-hans"):
        texts = password_validators_help_texts()
    assert len(texts) == 4
    for text in texts:
        assert "您的" in text
        assert "你" not in text


def test_a_code_by_sms_is_not_looked_for_among_the_spam(client: Client) -> None:
    client.cookies["django_language"] = "en"
    sign_up(client, phone=PHONE)
    text = client.get(VERIFY_PHONE).content.decode()
    assert "text messages can be slow" in text
    assert "spam" not in text
