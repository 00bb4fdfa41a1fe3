"""Entries by customer service hold when the customer confirms them with a code; refusals move nothing."""

import datetime as dt
import re
from typing import Any

import pytest
from django.utils.translation import override

from accounts import clock
from accounts.assisted import canonical, payload_hash, values_of
from accounts.errors import Refused, StaleState
from accounts.field_origins import EnteredBy, origins_of
from accounts.hidden_values import hidden_value
from accounts.models import (
    AssistedEntry,
    Consent,
    ContactDetails,
    Event,
    FieldOrigin,
    IdentityCheck,
    Message,
    SandboxMessage,
    User,
)
from accounts.onboarding import borrower_profile, draft_of
from accounts.personal_data import erasers, personal_data_parts
from accounts.services.confirm_change import confirm_change
from accounts.services.confirm_opening import confirm_opening
from accounts.services.end_entry import end_entry, expire_entries, find_entries_to_expire
from accounts.services.open_account import open_account
from accounts.services.propose_change import propose_change
from accounts.services.propose_opening import propose_opening
from accounts.services.save_contact import save_contact
from accounts.services.save_profile import save_profile
from accounts.services.send_entry_code import send_entry_code
from accounts.services.verify_identity import verify_identity
from accounts.web.entry_story import entry_facts
from tests.arrivals import arrive
from tests.factories import PASSWORD, make_customer, make_identity_number

pytestmark = pytest.mark.django_db
PHONE = "13812345678"
CONTACT = {"address": "浙江省杭州市西湖区文三路一号", "reached_by": "call", "language": "en"}
PROFILE: dict[str, Any] = {
    "employment": "employed",
    "industry": "retail",
    "employer": "江南商贸有限公司",
    "employed_months": 30,
    "monthly_income_fen": 900_000,
    "monthly_debt_fen": 0,
    "other_debt_fen": 0,
    "other_platform_debt_fen": 0,
    "dependants": 1,
    "housing": "rent",
    "home_address": "浙江省杭州市西湖区文三路一号",
    "contact_name": "王五",
    "contact_relationship": "friend",
    "contact_phone": "13900001111",
}


@pytest.fixture
def caller(db: None) -> User:
    user = make_customer("caller@example.cn", verified=False)
    user.set_phone(PHONE)
    user.phone_verified_at = clock.now()
    user.save()
    return user


def sent_code() -> str:
    text = SandboxMessage.objects.filter(channel="sms").order_by("-pk").values_list("body", flat=True)[0]
    return re.findall(r"(?<!\d)\d{6}(?!\d)", text)[-1]


def prepared(actor: User, **values: str) -> AssistedEntry:
    entry, token = propose_opening(phone=PHONE, values=values, actor=actor)
    send_entry_code(entry=entry, language="zh-hans", token=token)
    return entry


def changed(customer: User, kind: str, values: dict[str, Any], actor: User) -> AssistedEntry:
    entry = propose_change(customer=customer, kind=kind, values=values, actor=actor)
    send_entry_code(entry=entry, language="zh-hans")
    return entry


def opened(entry: AssistedEntry, typed: str) -> User:
    return confirm_opening(entry=entry, typed=typed, password=PASSWORD, language="zh-hans")


def test_the_caller_opens_the_account_and_gives_the_consents(customer_service: User) -> None:
    number = make_identity_number()
    entry = prepared(
        customer_service,
        real_name="张三",
        identity_number=number,
        address="浙江省杭州市文三路一号",
        language="zh-hans",
    )
    assert not User.objects.filter(kind="customer").exists()
    user = opened(entry, sent_code())
    entry.refresh_from_db()
    assert (entry.status, entry.customer, entry.payload, entry.phone) == ("confirmed", user, "", "")
    assert (user.phone, user.phone_verified_at is not None, user.check_password(PASSWORD)) == (
        PHONE,
        True,
        True,
    )
    assert set(Consent.objects.filter(user=user).values_list("code", flat=True)) == {"terms", "privacy"}
    assert {event.actor for event in Event.objects.filter(kind="consent.given")} == {user}
    # Nobody is verified by us: name and number wait for the customer's own hand.
    assert (user.person, IdentityCheck.objects.count()) == (None, 0)
    assert draft_of(user, "identity") == {"entered": {"real_name": "张三", "identity_number": number}}
    assert ContactDetails.objects.get(user=user).address == "浙江省杭州市文三路一号"
    stories = origins_of(user)
    assert set(stories) == {"phone", "real_name", "identity_number", "address"}
    for story in stories.values():
        assert story.entered is not None
        assert (story.entered.source, story.entered.entered_by) == ("assisted", customer_service)
        assert (story.entered.entered_at, story.entered.reference) == (entry.entered_at, entry.number)
        assert story.entered.confirmed_at == entry.ended_at or story.entered.confirmed_at is not None


