"""When and how often a message may reach somebody, and what becomes of it on the way."""

import datetime as dt

import pytest
from django.core import mail

from accounts import clock, messages
from accounts.domain.quiet_hours import end_of_quiet
from accounts.errors import Refused
from accounts.messages import MessageTemplate, register_message
from accounts.models import (
    Consent,
    Event,
    Message,
    MessageCategory,
    MessagePreference,
    SandboxMessage,
    User,
)
from accounts.providers import sms_sandbox
from accounts.providers.sms import ProviderRefused
from accounts.services.choose_messages import choose_messages
from accounts.services.deliver_messages import deliver_messages
from accounts.services.give_consent import give_consent
from accounts.services.retry_message import retry_message
from accounts.services.send_message import send_message
from accounts.services.withdraw_consent import withdraw_consent
from tests.factories import make_staff

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 11, 23)
NEXT = DAY + dt.timedelta(days=1)
KINDS = tuple(MessageCategory)


@pytest.fixture(autouse=True)
def one_template_for_each_category(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "_templates", dict(messages._templates))
    for category in KINDS:
        register_message(
            MessageTemplate(
                f"about_{category}",
                subject="About",
                body="accounts/messages/identity_verified.txt",
                sms="Hello",
                category=category,
            )
        )
    register_message(
        MessageTemplate(
            "by_law",
            subject="By law",
            body="accounts/messages/identity_verified.txt",
            sms="Hello",
            category=MessageCategory.MONEY,
            is_required=True,
        )
    )


@pytest.fixture
def reader(borrower: User) -> User:
    borrower.set_phone("13812345678")
    borrower.phone_verified_at = clock.now()
    borrower.save()
    return borrower


def at(day: dt.date, hour: int, minute: int = 0):
    return clock.simulated(day, dt.time(hour, minute))


def tell(reader: User, category: str, key: str = "k") -> None:
    send_message(to=reader, template=f"about_{category}", context={}, key=key)


def sms(key: str = "k") -> Message:
    return Message.objects.get(channel="sms", key=key)


def channels(reader: User) -> list[str]:
    return list(reader.messages.order_by("pk").values_list("channel", flat=True))


def all_off(**on: bool) -> dict[tuple[str, str], bool]:
    return {
        (category, channel): on.get(f"{category}_{channel}", False)
        for category in KINDS
        for channel in ("email", "sms", "inbox")
    }


# -- quiet hours -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "ends"),
    [
        ("2026-11-23T21:59:59", None),
        ("2026-11-23T22:00:00", "2026-11-24T08:00:00"),
        ("2026-11-23T23:59:59", "2026-11-24T08:00:00"),
        ("2026-11-24T00:00:00", "2026-11-24T08:00:00"),
        ("2026-11-24T07:59:59", "2026-11-24T08:00:00"),
        ("2026-11-24T08:00:00", None),
    ],
)
def test_quiet_hours_go_past_midnight(now: str, ends: str | None) -> None:
    found = end_of_quiet(dt.datetime.fromisoformat(now), starts=dt.time(22), ends=dt.time(8))
    assert found == (dt.datetime.fromisoformat(ends) if ends else None)


def test_quiet_hours_of_one_day_and_none_at_all() -> None:
    noon = dt.datetime(2026, 11, 23, 12, 30)
    assert end_of_quiet(noon, starts=dt.time(12), ends=dt.time(13)) == noon.replace(hour=13, minute=0)
    assert end_of_quiet(noon, starts=dt.time(8), ends=dt.time(8)) is None


@pytest.mark.parametrize("category", ["collection", "marketing"])
def test_an_sms_made_by_day_and_swept_by_night_waits_for_the_morning_and_comes_once(
    reader: User, category: str
) -> None:
    give_consent(user=reader, code="marketing")
    with at(DAY, 21, 59):
        tell(reader, category)
    with at(DAY, 22, 1):
        assert deliver_messages() == 1  # the e-mail wakes nobody
    waiting = sms()
    assert (waiting.status, waiting.tries) == ("due", 0)
    assert waiting.next_try_at == dt.datetime(2026, 11, 24, 8, 0, tzinfo=clock.SHANGHAI)
    with at(NEXT, 7, 59):
        assert deliver_messages() == 0
    for _sweep in range(2):
        with at(NEXT, 8, 0):
            deliver_messages()
    assert SandboxMessage.objects.filter(channel="sms").count() == 1
    assert sms().status == "sent"


@pytest.mark.parametrize("category", ["security", "money", "loan"])
def test_other_messages_come_by_night(reader: User, category: str) -> None:
    with at(DAY, 23):
        tell(reader, category)
        assert deliver_messages() == 2


# -- the daily limit ---------------------------------------------------------------------------------------------


def test_a_second_collection_sms_of_a_day_waits_for_the_next_and_one_too_many_is_dropped(
    reader: User, stranger: User
) -> None:
    with at(DAY, 9):
        for key in ("a", "b", "c", "d"):
            tell(reader, "collection", key)
    with at(DAY, 9, 1):
        deliver_messages()
    assert [sms(key).status for key in "abcd"] == ["sent", "due", "due", "due"]
    assert sms("b").next_try_at == dt.datetime(2026, 11, 24, 8, 0, tzinfo=clock.SHANGHAI)
    with at(NEXT, 8, 1):
        deliver_messages()
    assert [sms(key).status for key in "abcd"] == ["sent", "sent", "due", "due"]
    with at(NEXT + dt.timedelta(days=1), 8, 1):
        deliver_messages()
    # The fourth would be sent after its two days: it is held back, and says why.
    assert [sms(key).status for key in "abcd"] == ["sent", "sent", "sent", "withheld"]
    assert sms("d").error == "daily_limit"
    assert "每日上限" in sms("d").reason
    assert SandboxMessage.objects.filter(channel="sms").count() == 3


