import datetime as dt

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext_lazy as _

from accounts import clock, messages
from accounts.messages import MessageTemplate, register_message
from accounts.models import Event, Message, SandboxMessage, User
from accounts.providers import sms_sandbox
from accounts.providers.sms import ProviderUnavailable
from accounts.services.deliver_messages import deliver_messages
from accounts.services.read_message import read_message
from accounts.services.send_message import MessageInput, send_message, send_messages
from tests.factories import make_customer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def greeting(monkeypatch) -> None:
    monkeypatch.setattr(messages, "_templates", dict(messages._templates))
    register_message(
        MessageTemplate(
            "greeting",
            subject=_("A change to your login"),
            body="accounts/messages/security_change.txt",
            sms="Hello %(what)s",
        )
    )


def reached(user: User, phone: str = "13812345678") -> User:
    user.set_phone(phone)
    user.phone_verified_at = clock.now()
    user.save()
    return user


def greet(user: User, key: str = "greeting:1", link: str = "") -> None:
    send_message(to=user, template="greeting", context={"what": "you", "at": "now"}, key=key, link=link)


def test_one_effect_for_each_key_on_every_channel_that_has_an_address(borrower: User, stranger: User) -> None:
    reached(borrower)
    for _again in range(2):
        greet(borrower, link="/me/")
    assert list(borrower.messages.order_by("pk").values_list("channel", "status")) == [
        ("inbox", "sent"),
        ("email", "due"),
        ("sms", "due"),
    ]
    assert deliver_messages() == 2
    assert deliver_messages() == 0
    assert [(letter.to, letter.body.endswith("/me/")) for letter in mail.outbox] == [
        (["borrower@example.cn"], True)
    ]
    assert [(sent.address, sent.body) for sent in SandboxMessage.objects.all()] == [
        ("13812345678", "Hello you")
    ]
    greet(stranger, key="greeting:2")
    assert stranger.messages.count() == 2


def test_the_language_is_the_readers(borrower: User) -> None:
    borrower.language = "en"
    borrower.save()
    greet(borrower)
    assert Message.objects.get(channel="inbox").subject == "A change to your login"
    reader = make_customer("zh@example.cn")
    greet(reader, key="greeting:2")
    assert reader.messages.get(channel="inbox").subject != "A change to your login"


def test_a_failing_provider_is_asked_again_and_given_up_after_six_times(borrower: User, monkeypatch) -> None:
    reached(borrower)
    borrower.email = None
    borrower.save()

    def fail(self, **values):
        raise ProviderUnavailable("down")

    monkeypatch.setattr(sms_sandbox.SandboxSmsProvider, "send", fail)
    greet(borrower)
    sms = Message.objects.filter(channel="sms")
    for tries in range(1, 7):
        assert deliver_messages() == 0
        assert sms.get().tries == tries
        assert deliver_messages() == 0
        sms.update(next_try_at=clock.now())
    assert (sms.get().status, sms.get().error) == ("failed", "ProviderUnavailable: down")
    assert deliver_messages() == 0
    assert sms.get().tries == 6


def test_a_message_another_worker_holds_is_left_alone_until_its_lease_ends(borrower: User) -> None:
    greet(borrower)
    email = Message.objects.filter(channel="email")
    email.update(status="sending", next_try_at=clock.now() + dt.timedelta(minutes=5))
    assert deliver_messages() == 0
    email.update(next_try_at=clock.now())
    assert deliver_messages() == 1


def test_old_reminders_stay_in_the_inbox_and_are_not_sent(borrower: User) -> None:
    greet(borrower)
    Message.objects.filter(channel="email").update(good_until_at=clock.now() - dt.timedelta(seconds=1))
    assert deliver_messages() == 0
    assert mail.outbox == []
    assert sorted(Message.objects.values_list("channel", "status")) == [
        ("email", "failed"),
        ("inbox", "sent"),
    ]
    told = Event.objects.get(kind="message.failed")
    assert told.data == {"template": "greeting", "channel": "email", "reason": "too_late"}


def test_many_messages_take_a_constant_number_of_statements(borrower: User, investor: User) -> None:
    def inputs(count: int, name: str) -> list[MessageInput]:
        return [
            MessageInput(borrower, "greeting", {"what": "you", "at": "now"}, f"{name}:{running}")
            for running in range(count)
        ]

    send_messages(inputs(1, "warm"))
    with CaptureQueriesContext(
        connection,
    ) as one:
        send_messages(inputs(1, "one"))
    with CaptureQueriesContext(connection) as many:
        send_messages(inputs(20, "many"))
    assert len(one) == len(many)


def test_reading_marks_only_ones_own(borrower: User, stranger: User) -> None:
    greet(borrower)
    number = borrower.messages.get(channel="inbox").number
    assert read_message(user=stranger, number=number) == 0
    assert read_message(user=borrower, number=number) == 1
    assert read_message(user=borrower) == 0


def test_every_registered_message_renders_in_both_languages() -> None:
    values = {"code": "123456", "what": "x", "at": "2026-11-23 09:00"}
    for code in ("code", "account_exists", "account_unknown", "security_change", "identity_verified"):
        template = messages.message_template(code)
        for language in ("en", "zh-hans"):
            rendered = messages.render_message(template, values, language)
            assert rendered.subject
            assert rendered.body
            assert "{" not in rendered.body + rendered.sms
    with pytest.raises(LookupError):
        messages.message_template("unknown")
