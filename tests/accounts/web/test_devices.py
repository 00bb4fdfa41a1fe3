"""A person sees on which devices the login is signed in, ends what is strange, and hears of a new device once."""

import datetime as dt

import pytest
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import clock
from accounts.domain.devices import device_words, is_near, masked_network
from accounts.models import Event, KnownDevice, Message, User
from accounts.web import session_guard
from tests.arrivals import arrive
from tests.factories import PASSWORD

DEVICES = "/accounts/sessions/"
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36"
WECHAT = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 MicroMessenger/8.0.49"
EDGE = CHROME + " Edg/126.0"
SAFARI = (
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) AppleWebKit/605.1.15 (KHTML, like Gecko) Safari/605.1.15"
)


@pytest.fixture
def owner(investor: User) -> User:
    investor.set_password(PASSWORD)
    investor.save()
    investor.emailaddress_set.create(email=investor.email, primary=True, verified=True)
    return investor


def sign_in(
    user: User, *, client: Client | None = None, agent: str = CHROME, address: str = "8.8.4.4"
) -> Client:
    client = client or Client()
    client.cookies["django_language"] = "en"
    answer = client.post(
        "/accounts/login/",
        {"login": user.email, "password": PASSWORD},
        headers={"User-Agent": agent},
        REMOTE_ADDR=address,
    )
    assert answer.status_code == 302
    return client


def told(user: User) -> int:
    return Message.objects.filter(to=user, template="new_device", channel="inbox").count()


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (CHROME, "Chrome · Windows"),
        (EDGE, "Edge · Windows"),
        (WECHAT, "WeChat · iPhone"),
        (SAFARI, "Safari · macOS"),
        ("curl/8.5", ""),
        ("", ""),
    ],
)
def test_a_browser_is_put_into_words(agent: str, words: str) -> None:
    assert device_words(agent) == words


def test_a_network_is_shown_coarsely() -> None:
    assert masked_network("203.0.113.77") == "203.0.*.*"
    assert masked_network("2001:db8:1234:5678::1") == "2001:db8:…"
    assert masked_network("nowhere") == ""
    assert (is_near("192.168.1.4"), is_near("127.0.0.1"), is_near("8.8.8.8"), is_near("x")) == (
        True,
        True,
        False,
        False,
    )


def test_the_list_names_devices_and_never_the_whole_address(owner: User) -> None:
    here, phone = sign_in(owner), sign_in(owner, agent=WECHAT, address="1.2.3.4")
    page = here.get(DEVICES)
    first, second = page.context["rows"]
    assert (first.words, first.network, first.is_current) == ("Chrome · Windows", "8.8.*.*", True)
    assert (second.words, second.network, second.is_current) == ("WeChat · iPhone", "1.2.*.*", False)
    text = page.content.decode()
    assert "1.2.3.4" not in text
    assert str(phone.session.session_key) not in text


def test_one_device_is_ended_and_the_others_stay(owner: User, stranger: User) -> None:
    here, phone, pad = sign_in(owner), sign_in(owner, agent=WECHAT), sign_in(owner, agent=SAFARI)
    theirs = arrive(stranger)
    handle = next(row.handle for row in here.get(DEVICES).context["rows"] if row.words.startswith("WeChat"))
    assert theirs.post(f"{DEVICES}{handle}/end/").status_code == 404
    assert phone.get("/me/").status_code == 200
    assert here.post(f"{DEVICES}{handle}/end/").url == DEVICES
    assert phone.get("/me/").url.startswith("/accounts/login/")
    assert pad.get("/me/").status_code == here.get("/me/").status_code == 200
    assert here.post(f"{DEVICES}{handle}/end/").status_code == 404
    assert Event.objects.filter(kind="user.sessions_ended", subject_id=owner.pk).count() == 1


def test_all_others_end_at_once_after_a_fresh_proof(owner: User) -> None:
    phone, pad = sign_in(owner, agent=WECHAT), sign_in(owner, agent=SAFARI)
    here = arrive(owner, seconds_ago=301)
    assert here.post(f"{DEVICES}others/end/").url.startswith("/accounts/reauthenticate/")
    assert phone.get("/me/").status_code == 200
    here = arrive(owner, client=here)
    assert here.post(f"{DEVICES}others/end/").url == DEVICES
    assert phone.get("/me/").status_code == pad.get("/me/").status_code == 302
    assert here.get("/me/").status_code == 200
    assert UserSession.objects.filter(user=owner).count() == 1


def test_a_new_device_is_told_once_and_the_first_one_never(owner: User) -> None:
    here = sign_in(owner)
    assert told(owner) == 0
    sign_in(owner, client=here)
    assert told(owner) == 0
    phone = sign_in(owner, agent=WECHAT, address="1.2.3.4")
    assert told(owner) == 1
    message = Message.objects.get(to=owner, template="new_device", channel="inbox")
    assert "WeChat · iPhone" in message.body
    assert "1.2.3.4" not in message.body
    assert Message.objects.filter(to=owner, template="new_device", channel="email").count() == 1
    phone.post("/accounts/logout/")
    sign_in(owner, client=phone, agent=WECHAT, address="5.6.7.8")
    assert told(owner) == 1
    assert KnownDevice.objects.filter(user=owner).count() == 2


def test_the_cookie_of_one_login_makes_no_device_of_another_known(owner: User, stranger: User) -> None:
    stranger.set_password(PASSWORD)
    stranger.save()
    stranger.emailaddress_set.create(email=stranger.email, primary=True, verified=True)
    sign_in(stranger)
    here = sign_in(owner)
    here.post("/accounts/logout/")
    sign_in(stranger, client=here)
    assert told(stranger) == 1
    assert here.cookies["device"]["httponly"]
    assert not KnownDevice.objects.filter(token_index=here.cookies["device"].value).exists()


def test_a_forged_cookie_is_replaced(owner: User) -> None:
    client = Client()
    client.cookies["device"] = "x" * 5000
    sign_in(owner, client=client)
    assert len(client.cookies["device"].value) == 43


def test_being_seen_is_written_once_a_minute_and_not_with_every_page(
    owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = sign_in(owner)
    here.get(DEVICES)
    with CaptureQueriesContext(connection) as asked:
        here.get(DEVICES)
    assert not [one for one in asked if one["sql"].startswith("UPDATE")]
    began_at = UserSession.objects.get(user=owner).last_seen_at
    later = clock.now() + dt.timedelta(seconds=session_guard.SEEN_EVERY_SECONDS + 1)
    monkeypatch.setattr(session_guard.clock, "now", lambda: later)
    here.get(DEVICES)
    assert UserSession.objects.get(user=owner).last_seen_at == later > began_at


def test_the_list_takes_few_queries_at_any_size(owner: User) -> None:
    here = sign_in(owner)
    here.get(DEVICES)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            assert here.get(DEVICES).status_code == 200
        counts.append(len(asked))
        for _ in range(5):
            sign_in(owner)
    assert counts[0] == counts[1] <= 8
    assert len(here.get(DEVICES).context["rows"]) == 11


def test_a_new_device_is_told_in_the_language_of_the_owner(owner: User) -> None:
    owner.language = "zh-hans"
    owner.save()
    sign_in(owner)
    sign_in(owner, agent="curl/8.5", address="192.168.1.4")
    body = Message.objects.get(to=owner, template="new_device", channel="inbox").body
    assert "内部网络" in body
    assert "private network" not in body
    assert "unknown device" not in body
