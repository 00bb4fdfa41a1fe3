"""The inbox, the choices, the office's list, and the hook of receipts."""

import json
import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils.translation import override

from accounts import clock
from accounts.message_choices import has_agreed
from accounts.models import Consent, Event, Message, MessagePreference, User
from accounts.seals import Seal
from accounts.services.deliver_messages import deliver_messages
from accounts.services.send_message import MessageInput, send_messages
from accounts.web.message_story import template_title
from tests.factories import make_customer, make_staff
from tests.queries import assert_same_few_queries

pytestmark = pytest.mark.django_db

SECRET = "a-secret-the-provider-and-we-share-0123456789"
HOOK = "/hooks/sms/"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def reader(borrower: User) -> User:
    borrower.set_phone("13812345678")
    borrower.phone_verified_at = clock.now()
    borrower.save()
    return borrower


@pytest.fixture
def supervisor(db: None) -> User:
    return make_staff("supervisor@example.cn", "customer_service_supervisor")


def write(user: User, count: int = 1, template: str = "identity_verified") -> None:
    values = {"what": "x", "at": clock.now()}
    send_messages([MessageInput(user, template, values, uuid.uuid4().hex) for _ in range(count)])


def numbers(response) -> list[str]:
    return [message.number for message in response.context["page"].rows]


# -- the inbox ------------------------------------------------------------------------------------------------------


def test_the_inbox_is_narrowed_by_category_and_walks_by_key(reader: User) -> None:
    write(reader, 27)
    client = signed_in(reader)
    assert len(numbers(client.get("/me/messages/"))) == 25
    older = client.get("/me/messages/?category=security").context["page"].next_url
    assert "category=security" in older
    assert len(numbers(client.get(f"/me/messages/{older}"))) == 2
    assert numbers(client.get("/me/messages/?category=money")) == []
    assert len(numbers(client.get("/me/messages/?category=nonsense"))) == 25


def test_a_message_that_was_read_can_be_put_back(reader: User, stranger: User) -> None:
    write(reader)
    number = reader.messages.get(channel="inbox").number
    client = signed_in(reader)
    client.get(f"/me/messages/{number}/")
    assert reader.messages.get(channel="inbox").read_at is not None
    assert signed_in(stranger).post(f"/me/messages/{number}/unread/").status_code == 404
    assert reader.messages.get(channel="inbox").read_at is not None
    assert client.post(f"/me/messages/{number}/unread/").url == "/me/messages/"
    assert reader.messages.get(channel="inbox").read_at is None
    assert client.get("/me/messages/").context["unread_messages"] == 1


def test_the_pages_ask_the_same_of_one_message_and_of_nine(reader: User, supervisor: User) -> None:
    client = signed_in(reader)
    assert_same_few_queries(client, "/me/messages/?category=security", grow=lambda by: write(reader, by))
    assert_same_few_queries(client, "/me/messages/preferences/", grow=lambda by: None)

    def grow(by: int) -> None:
        for running in range(by):
            write(make_customer(f"{uuid.uuid4().hex[:8]}{running}@example.cn"))

    assert_same_few_queries(signed_in(supervisor), "/office/accounts/messages/", grow=grow)


# -- preferences ------------------------------------------------------------------------------------------------------


def test_choices_are_shown_kept_and_told(reader: User) -> None:
    client = signed_in(reader)
    page = client.get("/me/messages/preferences/")
    boxes = {
        (row.label, cell.channel): bool(cell.box.value())
        for row in page.context["rows"]
        for cell in row.cells
        if cell.box is not None
    }
    assert len(boxes) == 8
    assert [name for name, is_on in boxes.items() if not is_on] == [
        ("资讯与优惠", "邮件"),
        ("资讯与优惠", "短信"),
    ]
    answer = client.post(
        "/me/messages/preferences/", {"money_sms": "on", "loan_sms": "on", "loan_email": "on", "agrees": "on"}
    )
    assert answer.url == "/me/messages/preferences/"
    off = MessagePreference.objects.filter(user=reader, is_on=False)
    assert set(off.values_list("category", "channel")) == {
        ("money", "email"),
        ("collection", "email"),
        ("collection", "sms"),
        ("marketing", "email"),
        ("marketing", "sms"),
    }
    assert Consent.objects.filter(user=reader, code="marketing", withdrawn_at__isnull=True).count() == 1
    form = client.get("/me/messages/preferences/").context["form"]
    assert (form["money_sms"].value(), form["money_email"].value(), form["agrees"].value()) == (
        True,
        False,
        True,
    )


def test_nobody_switches_security_off_by_adding_fields(reader: User) -> None:
    signed_in(reader).post(
        "/me/messages/preferences/",
        {"security_sms": "", "security_email": "", "money_inbox": "", "user": "1", "is_on": "0"},
    )
    assert not MessagePreference.objects.filter(category="security").exists()
    assert not MessagePreference.objects.filter(channel="inbox").exists()
    write(reader, template="security_change")
    assert set(reader.messages.values_list("channel", flat=True)) == {"inbox", "email", "sms"}


# -- the office -------------------------------------------------------------------------------------------------------


def test_the_office_sees_what_went_out_masked_and_narrows_it(
    reader: User, stranger: User, supervisor: User
) -> None:
    write(reader, template="security_change")
    write(stranger)
    deliver_messages()
    client = signed_in(supervisor)
    page = client.get("/office/accounts/messages/")
    text = page.content.decode()
    assert len(numbers(page)) == 3
    assert "138****5678" in text
    assert "13812345678" not in text
    assert "borrower@example.cn" not in text
    assert "b***@example.cn" in text
    for query, count in (
        ("?channel=sms", 1),
        ("?channel=inbox", 3),
        ("?status=sent", 3),
        ("?status=failed", 0),
        ("?category=security", 3),
        ("?category=money", 0),
        (f"?customer={reader.number.lower()}", 2),
        ("?customer=%27OR1", 3),
    ):
        assert len(numbers(client.get(f"/office/accounts/messages/{query}"))) == count, query


