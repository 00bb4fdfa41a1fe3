"""The door in the event log: who came in, who was turned away, and what changed about a login."""

from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from accounts.adapter import AccountAdapter
from accounts.models import Event, User
from accounts.services.issue_code import issue_code
from accounts.services.open_account import open_account
from accounts.services.use_code import use_code
from tests.arrivals import arrive
from tests.factories import PASSWORD, make_staff, totp_code

pytestmark = pytest.mark.django_db

PHONE, ADDRESS = "13812345678", "anna@example.cn"
DOOR = "/accounts/login/"
BLOCKED = str(AccountAdapter.error_messages["too_many_login_attempts"])


@pytest.fixture(autouse=True)
def fresh_limits() -> Iterator[None]:
    """Count tries from nothing, and leave none to whoever is next at the door from this address."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def anna() -> User:
    return open_account(phone=PHONE, email=ADDRESS, password=PASSWORD, is_confirmed=True)


def logged(*kinds: str) -> list[tuple[str, str]]:
    rows = Event.objects.filter(kind__startswith="sign_in.")
    return [(row.kind, row.subject_number) for row in rows.order_by("pk") if not kinds or row.kind in kinds]


def test_who_comes_and_goes_is_written_down(client: Client, anna: User) -> None:
    client.post(DOOR, {"login": PHONE, "password": PASSWORD})
    client.post("/accounts/logout/")
    assert logged() == [("sign_in.done", anna.number), ("sign_in.ended", anna.number)]


def test_a_refused_password_names_the_login_and_never_what_was_typed(client: Client, anna: User) -> None:
    for login in ("138 1234 5678", "ANNA@example.cn", "13900002222", "nobody@example.cn"):
        client.post(DOOR, {"login": login, "password": "not-the-password"})
    rows = list(Event.objects.filter(kind="sign_in.refused").order_by("pk"))
    assert [row.subject_number for row in rows] == [anna.number, anna.number, "", ""]
    assert {row.actor_id for row in rows} == {None}
    assert [sorted(row.data) for row in rows] == [[], [], ["unknown"], ["unknown"]]
    assert rows[2].data != rows[3].data
    kept = str([row.data for row in rows])
    for typed in ("13900002222", "nobody", "not-the-password"):
        assert typed not in kept


def test_a_blocked_login_is_told_once_while_it_lasts(client: Client, anna: User) -> None:
    for _ in range(9):
        last = client.post(DOOR, {"login": PHONE, "password": "not-the-password"})
    assert BLOCKED in str(last.context["form"].errors)
    assert logged("sign_in.blocked") == [("sign_in.blocked", anna.number)]
    assert len(logged("sign_in.refused")) == 5


def test_strangers_at_the_door_do_not_keep_the_owner_from_proving_it_again(
    client: Client, anna: User
) -> None:
    owner = arrive(anna, seconds_ago=10_000)
    for _ in range(7):
        client.post(DOOR, {"login": PHONE, "password": "not-the-password"})
    assert BLOCKED in str(client.post(DOOR, {"login": PHONE, "password": PASSWORD}).context["form"].errors)
    page = "/accounts/reauthenticate/?next=/me/"
    assert owner.post(page, {"password": "wrong-one-0000"}).status_code == 200
    assert logged("sign_in.proof_refused") == [("sign_in.proof_refused", anna.number)]
    assert owner.post(page, {"password": PASSWORD}).url == "/me/"


def test_the_owners_session_is_no_way_to_guess_without_end(anna: User) -> None:
    thief = arrive(anna, seconds_ago=10_000)
    for _ in range(8):
        last = thief.post("/accounts/reauthenticate/?next=/me/", {"password": "not-the-password"})
    assert last.status_code in (200, 429)
    assert thief.post("/accounts/reauthenticate/?next=/me/", {"password": PASSWORD}).status_code != 302
    assert len(logged("sign_in.proof_refused")) <= 5


def test_a_wrong_second_factor_is_written_down(client: Client) -> None:
    officer = make_staff("officer@example.cn", "risk_officer")
    officer.set_password(PASSWORD)
    officer.save(update_fields=["password"])
    officer.emailaddress_set.create(email=officer.email, primary=True, verified=True)
    client.post(DOOR, {"login": "officer@example.cn", "password": PASSWORD})
    client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    row = Event.objects.get(kind="sign_in.code_refused")
    assert (row.subject_number, row.data) == (officer.number, {"factor": "totp"})
    assert Authenticator.objects.filter(user=officer).exists()
    client.post("/accounts/2fa/authenticate/", {"code": totp_code(officer)})
    assert logged("sign_in.done") == [("sign_in.done", officer.number)]


def test_a_page_that_is_not_theirs_is_written_down_once_a_while(borrower: User) -> None:
    visitor = arrive(make_staff("clerk@example.cn", "promotion_lead"))
    for _ in range(3):
        assert visitor.get("/office/accounts/events/").status_code == 403
    assert visitor.get("/office/accounts/reviews/").status_code == 403
    assert visitor.get("/office/accounts/watch/WL20261127000001/").status_code == 403
    assert list(Event.objects.filter(kind="access.denied").values_list("data__page", flat=True)) == [
        "office/accounts/events/",
        "office/accounts/reviews/",
        "office/accounts/watch/<slug:number>/",
    ]


def test_a_new_password_is_an_event_of_its_login(anna: User) -> None:
    new = "a-much-better-secret"
    sent = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    arrive(anna).post("/accounts/password/change/", sent)
    row = Event.objects.get(kind="login.changed")
    assert (row.subject_number, row.actor, row.data) == (anna.number, anna, {"what": "password_changed"})


def test_three_wrong_codes_leave_one_event_without_the_address(anna: User) -> None:
    code = issue_code(handle="h" * 40, address=PHONE, origin="127.0.0.0")
    wrong = "000000" if code != "000000" else "000001"
    for _ in range(4):
        assert not use_code(handle="h" * 40, typed=wrong)
    row = Event.objects.get(kind="code.spent")
    assert (row.subject_type, set(row.data)) == ("", {"code"})
    assert not use_code(handle="h" * 40, typed=code)
