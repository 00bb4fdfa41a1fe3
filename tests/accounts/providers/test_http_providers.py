"""The real providers, against a small service of our own that behaves as badly as services do."""

import http.client
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from accounts import clock
from accounts.models import Message, User
from accounts.providers import http_json
from accounts.providers.http_json import HttpService
from accounts.providers.identity import IdentityAnswer
from accounts.providers.identity_http import HttpIdentityProvider
from accounts.providers.sms import ProviderRefused, ProviderUnavailable, sms_provider
from accounts.providers.sms_http import HttpSmsProvider
from accounts.seals import Seal
from accounts.services.deliver_messages import deliver_messages
from accounts.services.send_message import send_message

KEY = "k" * 40
URL = "https://provider.example/v1/orders"
SENT = {"accepted": True}

# What the service does with an order: (status, answer), after keeping it or not.
Behaviour = Callable[["Service", str, dict[str, Any]], tuple[int, Any] | None]


@dataclass
class Service:
    port: int = 0
    behaviour: Behaviour = lambda service, key, body: service.keep(key, body)
    kept: dict[str, dict[str, Any]] = field(default_factory=dict)
    requests: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)
    answer: dict[str, Any] = field(default_factory=lambda: dict(SENT))

    def keep(self, key: str, body: dict[str, Any]) -> tuple[int, Any]:
        self.kept.setdefault(key, body)
        return 200, self.answer


class Handler(BaseHTTPRequestHandler):
    service: Service

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.service.requests.append(("POST", self.path, dict(self.headers), body))
        key = self.headers["Idempotency-Key"]
        self.say(self.service.behaviour(self.service, key, json.loads(body)))

    def do_GET(self) -> None:
        self.service.requests.append(("GET", self.path, dict(self.headers), b""))
        key = self.path.rpartition("/")[2]
        self.say((200, self.service.answer) if key in self.service.kept else (404, {}))

    def say(self, answer: tuple[int, Any] | None) -> None:
        if answer is None:
            return
        text = answer[1] if isinstance(answer[1], bytes) else json.dumps(answer[1]).encode()
        self.send_response(answer[0])
        if answer[0] == 302:
            self.send_header("Location", "https://evil.example/")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *words: Any) -> None:
        """Say nothing."""


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch, settings) -> Iterator[Service]:
    found = Service()
    server = HTTPServer(("127.0.0.1", 0), type("One", (Handler,), {"service": found}))
    found.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    monkeypatch.setattr(
        HttpService,
        "_connection",
        lambda self, host, port: http.client.HTTPConnection("127.0.0.1", found.port, timeout=2),
    )
    settings.SMS_HTTP_URL = settings.IDENTITY_HTTP_URL = URL
    settings.SMS_HTTP_KEY = settings.IDENTITY_HTTP_KEY = KEY
    yield found
    server.shutdown()
    server.server_close()


def send(key: str = "MS1") -> None:
    HttpSmsProvider().send(phone="13812345678", text="你好", key=key)


def keep_silently(service: Service, key: str, body: dict[str, Any]) -> None:
    """Carry the order out and hang up before anybody hears of it."""
    service.keep(key, body)


def test_an_sms_is_posted_once_sealed_and_with_its_key(service: Service) -> None:
    send()
    [(method, path, headers, body)] = service.requests
    assert (method, path, headers["Idempotency-Key"]) == ("POST", "/v1/orders", "MS1")
    assert json.loads(body) == {"phone": "+8613812345678", "text": "你好", "key": "MS1"}
    Seal("X-Sms", KEY).check(headers=headers, body=body, now=int(clock.now().timestamp()))


def test_an_answer_that_got_lost_is_asked_for_and_nothing_is_sent_twice(service: Service) -> None:
    service.behaviour = keep_silently
    send()
    assert [(method, path) for method, path, _headers, _body in service.requests] == [
        ("POST", "/v1/orders"),
        ("GET", "/v1/orders/MS1"),
    ]
    assert list(service.kept) == ["MS1"]


