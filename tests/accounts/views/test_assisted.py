"""The pages around entries by customer service, from the desk to the customer's own hand."""

import datetime as dt
import re

import pytest
from django.test import Client

from accounts import clock
from accounts.models import AssistedEntry, ContactDetails, SandboxMessage, User
from accounts.services.propose_change import propose_change
from tests.arrivals import arrive
from tests.factories import make_customer, make_identity_number
from tests.queries import assert_same_few_queries

pytestmark = pytest.mark.django_db
PHONE = "13812345678"
NEW = "/office/support/entries/new/"
PASSWORDS = {"password1": "horse-staple-2026", "password2": "horse-staple-2026"}


def sms() -> str:
    return SandboxMessage.objects.filter(channel="sms").order_by("-pk").values_list("body", flat=True)[0]


def code() -> str:
    return re.findall(r"(?<!\d)\d{6}(?!\d)", sms())[-1]


def link() -> str:
    return re.findall(r"/join/[\w-]+/", sms())[0]


@pytest.fixture
def caller(db: None) -> User:
    user = make_customer("caller@example.cn", verified=False)
    user.set_phone(PHONE)
    user.phone_verified_at = clock.now()
    user.save()
    return user


def test_an_account_is_prepared_in_the_office_and_opened_by_the_caller(customer_service: User) -> None:
    office = arrive(customer_service)
    number = make_identity_number()
    values = {"phone": "138 1234 5678", "real_name": "张三", "identity_number": number, "language": "zh-hans"}
    entry_page = office.post(NEW, values).url
    shown = office.get(entry_page).content.decode()
    assert "张*" in shown
    for secret in (PHONE, number, "张三", code()):
        assert secret not in shown
    caller = Client()
    page = caller.get(link())
    assert "no-store" in page["Cache-Control"]
    assert number not in page.content.decode()
    assert "agrees" in caller.post(link(), {**PASSWORDS, "code": code()}).context["form"].errors
    wrong = {**PASSWORDS, "code": "12", "agrees": "on"}
    assert "code" in caller.post(link(), wrong).context["form"].errors
    assert not User.objects.filter(kind="customer").exists()
    answer = caller.post(link(), {**PASSWORDS, "code": code(), "agrees": "on"})
    assert answer.url == "/me/onboarding/"
    kyc = caller.get("/me/kyc/").content.decode()
    assert number in kyc
    assert "张三" in kyc
    assert "客服于" in caller.get("/me/details/").content.decode()
    assert "form" not in caller.get(link()).context or not Client().get(link()).context["is_open"]
    assert "已确认" in office.get(entry_page).content.decode()


def test_a_new_code_is_sent_from_the_link_and_an_unknown_link_is_nothing(customer_service: User) -> None:
    arrive(customer_service).post(NEW, {"phone": PHONE, "language": "en"})
    path, first = link(), SandboxMessage.objects.count()
    assert Client().post(f"{path}code/").url == path
    assert SandboxMessage.objects.count() == first + 1
    assert link() == path
    assert Client().get("/join/nonsense/").status_code == 404


def test_a_taken_number_and_a_child_are_told_at_the_form(customer_service: User, caller: User) -> None:
    office = arrive(customer_service)
    assert "phone" in office.post(NEW, {"phone": PHONE, "language": "en"}).context["form"].errors
    half = {"phone": "13912345678", "real_name": "张三", "language": "en"}
    assert "identity_number" in office.post(NEW, half).context["form"].errors
    assert not AssistedEntry.objects.exists()


def test_a_customer_reads_confirms_and_sees_who_entered_it(customer_service: User, caller: User) -> None:
    office = arrive(customer_service)
    contact = {"address": "浙江省杭州市西湖区文三路一号", "reached_by": "call", "language": "zh-hans"}
    page = f"/office/support/customers/{caller.number}/"
    assert office.post(f"{page}enter/contact/", {**contact, "reached_by": "x"}).context["form"].errors
    entry_page = office.post(f"{page}enter/contact/", contact).url
    assert office.get(f"{page}enter/nonsense/").status_code == 404
    number = AssistedEntry.objects.get().number
    assert f"/office/support/entries/{number}/" in office.get(page).content.decode()
    own = arrive(caller)
    assert f"/me/entries/{number}/" in own.get("/me/details/").content.decode()
    assert contact["address"] in own.get(f"/me/entries/{number}/").content.decode()
    assert contact["address"] not in office.get(entry_page).content.decode()
    assert own.post(f"/me/entries/{number}/code/").url == f"/me/entries/{number}/"
    assert own.post(f"/me/entries/{number}/", {"code": "1"}).context["form"].errors
    assert own.post(f"/me/entries/{number}/", {"code": code()}).url == "/me/details/"
    details = own.get("/me/details/").content.decode()
    assert contact["address"] in details
    assert "您于" in details
    in_office = office.get(page).content.decode()
    assert contact["address"] not in in_office
    assert f"{customer_service.name} 于" in in_office


