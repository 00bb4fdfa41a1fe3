import pytest
from allauth.account.models import EmailAddress
from django.db import connection

from accounts.invariants import check_all
from accounts.models import Consent, IdentityCheck, Person, User
from accounts.services.open_account import open_account
from accounts.services.verify_identity import verify_identity
from tests.factories import make_customer

pytestmark = pytest.mark.django_db
NAMES = {
    "one_customer_login_for_each_person",
    "verified_logins_have_evidence_and_consent",
    "passed_faces_have_consent",
    "login_addresses_agree",
    "identity_indexes_agree",
}


def breached() -> set[str]:
    return {finding.name for finding in check_all() if finding.name in NAMES and not finding.ok}


def test_each_breach_is_found() -> None:
    user = open_account(email="a@example.cn", phone="13812345678", is_confirmed=True)
    verify_identity(user=user, real_name="张三", identity_number="11010519491231002X")
    assert breached() == set()
    Person.objects.update(identity_index="0" * 64)
    assert breached() == {"identity_indexes_agree", "verified_logins_have_evidence_and_consent"}
    Person.objects.update(identity_index=IdentityCheck.objects.get().identity_index)
    User.objects.update(phone_index="0" * 64)
    EmailAddress.objects.update(email="b@example.cn")
    assert breached() == {"login_addresses_agree"}
    EmailAddress.objects.update(email="a@example.cn")
    User.objects.update(phone="", phone_index=None)
    Consent.objects.filter(code="identity").delete()
    assert breached() == {"verified_logins_have_evidence_and_consent"}


def test_a_face_check_without_its_consent_is_found() -> None:
    customer = make_customer("known@example.cn")
    assert breached() == set()
    Consent.objects.filter(user=customer, code="sensitive").delete()
    assert breached() == {"passed_faces_have_consent"}


def test_the_database_itself_refuses_a_second_customer_login_of_a_person() -> None:
    user = open_account(email="a@example.cn", is_confirmed=True)
    verify_identity(user=user, real_name="张三", identity_number="11010519491231002X")
    user.refresh_from_db()
    second = open_account(email="b@example.cn", is_confirmed=True)
    with connection.cursor() as cursor, pytest.raises(Exception, match=r"(?i)unique|constraint"):
        cursor.execute("UPDATE accounts_user SET person_id = %s WHERE id = %s", [user.person_id, second.pk])