def test_a_failed_message_shows_its_reason_and_is_sent_again_by_who_may(
    reader: User, supervisor: User, customer_service: User
) -> None:
    write(reader)
    Message.objects.filter(channel="email").update(status="failed", error="too_late")
    failed = Message.objects.get(channel="email")
    path = f"/office/accounts/messages/{failed.number}/retry/"
    page = signed_in(customer_service).get("/office/accounts/messages/")
    assert str(Message.REASONS["too_late"]) in page.content.decode()
    assert path not in page.content.decode()
    assert signed_in(customer_service).post(path).status_code == 403
    client = signed_in(supervisor)
    assert path in client.get("/office/accounts/messages/").content.decode()
    assert client.post(path).url == "/office/accounts/messages/"
    failed.refresh_from_db()
    assert (failed.status, failed.error, failed.tries) == ("due", "", 0)
    assert Event.objects.get(kind="message.retried").actor == supervisor
    client.post(path)
    assert Event.objects.filter(kind="message.retried").count() == 1
    inbox = Message.objects.get(channel="inbox")
    assert client.post(f"/office/accounts/messages/{inbox.number}/retry/").status_code == 404


# -- receipts ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def sms(reader: User, settings) -> Message:
    settings.SMS_WEBHOOK_SECRET = SECRET
    write(reader, template="security_change")
    deliver_messages()
    return Message.objects.get(channel="sms")


def told(*receipts: dict[str, str], secret: str = SECRET, age: int = 0, change: Callable = lambda body: body):
    body = json.dumps({"receipts": list(receipts)}).encode()
    seal = Seal("X-Sms", secret)
    stamp = int(clock.now().timestamp()) - age
    headers = seal.sign(body=body, timestamp=stamp, nonce=uuid.uuid4().hex)
    client = Client(enforce_csrf_checks=True)
    return client.post(HOOK, change(body), content_type="application/json", headers=headers)


def test_a_receipt_moves_a_message_once_and_a_failure_leaves_an_event(sms: Message) -> None:
    for recorded in (1, 0):
        answer = told({"key": sms.number, "state": "delivered"})
        assert (answer.status_code, answer.json()) == (200, {"recorded": recorded})
    sms.refresh_from_db()
    assert (sms.status, sms.delivered_at is not None) == ("delivered", True)
    late = told({"key": sms.number, "state": "undelivered", "reason": "13812345678 is off"})
    assert late.json() == {"recorded": 0}
    sms.refresh_from_db()
    assert sms.status == "delivered"


def test_an_undelivered_message_says_why_without_the_number(sms: Message) -> None:
    told({"key": sms.number, "state": "undelivered", "reason": "13812345678 is off"})
    sms.refresh_from_db()
    assert (sms.status, sms.error) == ("failed", "*** is off")
    assert Event.objects.filter(kind="message.failed", subject_number=sms.number).count() == 1


def test_a_receipt_of_an_email_or_of_nothing_moves_nothing(sms: Message) -> None:
    email = Message.objects.get(channel="email")
    for key in (email.number, "MS20000101000001", ""):
        assert told({"key": key, "state": "delivered"}).json() == {"recorded": 0}
    email.refresh_from_db()
    assert email.status == "sent"


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"secret": "another-secret"}, 401),
        ({"age": 301}, 401),
        ({"age": -301}, 401),
        ({"change": lambda body: body.replace(b"delivered", b"undelivered")}, 401),
        ({"change": lambda body: b"x" * 70_000}, 413),
    ],
)
def test_what_is_not_sealed_by_the_provider_changes_nothing(sms: Message, changes: dict, status: int) -> None:
    assert told({"key": sms.number, "state": "delivered"}, **changes).status_code == status
    sms.refresh_from_db()
    assert sms.status == "sent"


@pytest.mark.parametrize(
    "row",
    [
        {"state": "delivered"},
        {"key": "a", "state": "x"},
        {"key": 1, "state": "delivered"},
        {"key": "a\0", "state": "delivered"},
        "a",
        None,
    ],
)
def test_what_is_no_receipt_is_refused(sms: Message, row: object) -> None:
    assert told(row).status_code == 400  # type: ignore[arg-type]


def test_without_a_secret_the_hook_takes_nothing(sms: Message, settings) -> None:
    settings.SMS_WEBHOOK_SECRET = ""
    assert told({"key": sms.number, "state": "delivered"}, secret="").status_code == 401
    assert Client().get(HOOK).status_code == 405


def test_marketing_is_shown_off_until_the_customer_agrees(reader: User) -> None:
    client, page = signed_in(reader), "/me/messages/preferences/"
    Consent.objects.filter(user=reader, code="marketing").delete()
    form = client.get(page).context["form"]
    assert not form["marketing_email"].value()
    assert not form["marketing_sms"].value()
    assert form["money_sms"].value()
    client.post(page, {"money_sms": "on"})
    assert not MessagePreference.objects.filter(user=reader, category="marketing").exists()
    assert client.get(page).context["form"]["money_sms"].value()
    client.post(page, {"agrees": "on", "marketing_email": "on"})
    form = client.get(page).context["form"]
    assert (form["marketing_email"].value(), form["marketing_sms"].value()) == (True, False)
    assert has_agreed(reader)


def test_the_kind_of_a_message_is_said_in_words() -> None:
    with override("en"):
        assert template_title("card_verified") == "A bank card was added: …"
        assert template_title("no_more") == "no_more"
    with override("zh-hans"):
        assert template_title("identity_verified") == "您已通过实名认证"
