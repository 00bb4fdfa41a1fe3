"""Forged headers, host tricks, and strangers who want to know who has an account."""

import re

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core import mail
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from accounts.models import CodeRequest, Message, SandboxMessage, User
from accounts.services.deliver_messages import deliver_messages
from accounts.services.open_account import open_account
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db

KNOWN, NEW = "13812345678", "13900001111"
RESET = "/accounts/password/reset/"
SIGN_UP = "/accounts/signup/"
LOGIN = "/accounts/login/"
TOKENS = re.compile(r'(csrfmiddlewaretoken" value=")[^"]+|("X-CSRFToken": ")[^"]+|[0-9a-f]{32}')


@pytest.fixture(autouse=True)
def fresh_counters() -> None:
    cache.clear()


@pytest.fixture
def known(db: None) -> User:
    return open_account(phone=KNOWN, email="anna@example.cn", password=PASSWORD, is_confirmed=True)


def sign_up(client: Client, **values: str) -> HttpResponse:
    return client.post(SIGN_UP, {"password1": PASSWORD, "password2": PASSWORD, "agrees": "on", **values})


# -- limits that cannot be walked around -------------------------------------------------------------------------


def ask_for_codes(settings, proxies: int, forwarded: str, connection: str = "198.51.100.1") -> int:
    """Ask for codes for ever new numbers with ever new forged hops; return how many were counted."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    settings.ACCOUNT_RATE_LIMITS = False
    for running in range(24):
        client = Client(REMOTE_ADDR=connection)
        client.post(
            RESET,
            {"email": f"139000{running:05d}"},
            headers={"X-Forwarded-For": forwarded.format(running)},
        )
    return CodeRequest.objects.count()


@pytest.mark.parametrize(
    ("proxies", "forwarded"),
    [(0, "10.0.0.{0}"), (1, "10.0.0.{0}, 203.0.113.7"), (2, "10.0.0.{0}, 203.0.113.7, 192.0.2.1")],
)
def test_forged_hops_do_not_evade_the_limit_of_a_network(settings, proxies: int, forwarded: str) -> None:
    assert ask_for_codes(settings, proxies, forwarded) == 20
    assert CodeRequest.objects.values("origin_index").distinct().count() == 1


def test_control_hops_of_our_own_proxy_are_counted_apart(settings) -> None:
    assert ask_for_codes(settings, 1, "203.0.113.{0}") == 24


@pytest.mark.patient
def test_known_and_unknown_numbers_meet_the_same_limit_in_the_same_words(known: User) -> None:
    said = {}
    for phone in (KNOWN, NEW):
        first = Client().post(RESET, {"email": phone}, headers={"Referer": "http://testserver" + RESET})
        cache.clear()
        client = Client()
        again = client.post(
            RESET, {"email": phone}, headers={"Referer": "http://testserver" + RESET}, follow=True
        )
        shown = [str(message) for message in again.context["messages"]]
        said[phone] = (first.status_code, first.url, again.redirect_chain, shown)
    assert said[KNOWN] == said[NEW]
    assert "请一分钟后再试" in said[NEW][3][0]
    assert SandboxMessage.objects.count() == 2


# -- the host ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "testserver@evil.example"},
        {"Host": "testserver:80@evil.example"},
        {"Host": "evil.example#testserver"},
    ],
)
def test_a_strange_host_is_refused_and_nothing_is_sent(known: User, headers: dict[str, str]) -> None:
    assert Client().post(RESET, {"email": KNOWN}, headers=headers).status_code == 400
    assert not SandboxMessage.objects.exists()
    assert mail.outbox == []


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-Host": "evil.example"},
        {"X-Host": "evil.example"},
        {"Forwarded": "host=evil.example"},
        {"X-Forwarded-Server": "evil.example"},
    ],
)
def test_no_letter_takes_its_links_from_the_request(known: User, settings, headers: dict[str, str]) -> None:
    settings.SITE_URL = "https://fenqi.example"
    client = Client()
    client.post(RESET, {"email": "anna@example.cn"}, headers=headers)
    page = sign_up(Client(), email="new@example.cn")
    assert page.status_code == 302
    code = re.search(r"(?<!\d)\d{6}(?!\d)", mail.outbox[0].body)[0]
    confirmed = client.post("/accounts/password/reset/confirm/", {"code": code}, headers=headers)
    client.post(
        confirmed.url,
        {"password1": "a-much-better-secret", "password2": "a-much-better-secret"},
        headers=headers,
    )
    Message.objects.filter(channel="email").update(link="/me/")
    deliver_messages()
    letters = [f"{letter.subject}\n{letter.body}" for letter in mail.outbox]
    assert len(letters) >= 3
    links = [link for letter in letters for link in re.findall(r"\w+://\S+", letter)]
    assert links
    assert all(link.startswith("https://fenqi.example/") for link in links)
    assert "evil.example" not in "".join(letters)
    assert "evil.example" not in confirmed.url


# -- strangers learn nothing ----------------------------------------------------------------------------------------


def answers(path: str, page_after: str, **values: str) -> tuple[int, str, str]:
    visitor = Client()
    answer = visitor.post(path, values)
    text = answer.content.decode() if answer.status_code == 200 else visitor.get(page_after).content.decode()
    for value in values.values():
        text = text.replace(value, "")
    return answer.status_code, getattr(answer, "url", ""), TOKENS.sub("", text)


@pytest.mark.parametrize(
    ("known_value", "new_value"), [(KNOWN, NEW), ("anna@example.cn", "nobody@example.cn")]
)
def test_sign_in_and_reset_answer_alike(known: User, known_value: str, new_value: str) -> None:
    wrong = {"password": "not-the-password"}
    assert answers(LOGIN, LOGIN, login=known_value, **wrong) == answers(
        LOGIN, LOGIN, login=new_value, **wrong
    )
    confirm = f"{RESET}confirm/"
    assert answers(RESET, confirm, email=known_value) == answers(RESET, confirm, email=new_value)


@pytest.mark.parametrize("login", [KNOWN, NEW])
def test_a_wrong_password_of_somebody_and_of_nobody_both_cost_one_hash(
    known: User, login: str, monkeypatch
) -> None:
    worked_out: list[str] = []
    encode = Argon2PasswordHasher.encode

    def counted(hasher: Argon2PasswordHasher, password: str, salt: str) -> str:
        worked_out.append("hashed anew")
        return encode(hasher, password, salt)

    def held_against(hasher: Argon2PasswordHasher, password: str, encoded: str) -> bool:
        worked_out.append("held against the hash")
        return False

    visitor = Client()
    visitor.get(LOGIN)
    monkeypatch.setattr(Argon2PasswordHasher, "encode", counted)
    monkeypatch.setattr(Argon2PasswordHasher, "verify", held_against)
    visitor.post(LOGIN, {"login": login, "password": "not-the-password"})
    assert worked_out == (["held against the hash"] if login == KNOWN else ["hashed anew"])
