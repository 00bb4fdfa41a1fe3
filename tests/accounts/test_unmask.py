"""Seeing a hidden value in full: for a reason, with a right, counted, and told to the customer."""

import pytest
from django.test import Client

from accounts import hidden_values
from accounts.errors import Refused
from accounts.models import Event, Unmasking, User
from accounts.rules import rule_value
from accounts.services.unmask_value import unmask_value
from finance.custody.sandbox_customer import bind_own_card
from tests.arrivals import arrive
from tests.factories import make_customer, make_staff
from tests.queries import assert_same_few_queries

pytestmark = pytest.mark.django_db
PHONE = "13812345678"


@pytest.fixture
def supervisor() -> User:
    user = make_staff("supervisor@example.cn", "customer_service_supervisor")
    User.objects.filter(pk=user.pk).update(language="en")
    return User.objects.get(pk=user.pk)


@pytest.fixture
def customer(borrower: User) -> User:
    borrower.set_phone(PHONE)
    borrower.language = "en"
    borrower.save()
    return borrower


def look(staff: User, customer: User, **changes: str) -> str:
    asked = {"value_code": "phone", "reason": "recognise", "words": "ticket 42", **changes}
    return unmask_value(staff=staff, customer=customer, **asked).value


def test_a_value_is_shown_and_the_look_recorded_without_it(supervisor: User, customer: User) -> None:
    assert look(supervisor, customer) == PHONE
    row, event = Unmasking.objects.get(), Event.objects.get(kind="data.unmasked")
    assert (row.staff, row.customer, row.value_code, row.reason, row.words) == (
        supervisor,
        customer,
        "phone",
        "recognise",
        "ticket 42",
    )
    assert (event.subject_number, event.actor) == (customer.number, supervisor)
    assert event.data == {
        "unmasking": row.number,
        "value": "phone",
        "reason": "recognise",
        "reference": "",
    }
    assert PHONE not in repr(
        unmask_value(staff=supervisor, customer=customer, value_code="phone", reason="audit", words="again")
    )


def test_each_value_there_is_can_be_asked_for(supervisor: User, customer: User) -> None:
    card = bind_own_card(customer)
    person = customer.person
    assert look(supervisor, customer, value_code="identity_number") == person.identity_number
    assert look(supervisor, customer, value_code="real_name") == "李借"
    assert look(supervisor, customer, value_code="bank_card", reference=card.number) == card.card_number
    assert Unmasking.objects.get(value_code="bank_card").reference == card.number
    other = bind_own_card(make_customer("other@example.cn"))
    with pytest.raises(Refused) as refusal:
        look(supervisor, customer, value_code="bank_card", reference=other.number)
    assert refusal.value.code == "unmask_nothing"
    assert Unmasking.objects.count() == 3


@pytest.mark.parametrize(
    "changes, code",
    [
        ({"reason": ""}, "unmask_reason"),
        ({"reason": "curious"}, "unmask_reason"),
        ({"words": " x "}, "unmask_reason"),
        ({"value_code": "real_name"}, "unmask_nothing"),
    ],
)
def test_without_a_reason_or_a_value_nothing_is_shown(
    supervisor: User, changes: dict[str, str], code: str
) -> None:
    customer = make_customer("plain@example.cn", verified=False)
    customer.set_phone(PHONE)
    customer.save()
    with pytest.raises(Refused) as refusal:
        look(supervisor, customer, **changes)
    assert refusal.value.code == code
    assert not Unmasking.objects.exists()
    assert not Event.objects.filter(kind="data.unmasked").exists()
    assert look(supervisor, customer) == PHONE


def test_the_day_has_a_limit_for_each_colleague(supervisor: User, customer: User) -> None:
    most = rule_value("unmask.limit")["per_day"]
    assert most == 30
    for _ in range(most):
        look(supervisor, customer)
    with pytest.raises(Refused) as refusal:
        look(supervisor, customer)
    assert refusal.value.code == "unmask_limit"
    assert Unmasking.objects.count() == most
    assert look(make_staff("second@example.cn", "risk_officer"), customer) == PHONE


