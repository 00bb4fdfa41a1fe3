import pytest
from allauth.account.models import EmailAddress

from accounts.errors import Refused
from accounts.models import Consent, Event, User
from accounts.queries import is_login_proved
from accounts.services.open_account import open_account
from accounts.services.open_staff_login import open_staff_login

pytestmark = pytest.mark.django_db


def test_opens_a_login_by_phone_or_email_with_the_consents_to_its_texts() -> None:
    by_phone = open_account(phone="+86 138 1234 5678", password="correct-horse-battery", language="en")
    by_email = open_account(email=" Anna@Example.CN ", is_confirmed=True)
    assert (by_phone.phone, by_phone.phone_verified_at, by_phone.language) == ("13812345678", None, "en")
    assert (by_email.email, by_email.kind) == ("anna@example.cn", User.Kind.CUSTOMER)
    assert EmailAddress.objects.get(user=by_email).verified
    assert list(Consent.objects.filter(user=by_phone).values_list("code", "version")) == [
        ("terms", "2026-1"),
        ("privacy", "2026-1"),
    ]
    assert Event.objects.get(kind="user.opened", subject_id=by_phone.pk).data == {"by": "phone"}


def test_refuses_a_proved_address_and_gives_up_an_unproved_one() -> None:
    open_account(phone="13812345678", is_confirmed=True)
    unproved = open_account(email="slow@example.cn")
    with pytest.raises(Refused) as refusal:
        open_account(phone="138-1234-5678")
    assert refusal.value.code == "login_taken"
    assert User.objects.count() == 2
    second = open_account(email="slow@example.cn")
    unproved.refresh_from_db()
    assert (unproved.email, unproved.is_active) == (None, False)
    assert second.email == "slow@example.cn"


def test_a_strangers_sign_up_never_takes_the_address_of_staff_or_of_the_verified(
    customer_service, borrower
) -> None:
    for taken in (customer_service, borrower):
        assert is_login_proved(email=taken.email, phone="")
        with pytest.raises(Refused):
            open_account(email=taken.email)
        taken.refresh_from_db()
        assert taken.is_active


@pytest.mark.parametrize("phone, code", [("", "login_missing"), ("12345", "phone_form")])
def test_refuses_an_account_without_an_address(phone: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        open_account(phone=phone)
    assert refusal.value.code == code
    assert not User.objects.exists()


def test_staff_of_one_person_share_the_person() -> None:
    first = open_staff_login(
        email="a@fenqi.example",
        password=None,
        display_name="张三",
        roles=["accountant"],
        identity_number="11010519491231002X",
    )
    second = open_staff_login(
        email="b@fenqi.example",
        password=None,
        display_name="张三",
        roles=["cashier"],
        identity_number="11010519491231002x",
    )
    assert first.person_id == second.person_id
    assert second.rights == {"finance.see_cash", "finance.clear_suspense"}
    with pytest.raises(Refused):
        open_staff_login(email="c@fenqi.example", password=None, display_name="李四", roles=["owner"])
    assert not User.objects.filter(email="c@fenqi.example").exists()
