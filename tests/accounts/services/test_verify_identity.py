import datetime as dt

import pytest
from django.db import transaction

from accounts import clock
from accounts.crypto import blind_index
from accounts.errors import Refused
from accounts.models import Consent, Event, IdentityCheck, Message, Person, User
from accounts.providers import identity_sandbox
from accounts.services.record_identity_answer import record_identity_answer
from accounts.services.verify_identity import verify_identity
from accounts.services.withdraw_consent import withdraw_consent
from tests.factories import make_customer, make_identity_number

pytestmark = pytest.mark.django_db
NUMBER = "11010519491231002X"


@pytest.fixture
def newcomer() -> User:
    return make_customer("new@example.cn", name="", verified=False)


def test_a_match_binds_the_login_to_its_person(newcomer: User) -> None:
    check = verify_identity(user=newcomer, real_name="张 三", identity_number="11010519491231002x")
    newcomer.refresh_from_db()
    assert check.status == IdentityCheck.Status.MATCHED
    assert newcomer.person is not None
    assert (newcomer.person.real_name, newcomer.person.identity_number) == ("张三", NUMBER)
    assert newcomer.person.birth_on == dt.date(1949, 12, 31)
    assert newcomer.identity_verified_at is not None
    assert Consent.objects.filter(user=newcomer, code="identity", withdrawn_at__isnull=True).exists()
    assert Message.objects.get(to=newcomer, channel="inbox").template == "identity_verified"
    events = " ".join(f"{event.kind} {event.data}" for event in Event.objects.all())
    assert "user.identity_verified" in events
    assert NUMBER not in events


def test_a_mismatch_and_a_silent_service_bind_nothing_and_may_be_tried_again(newcomer: User) -> None:
    assert verify_identity(user=newcomer, real_name="张误", identity_number=NUMBER).status == "mismatched"
    assert verify_identity(user=newcomer, real_name="张断", identity_number=NUMBER).status == "unanswered"
    newcomer.refresh_from_db()
    assert (newcomer.person, newcomer.identity_verified_at) == (None, None)
    assert not Person.objects.exists()
    assert verify_identity(user=newcomer, real_name="张三", identity_number=NUMBER).status == "matched"


def test_one_person_has_one_account_however_the_number_is_spelled(newcomer: User, stranger: User) -> None:
    verify_identity(user=newcomer, real_name="张三", identity_number=NUMBER)
    second = make_customer("second@example.cn", verified=False)
    check = verify_identity(user=second, real_name="张三", identity_number=" 110105 19491231 002x ")
    second.refresh_from_db()
    assert check.status == IdentityCheck.Status.TAKEN
    assert (second.person, second.identity_verified_at) == (None, None)
    assert Person.objects.filter(identity_index=blind_index("identity", NUMBER)).count() == 1


@pytest.mark.parametrize(
    "name, number, code",
    [
        ("Zhang San", NUMBER, "identity_form"),
        ("张三", "110105194912310021", "identity_form"),
        ("张三", "１１０１０５１９４９１２３１００２Ｘ", "identity_form"),
    ],
)
def test_refuses_what_cannot_be_and_asks_nobody(newcomer: User, name: str, number: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        verify_identity(user=newcomer, real_name=name, identity_number=number)
    assert refusal.value.code == code
    assert not IdentityCheck.objects.exists()
    assert not Consent.objects.exists()


def test_refuses_the_day_before_the_eighteenth_birthday_and_not_on_it(newcomer: User) -> None:
    today = clock.today()
    birthday = today.replace(year=today.year - 18, day=min(today.day, 28))
    with pytest.raises(Refused) as refusal:
        verify_identity(
            user=newcomer,
            real_name="张小",
            identity_number=make_identity_number(today.replace(year=today.year - 17, day=1)),
        )
    assert refusal.value.code == "too_young"
    number = make_identity_number(birthday)
    assert verify_identity(user=newcomer, real_name="张小", identity_number=number).status == "matched"


def test_refuses_a_verified_login_and_a_sixth_try(newcomer: User, borrower: User) -> None:
    with pytest.raises(Refused) as refusal:
        verify_identity(user=borrower, real_name="李借", identity_number=NUMBER)
    assert refusal.value.code == "identity_verified"
    for _ in range(5):
        verify_identity(user=newcomer, real_name="张误", identity_number=NUMBER)
    with pytest.raises(Refused) as refusal:
        verify_identity(user=newcomer, real_name="张三", identity_number=NUMBER)
    assert refusal.value.code == "too_many_checks"


def test_the_service_is_asked_with_no_transaction_open(newcomer: User, monkeypatch) -> None:
    depths = []
    before = len(transaction.get_connection().savepoint_ids)
    ask = identity_sandbox.SandboxIdentityProvider.check

    def spy(self, **values):
        depths.append(len(transaction.get_connection().savepoint_ids))
        return ask(self, **values)

    monkeypatch.setattr(identity_sandbox.SandboxIdentityProvider, "check", spy)
    verify_identity(user=newcomer, real_name="张三", identity_number=NUMBER)
    assert depths == [before]


def test_a_second_answer_changes_nothing(newcomer: User) -> None:
    check = verify_identity(user=newcomer, real_name="张误", identity_number=NUMBER)
    assert record_identity_answer(number=check.number, is_match=True).status == "mismatched"
    newcomer.refresh_from_db()
    assert newcomer.person is None


def test_withdrawing_the_consent_unverifies_and_only_the_same_person_may_come_back(newcomer: User) -> None:
    verify_identity(user=newcomer, real_name="张三", identity_number=NUMBER)
    withdraw_consent(user=newcomer, code="identity")
    newcomer.refresh_from_db()
    assert newcomer.identity_verified_at is None
    assert newcomer.person is not None
    with pytest.raises(Refused) as refusal:
        verify_identity(user=newcomer, real_name="李四", identity_number=make_identity_number())
    assert refusal.value.code == "identity_differs"
    assert verify_identity(user=newcomer, real_name="张三", identity_number=NUMBER).status == "matched"
    for code, expected in (("terms", "consent_not_withdrawable"),):
        with pytest.raises(Refused) as refusal:
            withdraw_consent(user=newcomer, code=code)
        assert refusal.value.code == expected


def test_the_sandbox_refuses_a_company_in_earnest(newcomer: User, settings) -> None:
    settings.IS_DEMO = False
    assert verify_identity(user=newcomer, real_name="张三", identity_number=NUMBER).status == "unanswered"