def test_locked_data_opens_for_the_law_only(supervisor: User, customer: User) -> None:
    customer.restricted_at = customer.joined_at
    customer.save()
    with pytest.raises(Refused) as refusal:
        look(supervisor, customer, reason="recognise")
    assert refusal.value.code == "unmask_restricted"
    assert look(supervisor, customer, reason="authority") == PHONE


def post(client: Client, customer: User, **changes: str):
    asked = {"value": "phone", "reason": "recognise", "words": "ticket 42", **changes}
    return client.post(f"/office/accounts/customers/{customer.number}/unmask/", asked)


def test_the_page_shows_it_once_and_nothing_keeps_it(supervisor: User, customer: User) -> None:
    client = arrive(supervisor)
    own_page = f"/office/support/customers/{customer.number}/"
    assert "138****5678" in client.get(own_page).content.decode()
    answer = post(client, customer, back="/office/support/customers/x/")
    page = answer.content.decode()
    assert PHONE in page
    assert "no-store" in answer["Cache-Control"]
    assert 'href="/office/support/customers/x/"' in page
    assert PHONE not in client.get(own_page).content.decode()
    assert "evil" not in post(client, customer, back="https://evil.example/").content.decode()
    assert client.get(f"/office/accounts/customers/{customer.number}/unmask/").status_code == 405


def test_a_form_without_reason_says_so_and_shows_nothing(supervisor: User, customer: User) -> None:
    answer = post(arrive(supervisor), customer, reason="")
    assert answer.context["form"].errors.keys() == {"reason"}
    assert PHONE not in answer.content.decode()
    assert not Unmasking.objects.exists()


def test_only_with_the_right_and_after_showing_who_one_is(supervisor: User, customer: User) -> None:
    service = make_staff("service@example.cn", "customer_service")
    assert post(arrive(service), customer).status_code == 403
    assert (
        'id="unmask"'
        not in arrive(service).get(f"/office/support/customers/{customer.number}/").content.decode()
    )
    supervisor.set_password("correct-horse-battery")
    supervisor.save()
    stale = post(arrive(supervisor, seconds_ago=301), customer)
    assert stale.status_code == 302
    assert "/accounts/reauthenticate/" in stale["Location"]
    assert not Unmasking.objects.exists()
    assert post(arrive(supervisor), customer).status_code == 200


def test_the_customer_reads_who_looked_and_why(supervisor: User, customer: User, stranger: User) -> None:
    look(supervisor, customer, reason="suspicion")
    page = arrive(customer).get("/me/privacy/").content.decode()
    assert "Seen in full: Mobile number" in page
    assert "Customer-service supervisor" in page
    assert "Fraud or money laundering is suspected" in page
    assert supervisor.number not in page
    assert supervisor.email not in page
    assert "ticket 42" not in page
    assert "Seen in full" not in arrive(stranger).get("/me/privacy/").content.decode()
    assert "Seen in full" in arrive(customer).get("/me/privacy/looks/").content.decode()


def test_privacy_pages_take_few_queries_at_any_size(supervisor: User, customer: User) -> None:
    client = arrive(customer)

    def more(count: int) -> None:
        for running in range(count):
            unmasker = make_staff(f"s{running}-{count}@example.cn", "auditor")
            look(unmasker, customer)

    bind_own_card(customer)
    assert_same_few_queries(client, "/me/privacy/looks/", grow=more)
    assert_same_few_queries(client, "/me/privacy/", grow=lambda count: None, limit=14)


def test_no_value_is_registered_twice() -> None:
    with pytest.raises(ValueError, match="phone"):
        hidden_values.register_hidden_value(
            hidden_values.HiddenValue("phone", "other", 1, lambda user: [], lambda user, reference: None)
        )