def test_the_limit_counts_each_person_and_channel_and_only_collection(reader: User, stranger: User) -> None:
    with at(DAY, 9):
        tell(reader, "collection", "a")
        tell(stranger, "collection", "b")
        tell(reader, "loan", "c")
        assert deliver_messages() == 5


# -- preferences and consent ---------------------------------------------------------------------------------------


def test_what_is_switched_off_stays_in_the_inbox_only_and_security_cannot_be(reader: User) -> None:
    choose_messages(user=reader, channels=all_off(money_sms=True), agrees_to_marketing=False)
    assert MessagePreference.objects.filter(user=reader).count() == 5
    for key, template in enumerate(
        ("about_money", "about_loan", "about_security", "by_law", "about_marketing")
    ):
        send_message(to=reader, template=template, context={}, key=str(key))
    sent = {
        template: sorted(reader.messages.filter(template=template).values_list("channel", flat=True))
        for template in ("about_money", "about_loan", "about_security", "by_law", "about_marketing")
    }
    assert sent == {
        "about_money": ["inbox", "sms"],
        "about_loan": ["inbox"],
        "about_security": ["email", "inbox", "sms"],
        "by_law": ["email", "inbox", "sms"],
        "about_marketing": [],
    }
    chosen = Event.objects.filter(kind="messages.chosen", subject_id=reader.pk)
    assert chosen.count() == 5
    choose_messages(user=reader, channels=all_off(money_sms=True), agrees_to_marketing=False)
    assert chosen.count() == 5


def test_marketing_needs_the_consent_and_ends_with_it(reader: User) -> None:
    tell(reader, "marketing", "before")
    choose_messages(user=reader, channels={}, agrees_to_marketing=True)
    with at(DAY, 9):
        tell(reader, "marketing", "agreed")
        assert deliver_messages() == 2
    assert mail.outbox[0].body.endswith("/me/messages/preferences/")
    assert channels(reader) == ["inbox", "email", "sms"]
    with at(DAY, 9, 30):
        tell(reader, "marketing", "waits")
    choose_messages(user=reader, channels={}, agrees_to_marketing=False)
    assert sorted(reader.messages.filter(key="waits").values_list("channel", "status")) == [
        ("email", "withheld"),
        ("inbox", "sent"),
        ("sms", "withheld"),
    ]
    tell(reader, "marketing", "after")
    assert reader.messages.filter(key="after").count() == 0
    assert Consent.objects.get(user=reader, code="marketing").withdrawn_at is not None


def test_taking_the_consent_back_on_the_privacy_page_ends_marketing_too(reader: User) -> None:
    with at(DAY, 9):
        give_consent(user=reader, code="marketing")
        tell(reader, "marketing")
        withdraw_consent(user=reader, code="marketing")
        assert deliver_messages() == 0
    assert mail.outbox == []
    assert not SandboxMessage.objects.exists()
    assert (sms().status, sms().error) == ("withheld", "switched_off")


def test_switching_off_holds_back_what_waits_but_not_what_the_law_wants_told(reader: User) -> None:
    tell(reader, "money", "waits")
    send_message(to=reader, template="by_law", context={}, key="law")
    choose_messages(user=reader, channels=all_off(), agrees_to_marketing=False)
    assert sms("waits").status == "withheld"
    assert sms("waits").error == "switched_off"
    assert sms("law").status == "due"
    assert deliver_messages() == 2


# -- failing and trying again ----------------------------------------------------------------------------------------


def refuse(self: object, **values: str) -> None:
    raise ProviderRefused(f"550 <{values['phone']}> is no subscriber, ask a.b@example.cn")


def test_a_refusal_ends_at_once_hides_the_address_and_leaves_an_event(
    reader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sms_sandbox.SandboxSmsProvider, "send", refuse)
    tell(reader, "money")
    deliver_messages()
    failed = sms()
    assert (failed.status, failed.tries, failed.error) == ("failed", 1, "550 <***> is no subscriber, ask ***")
    event = Event.objects.get(kind="message.failed")
    assert (event.subject_number, event.data["reason"]) == (failed.number, "provider")
    monkeypatch.undo()
    supervisor = make_staff("supervisor@example.cn", "customer_service_supervisor")
    retry_message(actor=supervisor, number=failed.number)
    assert deliver_messages() == 1
    assert sms().status == "sent"
    sent = SandboxMessage.objects.get(channel="sms")
    assert sent.key == f"sms:{failed.number}"
    with pytest.raises(Refused, match="not_failed"):
        retry_message(actor=supervisor, number=failed.number)
    assert sms().status == "sent"
    assert Event.objects.filter(kind="message.retried").count() == 1


def test_a_retry_of_what_came_too_late_is_worth_sending_again(reader: User) -> None:
    with at(DAY, 9):
        tell(reader, "loan")
    with at(DAY + dt.timedelta(days=3), 9):
        deliver_messages()
        assert (sms().status, sms().error) == ("failed", "too_late")
        retry_message(actor=make_staff("s@example.cn", "customer_service_supervisor"), number=sms().number)
        assert deliver_messages() == 1


def test_whoever_has_no_phone_any_more_is_not_tried_for_ever(reader: User) -> None:
    tell(reader, "loan")
    reader.set_phone("")
    reader.save()
    deliver_messages()
    assert (sms().status, sms().error, sms().tries) == ("failed", "no_address", 1)