def test_the_identity_service_stands_beside_who_entered_it(customer_service: User) -> None:
    number = make_identity_number()
    user = opened(prepared(customer_service, real_name="张三", identity_number=number), sent_code())
    check = verify_identity(user=user, real_name="张三", identity_number=number)
    story = origins_of(user)["identity_number"]
    assert (story.entered.source, story.verified.reference) == ("assisted", check.number)  # type: ignore[union-attr]
    assert draft_of(user, "identity") == {}


def test_who_signs_up_alone_entered_it_alone(customer_service: User) -> None:
    user = open_account(phone=PHONE, password=PASSWORD, is_confirmed=True)
    number = make_identity_number()
    verify_identity(user=user, real_name="张三", identity_number=number)
    sources = list(FieldOrigin.objects.filter(customer=user).order_by("pk").values_list("field", "source"))
    assert sources == [
        ("phone", "self"),
        ("real_name", "self"),
        ("identity_number", "self"),
        ("real_name", "provider"),
        ("identity_number", "provider"),
    ]


@pytest.mark.parametrize(
    "phone, values, code",
    [
        ("12345", {}, "phone_form"),
        (PHONE, {"real_name": "张三"}, "identity_form"),
        (PHONE, {"real_name": "张三", "identity_number": "110101199001010010"}, "identity_form"),
        (
            PHONE,
            {"real_name": "张三", "identity_number": make_identity_number(dt.date(2015, 1, 1))},
            "too_young",
        ),
    ],
)
def test_refuses_to_prepare_what_cannot_be(
    phone: str, values: dict[str, str], code: str, customer_service: User
) -> None:
    with pytest.raises(Refused) as refusal:
        propose_opening(phone=phone, values=values, actor=customer_service)
    assert refusal.value.code == code
    assert not AssistedEntry.objects.exists()
    assert not SandboxMessage.objects.exists()


def test_refuses_a_number_that_has_an_account_before_and_after(customer_service: User, caller: User) -> None:
    with pytest.raises(Refused) as refusal:
        propose_opening(phone=PHONE, values={}, actor=customer_service)
    assert refusal.value.code == "login_taken"
    look = Event.objects.get(kind="customers.looked_up")
    assert (look.actor, look.data) == (customer_service, {"by": "phone", "found": [caller.number]})
    User.objects.filter(pk=caller.pk).update(phone_index=None, phone="")
    entry = prepared(customer_service)
    caller.set_phone(PHONE)
    caller.save()
    with pytest.raises(Refused) as refusal:
        opened(entry, sent_code())
    assert refusal.value.code == "login_taken"
    assert AssistedEntry.objects.get().status == "proposed"
    assert User.objects.filter(kind="customer").count() == 1


