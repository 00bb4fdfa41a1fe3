"""Everything pressed at once, on PostgreSQL: one person, one account; one code, one use; one message for a key."""

import datetime as dt

import pytest
from django.core import mail

from accounts import clock, locking
from accounts.crypto import blind_index
from accounts.errors import Refused
from accounts.models import CodeRequest, Message, Person, SandboxMessage, User, VerificationCode
from accounts.services import count_code_request as counting
from accounts.services import deliver_messages as delivering
from accounts.services.count_code_request import count_code_request
from accounts.services.deliver_messages import deliver_messages
from accounts.services.issue_code import code_hash, issue_code
from accounts.services.open_account import open_account
from accounts.services.send_message import send_message
from accounts.services.use_code import TRIES, use_code
from accounts.services.verify_identity import verify_identity
from tests.factories import make_customer, make_identity_number
from tests.races import MeetingPoint, errors_of, only_postgresql, race

pytestmark = [
    pytest.mark.postgres,
    only_postgresql,
    pytest.mark.django_db(transaction=True),
]
NUMBER = "11010519491231002X"


@pytest.fixture(autouse=True)
def no_watchers(house_lock_order: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The watcher of the lock order knows one thread; these tests have many."""
    monkeypatch.setattr(locking, "watchers", [])


def test_two_logins_with_one_identity_have_one_winner() -> None:
    logins = [make_customer(f"n{running}@example.cn", verified=False) for running in range(6)]
    checks = race(
        [
            lambda user=user: verify_identity(user=user, real_name="张三", identity_number=NUMBER).status
            for user in logins
        ]
    )
    assert sorted(check.result for check in checks) == [
        "matched",
        "taken",
        "taken",
        "taken",
        "taken",
        "taken",
    ]
    assert User.objects.filter(person__isnull=False).count() == 1
    assert Person.objects.count() == 1


def test_one_login_cannot_become_two_persons() -> None:
    user = make_customer("n@example.cn", verified=False)
    numbers = [make_identity_number() for _ in range(4)]
    race(
        [
            lambda number=number: verify_identity(user=user, real_name="张三", identity_number=number)
            for number in numbers
        ]
    )
    user.refresh_from_db()
    assert user.person is not None
    assert user.identity_checks.filter(status="matched").count() == 1


def test_a_code_typed_ten_times_at_once_works_once_and_ten_guesses_count_three() -> None:
    code = issue_code(handle="mine", address="13812345678")
    assert [outcome.result for outcome in race([lambda: use_code(handle="mine", typed=code)] * 10)].count(
        True
    ) == 1
    wrong = f"{(int(issue_code(handle='other', address='13812345678')) + 1) % 1_000_000:06d}"
    assert not any(outcome.result for outcome in race([lambda: use_code(handle="other", typed=wrong)] * 10))
    assert VerificationCode.objects.get(handle="other").tries == 3


def test_one_number_is_held_by_one_login_however_many_sign_up() -> None:
    race([lambda: open_account(phone="13812345678")] * 6)
    assert User.objects.filter(phone_index=blind_index("phone", "13812345678")).count() == 1


def test_one_key_sends_one_message_and_two_sweeps_deliver_it_once() -> None:
    user = make_customer("n@example.cn")
    greet = {"to": user, "template": "identity_verified", "context": {}, "key": "k"}
    assert all(outcome.is_ok for outcome in race([lambda: send_message(**greet)] * 6))
    assert Message.objects.count() == 2
    assert sum(outcome.result for outcome in race([deliver_messages] * 4)) == 1
    assert len(mail.outbox) == 1


# -- limits ---------------------------------------------------------------------------------------------------------


def ask_for_a_code() -> None:
    count_code_request(address="13812345678", origin="203.0.113.7")


@pytest.mark.patient
def test_ten_requests_for_a_code_at_once_are_one() -> None:
    outcomes = race([ask_for_a_code] * 10)
    assert [outcome.is_ok for outcome in outcomes].count(True) == 1
    assert errors_of(outcomes) == [Refused] * 9
    assert CodeRequest.objects.count() == 1


@pytest.mark.patient
def test_control_without_the_lock_two_requests_pass_where_one_may(monkeypatch: pytest.MonkeyPatch) -> None:
    point = MeetingPoint(2)
    create = CodeRequest.objects.create

    def meet_and_create(**values: object) -> CodeRequest:
        point.meet()
        return create(**values)

    monkeypatch.setattr(counting, "lock_names", lambda *names: None)
    monkeypatch.setattr(CodeRequest.objects, "create", meet_and_create)
    assert all(outcome.is_ok for outcome in race([ask_for_a_code] * 2))
    assert CodeRequest.objects.count() == 2


@pytest.fixture
def debtor(db: None) -> User:
    """Somebody with two overdue reminders waiting, by SMS alone."""
    user = make_customer("n@example.cn")
    user.set_phone("13812345678")
    user.phone_verified_at = clock.now()
    user.email = None
    user.save()
    values = {"loan": "LN1", "n": 1, "amount": "¥1.00", "due_on": DAY, "days": 3}
    with clock.simulated(DAY):
        for key in ("a", "b"):
            send_message(to=user, template="instalment_overdue", context=values, key=key)
    return user


DAY = dt.date(2026, 11, 23)


def deliver_at_ten(number: int) -> bool:
    with clock.simulated(DAY, dt.time(10)):
        return delivering._deliver(Message.objects.select_related("to").filter(channel="sms")[number])


def test_two_workers_send_one_collection_sms_a_day(debtor: User) -> None:
    outcomes = race([lambda number=number: deliver_at_ten(number) for number in (0, 1)])
    assert sorted(outcome.result for outcome in outcomes) == [False, True]
    assert SandboxMessage.objects.count() == 1
    assert sorted(Message.objects.filter(channel="sms").values_list("status", flat=True)) == ["due", "sent"]


def test_control_without_the_lock_two_workers_send_two(debtor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    point = MeetingPoint(2)
    take = delivering._take

    def meet_and_take(message: Message, at: dt.datetime) -> bool:
        point.meet()
        return take(message, at)

    monkeypatch.setattr(delivering, "lock_one", lambda rows: None)
    monkeypatch.setattr(delivering, "_take", meet_and_take)
    race([lambda number=number: deliver_at_ten(number) for number in (0, 1)])
    assert SandboxMessage.objects.count() == 2


def test_control_tries_counted_after_reading_let_ten_guesses_through() -> None:
    code = issue_code(handle="mine", address="13812345678")
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    point = MeetingPoint(10)

    def read_then_count() -> bool:
        row = VerificationCode.objects.get(handle="mine")
        point.meet()
        if row.tries >= TRIES:
            return False
        VerificationCode.objects.filter(pk=row.pk).update(tries=row.tries + 1)
        return row.code_hash != code_hash("mine", wrong)

    assert [outcome.result for outcome in race([read_then_count] * 10)] == [True] * 10
