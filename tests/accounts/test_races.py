"""Everything pressed at once, on PostgreSQL: one person, one account; one code, one use; one message for a key."""

import pytest
from django.core import mail

from accounts import locking
from accounts.crypto import blind_index
from accounts.models import Message, Person, User, VerificationCode
from accounts.services.deliver_messages import deliver_messages
from accounts.services.issue_code import issue_code
from accounts.services.open_account import open_account
from accounts.services.send_message import send_message
from accounts.services.use_code import use_code
from accounts.services.verify_identity import verify_identity
from tests.factories import make_customer, make_identity_number
from tests.races import only_postgresql, race

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