def test_three_tries_ten_minutes_and_only_the_newest_code(
    customer_service: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = prepared(customer_service)
    code = sent_code()
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(3):
        with pytest.raises(Refused) as refusal:
            opened(entry, wrong)
        assert refusal.value.code == "entry_code"
    with pytest.raises(Refused):
        opened(entry, code)
    send_entry_code(entry=entry, language="zh-hans", token="t")
    older = sent_code()
    send_entry_code(entry=entry, language="zh-hans", token="t")
    newest = sent_code()
    if older != newest:
        with pytest.raises(Refused):
            opened(entry, older)
    later = clock.now() + dt.timedelta(minutes=11)
    with monkeypatch.context() as patch:
        patch.setattr(clock, "now", lambda: later)
        with pytest.raises(Refused) as refusal:
            opened(entry, newest)
        assert refusal.value.code == "entry_code"
    assert not User.objects.filter(kind="customer").exists()
    assert opened(entry, newest).phone == PHONE


def test_refuses_values_that_are_not_those_the_code_was_sent_for(
    customer_service: User, caller: User
) -> None:
    entry = changed(caller, "contact", CONTACT, customer_service)
    code = sent_code()
    other = canonical({**CONTACT, "address": "别处的一个地址一号"})
    AssistedEntry.objects.filter(pk=entry.pk).update(payload=other)
    entry.refresh_from_db()
    with pytest.raises(Refused) as refusal:
        confirm_change(entry=entry, user=caller, typed=code)
    assert refusal.value.code == "entry_changed"
    # Whoever changes the hash as well still lacks the code that belongs to it.
    AssistedEntry.objects.filter(pk=entry.pk).update(payload_hash=payload_hash(entry.number, other))
    entry.refresh_from_db()
    with pytest.raises(Refused) as refusal:
        confirm_change(entry=entry, user=caller, typed=code)
    assert refusal.value.code == "entry_code"
    assert not ContactDetails.objects.exists()
    assert not FieldOrigin.objects.exists()


def test_a_contact_holds_when_it_is_confirmed_and_not_before(customer_service: User, caller: User) -> None:
    entry = changed(caller, "contact", CONTACT, customer_service)
    assert not ContactDetails.objects.exists()
    assert Message.objects.filter(to=caller, template="assisted_entry", channel="inbox").count() == 1
    confirm_change(entry=entry, user=caller, typed=sent_code())
    caller.refresh_from_db()
    kept = ContactDetails.objects.get(user=caller)
    assert (kept.address, kept.reached_by, caller.language) == (CONTACT["address"], "call", "en")
    assert {row.field for row in FieldOrigin.objects.all()} == {"address", "reached_by", "language"}
    with pytest.raises(Refused) as refusal:
        confirm_change(entry=entry, user=caller, typed=sent_code())
    assert refusal.value.code == "entry_over"


def test_a_profile_is_entered_by_the_colleague_and_only_what_differs_changes_hands(
    customer_service: User, caller: User
) -> None:
    confirm_change(
        entry=changed(caller, "profile", PROFILE, customer_service), user=caller, typed=sent_code()
    )
    profile = borrower_profile(caller)
    assert profile is not None
    assert (profile.version, profile.entered_by, profile.monthly_income_fen) == (1, customer_service, 900_000)
    assert set(origins_of(caller)) == set(PROFILE)
    more = {**PROFILE, "monthly_income_fen": 1_000_000}
    second = changed(caller, "profile", more, customer_service)
    confirm_change(entry=second, user=caller, typed=sent_code())
    newest = FieldOrigin.objects.filter(customer=caller, reference=second.number)
    assert [row.field for row in newest] == ["monthly_income_fen"]


def test_nobody_confirms_for_another(customer_service: User, caller: User, stranger: User) -> None:
    entry = changed(caller, "contact", CONTACT, customer_service)
    with pytest.raises(Refused) as refusal:
        confirm_change(entry=entry, user=stranger, typed=sent_code())
    assert refusal.value.code == "entry_of_another"
    assert not ContactDetails.objects.exists()


def test_two_confirmations_have_one_winner(customer_service: User, caller: User) -> None:
    entry = changed(caller, "contact", CONTACT, customer_service)
    code = sent_code()
    rival = AssistedEntry.objects.get(pk=entry.pk)
    confirm_change(entry=rival, user=caller, typed=code)
    with pytest.raises(Refused) as refusal:
        confirm_change(entry=entry, user=caller, typed=code)
    assert refusal.value.code == "entry_code"
    assert Event.objects.filter(kind="contact.saved").count() == 1


def test_of_a_contact_only_what_differs_is_proposed(customer_service: User, caller: User) -> None:
    save_contact(user=caller, values=CONTACT, entered=EnteredBy(caller))
    moved = {**CONTACT, "address": "浙江省杭州市滨江区江南大道二号"}
    entry = propose_change(customer=caller, kind="contact", values=moved, actor=customer_service)
    assert values_of(entry) == {"address": moved["address"]}
    facts = entry_facts(entry, is_masked=False)
    assert [(fact.value, CONTACT["address"] in fact.hint) for fact in facts] == [(moved["address"], True)]
    assert [fact.hint for fact in entry_facts(entry, is_masked=True)] == [""]
    with pytest.raises(Refused) as refused:
        propose_change(
            customer=caller, kind="contact", values={**CONTACT, "address": ""}, actor=customer_service
        )
    assert refused.value.code == "nothing_new"
    entry.refresh_from_db()
    assert entry.status == "proposed"


def test_a_form_opened_and_left_alone_changes_no_contact(customer_service: User, caller: User) -> None:
    save_contact(user=caller, values={"reached_by": "inbox", "language": "en"}, entered=EnteredBy(caller))
    client, page = arrive(customer_service), f"/office/support/customers/{caller.number}/enter/contact/"
    form = client.get(page).context["form"]
    assert (form["reached_by"].value(), form["language"].value()) == ("inbox", "en")
    client.post(page, {"address": CONTACT["address"], "reached_by": "inbox", "language": "en"})
    assert values_of(AssistedEntry.objects.get(customer=caller)) == {"address": CONTACT["address"]}


def test_a_newer_entry_takes_the_place_of_the_older_and_late_ones_run_out(
    customer_service: User, caller: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = propose_change(customer=caller, kind="contact", values=CONTACT, actor=customer_service)
    second = propose_change(customer=caller, kind="contact", values=CONTACT, actor=customer_service)
    first.refresh_from_db()
    assert (first.status, first.payload) == ("cancelled", "")
    assert find_entries_to_expire(0, 10) == []
    later = clock.now() + dt.timedelta(days=8)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert find_entries_to_expire(0, 10) == [second.pk]
    expire_entries([second.pk])
    second.refresh_from_db()
    assert (second.status, second.payload) == ("expired", "")
    with pytest.raises(Refused):
        send_entry_code(entry=second, language="en")


def test_a_verified_identity_is_not_entered_again(customer_service: User, borrower: User) -> None:
    values = {"real_name": "张三", "identity_number": make_identity_number()}
    with pytest.raises(Refused) as refusal:
        propose_change(customer=borrower, kind="identity", values=values, actor=customer_service)
    assert refusal.value.code == "identity_verified"
    assert not AssistedEntry.objects.exists()


def test_an_entry_ends_once(customer_service: User, caller: User) -> None:
    entry = propose_change(customer=caller, kind="contact", values=CONTACT, actor=customer_service)
    rival = AssistedEntry.objects.get(pk=entry.pk)
    end_entry(entry=entry, to="cancelled", actor=caller)
    with pytest.raises(StaleState):
        end_entry(entry=rival, to="cancelled", actor=customer_service)


@pytest.mark.parametrize(
    "values, code",
    [
        ({"reached_by": "pigeon"}, "contact_form"),
        ({"language": "fr"}, "contact_form"),
        ({"address": "短"}, "contact_address"),
    ],
)
def test_refuses_a_contact_that_cannot_be(values: dict[str, str], code: str, caller: User) -> None:
    with pytest.raises(Refused) as refusal:
        save_contact(user=caller, values=values, entered=EnteredBy(caller))
    assert refusal.value.code == code
    assert not ContactDetails.objects.exists()


def test_a_contact_that_says_nothing_new_leaves_no_trace(caller: User) -> None:
    assert save_contact(user=caller, values=CONTACT, entered=EnteredBy(caller)) == [
        "address",
        "reached_by",
        "language",
    ]
    caller.refresh_from_db()
    assert save_contact(user=caller, values=CONTACT, entered=EnteredBy(caller)) == []
    assert Event.objects.filter(kind="contact.saved").count() == 1


def test_address_home_and_contacts_are_hidden_seen_for_a_reason_copied_and_erased(caller: User) -> None:
    save_contact(user=caller, values=CONTACT, entered=EnteredBy(caller))
    save_profile(user=caller, values=PROFILE, actor=caller)
    for code, masked, full in (
        ("address", "浙江省杭州市****", CONTACT["address"]),
        ("home", "浙江省杭州市****", f"{PROFILE['home_address']} · 王五 13900001111"),
    ):
        value = hidden_value(code)
        assert [one.masked for one in value.list_masked(caller)] == [masked]
        assert value.reveal(caller, "") == full
    parts = {part.code: part for part in personal_data_parts()}
    (row,) = parts["profile"].read(caller)
    assert (row["home_address"], row["monthly_income_fen"]) == (PROFILE["home_address"], 900_000)
    assert [one["address"] for one in parts["contact"].read(caller)] == [CONTACT["address"]]
    assert len(list(parts["field_origins"].read(caller))) == len(CONTACT) + len(PROFILE)
    for eraser in erasers():
        eraser.erase(caller)
    profile = borrower_profile(caller)
    assert profile is not None
    assert (profile.home_address, profile.contact_phone, profile.monthly_income_fen) == ("", "", 900_000)
    assert hidden_value("address").list_masked(caller) == []


def test_the_customer_reads_what_was_entered_in_the_own_language(
    caller: User, customer_service: User
) -> None:
    caller.language = "en"
    caller.save()
    with override("zh-hans"):
        propose_change(customer=caller, kind="contact", values=CONTACT, actor=customer_service)
    message = Message.objects.get(to=caller, template="assisted_entry", channel="inbox")
    assert message.subject == "Customer service entered something for you: Address and contact"