def test_an_order_that_did_not_arrive_may_be_sent_again(service: Service) -> None:
    service.behaviour = lambda service, key, body: None
    with pytest.raises(ProviderUnavailable, match="did not arrive"):
        send()
    service.behaviour = lambda service, key, body: service.keep(key, body)
    send()
    assert list(service.kept) == ["MS1"]


@pytest.mark.parametrize("status", [408, 429, 500, 503])
def test_a_busy_service_is_asked_again_later(service: Service, status: int) -> None:
    service.behaviour = lambda service, key, body: (status, {})
    with pytest.raises(ProviderUnavailable):
        send()


@pytest.mark.parametrize(
    "answer", [(400, {}), (403, {}), (302, {}), (200, {"accepted": False, "reason": "no"})]
)
def test_a_clear_no_is_final(service: Service, answer: tuple[int, Any]) -> None:
    service.behaviour = lambda service, key, body: answer
    with pytest.raises(ProviderRefused):
        send()
    assert len(service.requests) == 1


@pytest.mark.parametrize("text", [b"<html>", b"[]", b'{"accepted": ', b"x" * 70_000])
def test_an_answer_that_is_none_is_asked_for_again(service: Service, text: bytes) -> None:
    service.behaviour = lambda service, key, body: (200, text)
    with pytest.raises(ProviderUnavailable):
        send()


def test_no_connection_is_no_order(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        HttpService,
        "_connection",
        lambda self, host, port: http.client.HTTPConnection("127.0.0.1", 1, timeout=1),
    )
    with pytest.raises(ProviderUnavailable, match="No connection"):
        send()
    assert service.requests == []


def test_a_service_that_never_answers_is_given_up(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_json, "ANSWER_SECONDS", 0.2)
    slow = threading.Event()
    service.behaviour = lambda service, key, body: slow.wait(1) and None
    with pytest.raises(ProviderUnavailable):
        send()
    slow.set()


def test_plain_http_is_refused() -> None:
    with pytest.raises(ProviderUnavailable, match="HTTPS only"):
        HttpService("http://provider.example/", Seal("X-Sms", KEY)).post({}, key="k")


# -- identity -----------------------------------------------------------------------------------------------------


def check(key: str = "IC1") -> IdentityAnswer:
    return HttpIdentityProvider().check(real_name="张三", identity_number="11010519491231002X", key=key)


@pytest.mark.parametrize("is_match", [True, False])
def test_an_identity_is_checked(service: Service, is_match: bool) -> None:
    service.answer = {"match": is_match, "reference": "R1"}
    assert check() == IdentityAnswer(is_match, "R1")
    service.behaviour = keep_silently
    assert check("IC2") == IdentityAnswer(is_match, "R1")


@pytest.mark.parametrize(
    "answer",
    [(200, {"match": "yes", "reference": "R"}), (200, {"match": True}), (401, {}), (404, {}), (500, {})],
)
def test_what_is_neither_yes_nor_no_calls_nobody_somebody_else(
    service: Service, answer: tuple[int, Any]
) -> None:
    service.behaviour = lambda service, key, body: answer
    with pytest.raises(ProviderUnavailable):
        check()


# -- through the sweep --------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_sweep_hands_one_sms_over_however_often_the_answer_is_lost(
    service: Service, borrower: User, settings
) -> None:
    settings.SMS_PROVIDER = "accounts.providers.sms_http.HttpSmsProvider"
    sms_provider.cache_clear()
    try:
        borrower.set_phone("13812345678")
        borrower.phone_verified_at = clock.now()
        borrower.email = None
        borrower.save()
        send_message(
            to=borrower, template="security_change", context={"what": "x", "at": clock.now()}, key="k"
        )
        service.behaviour = lambda service, key, body: (503, {})
        assert deliver_messages() == 0
        service.behaviour = keep_silently
        sms = Message.objects.filter(channel="sms")
        sms.update(next_try_at=clock.now())
        assert deliver_messages() == 1
        assert list(service.kept) == [sms.get().number]
        assert sms.get().status == "sent"
    finally:
        sms_provider.cache_clear()