def test_a_customer_refuses_and_staff_take_back(customer_service: User, caller: User) -> None:
    office, own = arrive(customer_service), arrive(caller)
    contact = {"address": "", "reached_by": "call", "language": "en"}
    path = f"/office/support/customers/{caller.number}/enter/contact/"
    office.post(path, contact)
    first = AssistedEntry.objects.get()
    assert own.post(f"/me/entries/{first.number}/refuse/").url == "/me/details/"
    assert own.post(f"/me/entries/{first.number}/refuse/").url == "/me/details/"
    office.post(path, contact)
    second = AssistedEntry.objects.exclude(pk=first.pk).get()
    office.post(f"/office/support/entries/{second.number}/cancel/")
    assert set(AssistedEntry.objects.values_list("status", flat=True)) == {"cancelled"}
    assert not ContactDetails.objects.exists()
    assert office.get("/office/support/entries/").content.decode().count("/office/support/entries/AE") == 2


def test_contact_is_changed_by_its_owner_after_the_password(caller: User) -> None:
    caller.set_password(PASSWORDS["password1"])
    caller.save()
    values = {"address": "浙江省杭州市西湖区文三路一号", "reached_by": "email", "language": "en"}
    stale = arrive(caller, seconds_ago=4000)
    assert "/accounts/reauthenticate/" in stale.post("/me/details/contact/", values).url
    assert not ContactDetails.objects.exists()
    assert arrive(caller).post("/me/details/contact/", values).url == "/me/details/"
    assert ContactDetails.objects.get(user=caller).reached_by == "email"


def test_the_lists_take_few_queries_at_any_size(customer_service: User, caller: User) -> None:
    office = arrive(customer_service)

    def more(count: int) -> None:
        AssistedEntry.objects.bulk_create(
            AssistedEntry(
                number=f"AE{AssistedEntry.objects.count() + running:014d}",
                kind="contact",
                customer=caller,
                payload_hash="x",
                entered_by=customer_service,
                entered_at=clock.now(),
                expires_at=clock.now(),
            )
            for running in range(count)
        )

    assert_same_few_queries(office, "/office/support/entries/", grow=more)
    assert_same_few_queries(arrive(caller), "/me/details/", grow=more)


def test_the_own_page_shows_what_waits_for_the_customer(customer_service: User, borrower: User) -> None:
    borrower.phone_verified_at = clock.now()
    borrower.save()
    entry = propose_change(
        customer=borrower,
        kind="contact",
        values={"address": "浙江省杭州市西湖区文三路一号", "reached_by": "call", "language": "en"},
        actor=customer_service,
    )
    own = arrive(borrower)
    own.cookies["django_language"] = "en"
    path = f"/me/entries/{entry.number}/"
    assert path in own.get("/me/").content.decode()
    text = own.get(path).content.decode()
    assert "Waits for you" in text
    assert "Waits for the customer" not in text
    own.post(f"{path}refuse/")
    assert path not in own.get("/me/").content.decode()


def test_the_time_of_an_entry_is_never_a_minute_late(customer_service: User, borrower: User) -> None:
    entry = propose_change(
        customer=borrower, kind="contact", values={"address": "", "language": "en"}, actor=customer_service
    )
    AssistedEntry.objects.update(entered_at=dt.datetime(2026, 11, 27, 2, 37, 3, tzinfo=dt.UTC))
    office, own = arrive(customer_service), arrive(borrower)
    pages = ((office, "/office/support/entries/"), (own, "/me/entries/"))
    for client, folder in pages:
        client.cookies["django_language"] = "en"
        text = client.get(f"{folder}{entry.number}/").content.decode()
        assert "2026-11-27 10:37" in text
        assert "2026-11-27 10:38" not in text
