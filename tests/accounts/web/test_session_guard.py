"""How long a session lives, and the second factor without which nobody works here."""

import datetime as dt

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from accounts import clock
from accounts.models import User
from accounts.services.open_staff_login import open_staff_login
from accounts.web.session_guard import BEGAN, SEEN
from tests.arrivals import arrive
from tests.factories import code_of, make_customer, make_staff, totp_code

PASSWORD = "correct-horse-battery"


def age(client: Client, *, began_ago: dt.timedelta, seen_ago: dt.timedelta) -> None:
    """Make a session so old, and let it be seen so long ago."""
    session, now = client.session, int(clock.now().timestamp())
    session[BEGAN], session[SEEN] = now - int(began_ago.total_seconds()), now - int(seen_ago.total_seconds())
    session.save()


@pytest.fixture
def staff(db: None) -> User:
    return make_staff("officer@example.cn", "risk_manager")


@pytest.mark.parametrize(
    ("began", "seen", "is_in"),
    [(60, 30, True), (60, 31, False), (479, 1, True), (481, 1, False)],
)
def test_a_desk_is_left_for_half_an_hour_and_kept_for_eight(
    staff: User, began: int, seen: int, is_in: bool
) -> None:
    client = arrive(staff)
    assert client.get("/office/risk/cases/").status_code == 200
    # A few seconds pass in the test itself.
    age(
        client,
        began_ago=dt.timedelta(minutes=began),
        seen_ago=dt.timedelta(minutes=seen, seconds=-5 if is_in else 1),
    )
    answer = client.get("/office/risk/cases/?status=open")
    if is_in:
        assert answer.status_code == 200
        return
    assert answer.url == "/accounts/login/?next=%2Foffice%2Frisk%2Fcases%2F%3Fstatus%3Dopen"
    page = client.get(answer.url).content.decode()
    assert "您已退出登录" in page
    assert client.get("/office/risk/cases/").status_code == 302


def test_a_customer_has_two_hours(investor: User) -> None:
    client = arrive(investor)
    client.get("/me/")
    age(client, began_ago=dt.timedelta(hours=3), seen_ago=dt.timedelta(minutes=119))
    assert client.get("/me/").status_code == 200
    age(client, began_ago=dt.timedelta(hours=3), seen_ago=dt.timedelta(minutes=121))
    assert client.get("/me/", headers={"HX-Request": "true"})["HX-Redirect"].startswith("/accounts/login/")
    assert "_auth_user_id" not in client.session


def test_being_seen_is_written_once_a_minute(investor: User, django_assert_num_queries) -> None:
    client = arrive(investor)
    client.get("/me/")
    seen = client.session[SEEN]
    client.get("/me/")
    assert client.session[SEEN] == seen
    age(client, began_ago=dt.timedelta(minutes=9), seen_ago=dt.timedelta(minutes=2))
    client.get("/me/")
    assert client.session[SEEN] >= seen


def test_staff_without_a_second_factor_reach_only_where_they_get_one(staff: User) -> None:
    Authenticator.objects.filter(user=staff).delete()
    client = arrive(staff)
    for path in ("/office/", "/office/risk/cases/", "/me/", "/market/"):
        assert client.get(path).url == "/accounts/2fa/"
    assert client.post("/office/approvals/AV1/decide/").url == "/accounts/2fa/"
    assert client.get("/accounts/2fa/").status_code == 200
    page = client.get("/accounts/2fa/totp/activate/")
    assert page.status_code == 200
    secret = page.context["form"].secret
    assert client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)}).status_code == 302
    assert client.get("/office/risk/cases/").status_code == 200


def test_the_last_second_factor_of_staff_stays(staff: User) -> None:
    TOTP.activate(customer := make_customer("own@example.cn"), generate_totp_secret())
    for user, is_kept in ((staff, True), (customer, False)):
        arrive(user).post("/accounts/2fa/totp/deactivate/")
        assert Authenticator.objects.filter(user=user, type="totp").exists() is is_kept


def test_only_demo_logins_in_a_demo_installation_are_let_in_without_one(db: None, settings) -> None:
    for domain, is_demo, opens in (
        ("demo.fenqi.example", True, True),
        ("demo.fenqi.example", False, False),
        ("fenqi.example", True, False),
        ("evil-demo.fenqi.example", True, False),
    ):
        settings.IS_DEMO = is_demo
        user = open_staff_login(
            email=f"director{int(is_demo)}@{domain}",
            password=PASSWORD,
            display_name="主任",
            roles=["director"],
        )
        page = arrive(user).get("/office/dashboard/")
        assert (page.status_code == 200) is opens, (domain, is_demo)
        if opens:
            assert "双重验证" in page.content.decode()


def test_a_code_of_the_app_works_once(staff: User) -> None:
    staff.set_password(PASSWORD)
    staff.save()
    staff.emailaddress_set.create(email=staff.email, primary=True, verified=True)
    code = totp_code(staff)
    for position, lands in enumerate(["/office/", None]):
        client = Client(REMOTE_ADDR=f"10.0.0.{position + 1}")
        answer = client.post("/accounts/login/", {"login": staff.email, "password": PASSWORD})
        answer = client.post(answer.url, {"code": code})
        assert getattr(answer, "url", None) == lands


def test_money_and_approvals_ask_for_the_password_again_after_five_minutes(
    investor: User, staff: User
) -> None:
    for user, path in ((investor, "/wallet/withdraw/"), (staff, "/office/approvals/AV1/decide/")):
        user.set_password(PASSWORD)
        user.save()
        assert arrive(user, seconds_ago=301).post(path, {}).url.startswith("/accounts/reauthenticate/")
        assert arrive(user, seconds_ago=290).post(path, {}).status_code in {200, 404}
