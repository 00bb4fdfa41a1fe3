"""One entry confirmed twice and one recovery code typed twice, at the same moment: each holds once, on PostgreSQL."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

from accounts import clock, locking
from accounts.models import AssistedEntry, ContactDetails, Event, FieldOrigin, SandboxMessage, User
from accounts.services import confirm_change as confirming
from accounts.services.confirm_change import confirm_change
from accounts.services.propose_change import propose_change
from accounts.services.send_entry_code import send_entry_code
from tests.factories import make_customer, make_staff
from tests.races import MeetingPoint, only_postgresql, race

pytestmark = [pytest.mark.postgres, only_postgresql, pytest.mark.django_db(transaction=True)]
CONTACT = {"address": "浙江省杭州市西湖区文三路一号", "reached_by": "call", "language": "en"}


@pytest.fixture(autouse=True)
def no_watchers(house_lock_order: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The watcher of the lock order knows one thread; these tests have many."""
    monkeypatch.setattr(locking, "watchers", [])


@pytest.fixture
def caller(db: None) -> User:
    user = make_customer("caller@example.cn", verified=False)
    user.set_phone("13812345678")
    user.phone_verified_at = clock.now()
    user.save()
    return user


@pytest.fixture
def entry(caller: User) -> AssistedEntry:
    clerk = make_staff("clerk@example.cn", "customer_service")
    return propose_change(actor=clerk, customer=caller, kind=AssistedEntry.Kind.CONTACT, values=CONTACT)


def code_of(entry: AssistedEntry) -> str:
    send_entry_code(entry=entry, language="en")
    return re.findall(r"(?<!\d)\d{6}(?!\d)", SandboxMessage.objects.latest("pk").body)[-1]


def confirmed_rows() -> tuple[int, int]:
    origins = FieldOrigin.objects.filter(field="address").count()
    return origins, Event.objects.filter(kind="assisted_entry.confirmed").count()


def confirm(entry: AssistedEntry, caller: User, typed: str) -> None:
    own = AssistedEntry.objects.select_related("entered_by", "customer").get(pk=entry.pk)
    confirm_change(entry=own, user=caller, typed=typed)


def test_an_entry_confirmed_five_times_at_once_holds_once(entry: AssistedEntry, caller: User) -> None:
    typed = code_of(entry)
    outcomes = race([lambda: confirm(entry, caller, typed)] * 5)
    assert sum(outcome.is_ok for outcome in outcomes) == 1
    assert confirmed_rows() == (1, 1)
    assert ContactDetails.objects.get().address == CONTACT["address"]


def test_control_without_guards_it_holds_twice(
    entry: AssistedEntry, caller: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed, point = code_of(entry), MeetingPoint(2)
    monkeypatch.setattr(confirming, "prove", lambda entry, typed: point.meet())
    monkeypatch.setattr(confirming, "close_entry", lambda entry, user: None)
    outcomes = race([lambda: confirm(entry, caller, typed)] * 2)
    assert point.all_met
    assert [outcome.is_ok for outcome in outcomes] == [True, True]


def recovery_codes() -> tuple[int, str]:
    user = make_staff("recovering@example.cn", "cashier")
    codes = RecoveryCodes.activate(user)
    return codes.instance.pk, codes.generate_codes()[0]


def test_a_recovery_code_typed_five_times_at_once_lets_one_in() -> None:
    factor, code = recovery_codes()
    outcomes = race([lambda: Authenticator.objects.get(pk=factor).wrap().validate_code(code)] * 5)
    assert sorted(outcome.result for outcome in outcomes) == [False, False, False, False, True]
    assert code not in Authenticator.objects.get(pk=factor).wrap().get_unused_codes()


def test_control_read_and_written_without_the_lock_it_lets_two_in() -> None:
    factor, code = recovery_codes()
    point = MeetingPoint(2)

    def read_then_mark() -> bool:
        codes = Authenticator.objects.get(pk=factor).wrap()
        is_good = code in codes.get_unused_codes()
        point.meet()
        codes._mark_code_used(0)
        return is_good

    assert [outcome.result for outcome in race([read_then_mark] * 2)] == [True, True]
