"""Somebody takes the database file and the logs: no identity number, phone or card stands there in clear.

A stranger signs up by phone through the real pages, proves the identity, binds a card, moves money, borrows and changes
the number; staff search and look; then every byte of every table is read, sessions and cache unpacked.
"""

import base64
import logging
import pickle
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from accounts.models import SandboxMessage, User
from accounts.services.ask_privacy import ask_privacy
from accounts.services.build_exports import build_exports
from accounts.services.deliver_events import deliver_events
from accounts.services.deliver_messages import deliver_messages
from accounts.services.seal_events import seal_events
from accounts.services.unmask_value import unmask_value
from accounts.web.logs import JsonFormatter
from finance.custody.sandbox_customer import bind_own_card, pay_in, pay_out
from tests.arrivals import arrive
from tests.factories import PASSWORD, make_identity_number, make_known, make_staff
from tests.lending.factories import make_submitted

pytestmark = pytest.mark.django_db(transaction=True)

PHONE, NEW_PHONE = "13987654321", "15876543210"
CARD = "6225880137460003"


def luhn_card() -> str:
    from stdnum import luhn

    return CARD[:-1] + luhn.calc_check_digit(CARD[:-1])


def code_sent_to(phone: str) -> str:
    for message in SandboxMessage.objects.order_by("-pk"):
        found = re.search(r"\d{6}", message.body)
        if message.address == phone and found:
            return found[0]
    raise AssertionError(f"no code for {phone}")


class Kept(logging.Handler):
    """Every line as it would have been written."""

    def __init__(self) -> None:
        super().__init__(level=logging.DEBUG)
        self.lines: list[str] = []
        self.setFormatter(JsonFormatter())

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def logs() -> Iterator[Kept]:
    kept = Kept()
    root = logging.getLogger()
    level = root.level
    root.addHandler(kept)
    root.setLevel(logging.INFO)
    yield kept
    root.removeHandler(kept)
    root.setLevel(level)


def live(identity: str, card: str) -> User:
    """Let somebody do everything there is with the planted values."""
    client = Client()
    half = Client()
    half.post("/accounts/signup/", sign_up(NEW_PHONE[:-1] + "1"))
    answer = client.post("/accounts/signup/", sign_up(PHONE))
    assert answer.status_code == 302, answer.context["form"].errors
    client.post("/accounts/phone/verify/", {"code": code_sent_to(PHONE)})
    user = User.objects.get(kind="customer", phone_verified_at__isnull=False)
    assert user.phone == PHONE
    posted = {"real_name": "司马青", "identity_number": identity, "agrees": "on", "agrees_to_identity": "on"}
    page = client.get("/me/kyc/")
    names = {name: "on" for name in page.context["form"].fields if name not in posted}
    client.post("/me/kyc/", {**names, **posted})
    user.refresh_from_db()
    assert user.identity_verified_at is not None
    make_known(user)
    bind_own_card(user, card_digits=card)
    pay_in(user, 500_00)
    pay_out(user, 100_00)
    make_submitted(user)
    deliver_events()
    deliver_messages()
    arrive(user).post("/accounts/phone/change/", {"phone": NEW_PHONE})
    Client().post("/accounts/login/", {"login": PHONE, "password": "wrong-password-1"})
    Client().post("/accounts/password/reset/", {"email": PHONE})
    return user


def sign_up(phone: str) -> dict[str, str]:
    return {"phone": phone, "email": "", "password1": PASSWORD, "password2": PASSWORD, "agrees": "on"}


def be_looked_at(user: User, identity: str) -> None:
    supervisor = make_staff("supervisor@example.cn", "customer_service_supervisor")
    client = arrive(supervisor)
    client.post("/office/support/customers/", {"q": identity})
    client.post("/office/support/customers/", {"q": PHONE})
    for value in ("phone", "identity_number"):
        unmask_value(
            staff=supervisor, customer=user, value_code=value, reason="review", words=f"he said {PHONE}"
        )
    ask_privacy(user=user, kind="correction", words=f"my number is {identity}")
    ask_privacy(user=user, kind="export")
    assert build_exports() == 1
    seal_events()


def everything() -> Iterator[tuple[str, bytes]]:
    """Yield each cell of each table, and what packed cells hold inside."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=True):
                    yield from unpacked(f"{table}.{column}", value)


def unpacked(place: str, value: object) -> Iterator[tuple[str, bytes]]:
    raw = value if isinstance(value, bytes) else str(value).encode()
    yield place, raw
    if place.startswith(("django_session", "site_cache")):
        for part in re.split(rb"[:.]", raw):
            for decode in (base64.urlsafe_b64decode, base64.b64decode):
                try:
                    data = decode(part + b"=" * (-len(part) % 4))
                except ValueError:
                    continue
                yield place, data
                try:
                    yield place, zlib.decompress(data)
                except zlib.error:
                    pass
                if place == "site_cache.value":
                    yield place, repr(pickle.loads(data)).encode()  # noqa: S301, our own cache


def test_the_database_file_and_the_logs_hold_none_of_them(logs: Kept, settings) -> None:
    identity, card = make_identity_number(), luhn_card()
    user = live(identity, card)
    be_looked_at(user, identity)
    assert Session.objects.count() >= 3
    planted = {
        "identity": identity,
        "phone": PHONE,
        "new phone": NEW_PHONE,
        "card": card,
        "phone, abroad": f"+86{PHONE}",
    }
    found = {
        (what, place)
        for place, data in everything()
        for what, value in planted.items()
        if value.encode() in data
    }
    assert not found
    written = "\n".join(logs.lines)
    assert {what for what, value in planted.items() if value in written} == set()
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite" and "memory" not in name:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        whole = Path(name).read_bytes()
        assert {what for what, value in planted.items() if value.encode() in whole} == set()


def test_the_search_itself_finds_what_lies_open() -> None:
    """The control: a value that is written in clear is found, also inside of a session of the plain kind."""
    from django.contrib.sessions.backends.db import SessionStore

    plain = SessionStore()
    plain["phone"] = PHONE
    plain.save()
    assert any(PHONE.encode() in data for place, data in everything() if place.startswith("django_session"))
