"""What a person may ask about the own data: a copy, a correction, a deletion, a second look."""

import datetime as dt
import io
import json
import zipfile

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.test import Client

from accounts import clock
from accounts.crypto import blind_index
from accounts.errors import Refused
from accounts.field_origins import EnteredBy
from accounts.invariants import check_all
from accounts.models import (
    BusinessDate,
    Consent,
    Event,
    ExportFile,
    IdentityCheck,
    Message,
    Person,
    PrivacyRequest,
    User,
)
from accounts.personal_data import bindings_of, personal_data_parts
from accounts.rules.calendar import working_days_after
from accounts.services.ask_privacy import ask_privacy
from accounts.services.build_exports import build_exports
from accounts.services.decide_privacy import decide_privacy
from accounts.services.erase_person import erase_person
from accounts.services.expire_exports import expire_exports
from accounts.services.look_again_at_frozen import find_frozen, look_again_at_frozen
from accounts.services.save_profile import save_profile
from accounts.services.verify_identity import verify_identity
from finance.custody.sandbox_customer import bind_own_card, pay_out
from finance.models import BankCard
from lending.services.start_application import start_application
from lending.services.withdraw_application import withdraw_application
from tests.accounts.services.test_assisted import PROFILE
from tests.arrivals import arrive
from tests.factories import make_customer, make_identity_number, make_known, make_staff
from tests.lending.factories import make_active_loan, make_draft, make_investor
from tests.money import fund
from tests.queries import assert_same_few_queries

pytestmark = pytest.mark.django_db
PHONE = "13812345678"


@pytest.fixture
def supervisor() -> User:
    return make_staff("supervisor@example.cn", "customer_service_supervisor")


@pytest.fixture
def owner() -> User:
    """A verified customer with a phone and a card, who has done no business."""
    user = make_customer("owner@example.cn", verified=False)
    user.set_phone(PHONE)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    verify_identity(user=user, real_name="欧阳明", identity_number=make_identity_number())
    user.refresh_from_db()
    make_known(user)
    bind_own_card(user)
    return User.objects.select_related("person").get(pk=user.pk)


def copy_of(user: User) -> tuple[dict, bytes]:
    """Return the copy a person downloads: the data and the paper."""
    number = PrivacyRequest.objects.filter(user=user, kind="export").latest("pk").number
    answer = arrive(user).get(f"/me/privacy/requests/{number}/download/")
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.content)) as file:
        assert sorted(file.namelist()) == ["data.json", "data.pdf"]
        return json.loads(file.read("data.json")), file.read("data.pdf")


# -- a copy --------------------------------------------------------------------------------------------------------


def test_a_copy_is_made_by_the_worker_and_holds_everything_exactly(owner: User) -> None:
    client = arrive(owner)
    answer = client.post("/me/privacy/copy/")
    asked = PrivacyRequest.objects.get()
    assert answer.url == f"/me/privacy/requests/{asked.number}/"
    assert (asked.status, asked.kind) == ("asked", "export")
    assert build_exports() == 1
    data, paper = copy_of(owner)
    assert data["customer"] == owner.number
    assert data["request"] == asked.number
    assert set(data["parts"]) == {part.code for part in personal_data_parts()}
    (account,) = data["parts"]["account"]
    assert (account["email"], account["phone"]) == ("owner@example.cn", PHONE)
    (identity,) = data["parts"]["identity"]
    assert identity == {
        "real_name": "欧阳明",
        "identity_number": owner.person.identity_number,
        "birth_on": "1990-01-01",
        "verified_at": owner.identity_verified_at.isoformat(),
    }
    (card,) = data["parts"]["bank_cards"]
    assert card["card_number"] == BankCard.objects.get().card_number
    assert data["parts"]["wallet"] == [{"available_fen": 0, "held_fen": 0}]
    assert [row["text"] for row in data["parts"]["consents"]] == ["identity", "sensitive"]
    assert paper.startswith(b"%PDF")


def test_the_copy_of_business_agrees_with_the_books(owner: User) -> None:
    lender = make_investor("lender@example.cn")
    loan = make_active_loan(owner, {lender: 10_000_00})
    for user in (owner, lender):
        ask_privacy(user=user, kind="export")
    assert build_exports() == 2
    data, _paper = copy_of(owner)
    (mine,) = data["parts"]["loans"]
    assert (mine["number"], mine["principal_fen"]) == (loan.number, loan.principal_fen)
    assert len(data["parts"]["instalments"]) == loan.periods
    assert (
        data["parts"]["wallet_movements"][-1]["available_after_fen"]
        == data["parts"]["wallet"][0]["available_fen"]
    )
    theirs, _paper = copy_of(lender)
    assert [row["loan"] for row in theirs["parts"]["claims"]] == [loan.number]
    assert theirs["parts"]["loans"] == []
    assert PHONE not in json.dumps(theirs)


def test_the_copy_is_encrypted_where_it_lies_and_its_owner_proves_who_this_is(
    owner: User, stranger: User
) -> None:
    asked = ask_privacy(user=owner, kind="export")
    build_exports()
    sealed = ExportFile.objects.get().sealed
    assert sealed.startswith("v1:")
    url = f"/me/privacy/requests/{asked.number}/download/"
    assert arrive(stranger).get(url).status_code == 404
    assert Client().get(url).status_code == 302
    owner.set_password("correct-horse-battery")
    owner.save()
    assert "/accounts/reauthenticate/" in arrive(owner, seconds_ago=301).get(url)["Location"]
    answer = arrive(owner).get(url)
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Disposition"] == f'attachment; filename="fenqi-{asked.number}.zip"'
    event = Event.objects.get(kind="privacy_request.downloaded")
    assert (event.actor, event.subject_number) == (owner, asked.number)
    assert PrivacyRequest.objects.get().downloaded_at is not None


def test_the_copy_goes_after_seven_days(owner: User) -> None:
    asked = ask_privacy(user=owner, kind="export")
    build_exports()
    assert expire_exports() == 0
    ready = PrivacyRequest.objects.get()
    assert ready.good_until_at - ready.ready_at == dt.timedelta(days=7)
    PrivacyRequest.objects.update(good_until_at=clock.now() - dt.timedelta(seconds=1))
    url = f"/me/privacy/requests/{asked.number}/download/"
    assert arrive(owner).get(url).status_code == 302
    assert expire_exports() == 1
    assert PrivacyRequest.objects.get().status == "expired"
    assert ExportFile.objects.get().sealed == ""
    assert ask_privacy(user=owner, kind="export").status == "asked"


def test_one_copy_at_a_time_and_few_requests_a_day(owner: User) -> None:
    ask_privacy(user=owner, kind="export")
    with pytest.raises(Refused) as refusal:
        ask_privacy(user=owner, kind="export")
    assert refusal.value.code == "privacy_open"
    for _ in range(4):
        ask_privacy(user=owner, kind="review", words="why was it declined")
    with pytest.raises(Refused) as refusal:
        ask_privacy(user=owner, kind="correction", words="the name is wrong")
    assert refusal.value.code == "too_many_requests"
    assert PrivacyRequest.objects.count() == 5


def test_a_worker_that_dies_is_followed_by_another(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    from accounts.services import build_exports as module

    ask_privacy(user=owner, kind="export")
    made = module.make_archive

    def die(request: PrivacyRequest) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "make_archive", die)
    with pytest.raises(KeyboardInterrupt):
        build_exports()
    assert PrivacyRequest.objects.get().status == "building"
    monkeypatch.setattr(module, "make_archive", made)
    assert build_exports() == 0
    PrivacyRequest.objects.update(next_try_at=clock.now())
    assert build_exports() == 1
    assert PrivacyRequest.objects.get().status == "ready"


def test_one_that_fails_waits_and_is_tried_again(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    from accounts.services import build_exports as module

    ask_privacy(user=owner, kind="export")
    made = module.make_archive
    monkeypatch.setattr(module, "make_archive", lambda request: 1 / 0)
    assert build_exports() == 0
    waiting = PrivacyRequest.objects.get()
    assert (waiting.status, waiting.tries) == ("asked", 1)
    assert waiting.next_try_at > clock.now()
    monkeypatch.setattr(module, "make_archive", made)
    PrivacyRequest.objects.update(next_try_at=clock.now())
    assert build_exports() == 1


def test_the_person_is_told_that_the_copy_is_there(owner: User) -> None:
    asked = ask_privacy(user=owner, kind="export")
    build_exports()
    message = Message.objects.get(to=owner, template="data_ready", channel="inbox")
    assert message.link == f"/me/privacy/requests/{asked.number}/"


# -- corrections and reviews ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind, is_granted, to", [("correction", True, "done"), ("review", False, "refused")])
def test_a_colleague_answers_and_the_person_reads_it(
    owner: User, supervisor: User, kind: str, is_granted: bool, to: str
) -> None:
    asked = ask_privacy(user=owner, kind=kind, about="decision", words="记录有误")
    assert asked.due_on == working_days_after(clock.today(), 15)
    decided = decide_privacy(asked=asked, staff=supervisor, is_granted=is_granted, answer="已核对身份证。")
    assert (decided.status, decided.decided_by, decided.answer) == (to, supervisor, "已核对身份证。")
    page = arrive(owner).get(f"/me/privacy/requests/{asked.number}/").content.decode()
    assert "已核对身份证。" in page
    assert Message.objects.filter(to=owner, template="privacy_answered").exists()


def test_income_is_called_corrected_only_once_it_was(owner: User, supervisor: User) -> None:
    values = {**PROFILE, "monthly_income_fen": 14_774_00}
    save_profile(user=owner, values=values, actor=owner)
    asked = ask_privacy(user=owner, kind="correction", about="employment", words="月收入是11000元")
    with pytest.raises(Refused) as refusal:
        decide_privacy(asked=asked, staff=supervisor, is_granted=True, answer="已更正。")
    assert refusal.value.code == "not_corrected"
    asked.refresh_from_db()
    assert (asked.status, asked.answer) == ("asked", "")
    entered = EnteredBy(supervisor, "assisted", clock.now(), clock.now())
    save_profile(
        user=owner, values={**values, "monthly_income_fen": 11_000_00}, actor=supervisor, entered=entered
    )
    decided = decide_privacy(asked=asked, staff=supervisor, is_granted=True, answer="已更正。")
    assert decided.status == "done"


def test_a_decision_needs_words_another_person_and_its_own_kind(owner: User, supervisor: User) -> None:
    asked = ask_privacy(user=owner, kind="correction", words="the name is wrong")
    copy = ask_privacy(user=owner, kind="export")
    twin = make_staff("twin@example.cn", "customer_service_supervisor")
    twin.person = owner.person
    twin.save()
    for staff, request, answer, code in (
        (supervisor, asked, " ", "privacy_answer"),
        (twin, asked, "all right then", "privacy_own"),
        (supervisor, copy, "all right then", "privacy_kind"),
    ):
        with pytest.raises(Refused) as refusal:
            decide_privacy(asked=request, staff=staff, is_granted=True, answer=answer)
        assert refusal.value.code == code
    assert set(PrivacyRequest.objects.values_list("status", flat=True)) == {"asked"}


def test_the_office_decides_on_its_page(owner: User, supervisor: User) -> None:
    asked = ask_privacy(user=owner, kind="correction", about="other", words="在新单位工作")
    client = arrive(supervisor)
    listed = client.get("/office/accounts/privacy/")
    assert [row.request for row in listed.context["rows"]] == [asked]
    url = f"/office/accounts/privacy/{asked.number}/"
    assert "在新单位工作" in client.get(url).content.decode()
    answer = client.post(f"{url}decide/", {"decision": "grant", "answer": ""})
    assert answer.context["form"].errors.keys() == {"answer"}
    assert client.post(f"{url}decide/", {"decision": "grant", "answer": "已更正。"}).status_code == 302
    assert PrivacyRequest.objects.get().status == "done"
    assert client.get("/office/accounts/privacy/").context["rows"] == []
    again = client.post(f"{url}decide/", {"decision": "refuse", "answer": "又不行了。"})
    assert again.status_code == 200
    assert again.context["form"].non_field_errors()
    assert PrivacyRequest.objects.get().status == "done"
    assert arrive(make_staff("service@example.cn", "customer_service")).get(url).status_code == 403


# -- deletion --------------------------------------------------------------------------------------------------------


def test_nothing_binds_so_everything_personal_is_erased(owner: User, supervisor: User) -> None:
    number, person = owner.person.identity_number, owner.person
    client = arrive(owner)
    client.get("/me/")
    asked = ask_privacy(user=owner, kind="deletion")
    assert bindings_of(owner) == []
    decide_privacy(asked=asked, staff=supervisor, is_granted=True, answer="已按您的要求删除。")
    owner = User.objects.get(pk=owner.pk)
    assert (owner.email, owner.phone, owner.phone_index, owner.display_name) == (None, "", None, "")
    assert (owner.person, owner.identity_verified_at, owner.is_active) == (None, None, False)
    assert not owner.has_usable_password()
    person.refresh_from_db()
    assert (person.real_name, person.identity_number) == ("", "")
    assert person.identity_index == f"erased:{person.pk}"
    check = IdentityCheck.objects.get()
    assert (check.real_name, check.identity_number, check.identity_index) == ("", "", "")
    assert {(message.subject, message.body) for message in Message.objects.filter(to=owner)} == {("", "")}
    assert not EmailAddress.objects.filter(user=owner).exists()
    card = BankCard.objects.get()
    assert (card.card_number, card.last_four) == ("", "")
    assert PrivacyRequest.objects.get().status == "done"
    assert Event.objects.filter(kind="user.erased", subject_number=owner.number).count() == 1
    assert client.get("/me/").status_code == 302
    assert not Person.objects.filter(identity_index=blind_index("identity", number)).exists()
    assert [finding for finding in check_all() if not finding.ok] == []
    # The same human being may come again and begin anew.
    again = make_customer("again@example.cn", verified=False)
    assert verify_identity(user=again, real_name="欧阳明", identity_number=number).status == "matched"


def test_money_and_contracts_freeze_instead(owner: User, supervisor: User) -> None:
    fund(owner, 100_00)
    make_draft(owner)
    asked = ask_privacy(user=owner, kind="deletion")
    assert [binding.until_on is None for binding in bindings_of(owner)].count(True) == 2
    decide_privacy(asked=asked, staff=supervisor, is_granted=True, answer="法律要求保存。")
    owner.refresh_from_db()
    assert PrivacyRequest.objects.get().status == "frozen"
    assert PrivacyRequest.objects.get().look_again_on == clock.today() + dt.timedelta(days=30)
    assert owner.restricted_at is not None
    assert (owner.phone, owner.person.real_name, owner.is_active) == (PHONE, "欧阳明", True)
    page = arrive(owner).get(f"/me/privacy/requests/{asked.number}/").content.decode()
    until = clock.today().replace(year=clock.today().year + 10)
    assert until.isoformat() in page
    with pytest.raises(Refused) as refusal:
        start_application(borrower=owner, product_code="steady")
    assert refusal.value.code == "closed_for_business"
    with pytest.raises(Refused) as refusal:
        erase_person(user=owner, actor=supervisor)
    assert refusal.value.code == "erase_bound"
    with pytest.raises(Refused) as refusal:
        ask_privacy(user=owner, kind="deletion")
    assert refusal.value.code == "privacy_open"


def test_what_was_frozen_is_erased_when_the_years_are_over(owner: User, supervisor: User) -> None:
    fund(owner, 100_00)
    draft = make_draft(owner)
    asked = ask_privacy(user=owner, kind="deletion")
    decide_privacy(asked=asked, staff=supervisor, is_granted=True, answer="法律要求保存。")
    pay_out(owner, 100_00)
    withdraw_application(application=draft, borrower=owner)
    today, month = clock.today(), clock.today() + dt.timedelta(days=30)
    assert find_frozen(month - dt.timedelta(days=1), 0, 10) == []
    ids = find_frozen(month, 0, 10)
    look_again_at_frozen(month, ids)
    frozen = PrivacyRequest.objects.get()
    assert frozen.status == "frozen"
    due_on = today.replace(year=today.year + 10) + dt.timedelta(days=1)
    assert frozen.look_again_on == due_on
    assert User.objects.get(pk=owner.pk).phone == PHONE
    BusinessDate.objects.update(today_on=due_on)
    look_again_at_frozen(due_on, find_frozen(due_on, 0, 10))
    assert PrivacyRequest.objects.get().status == "done"
    gone = User.objects.get(pk=owner.pk)
    assert (gone.phone, gone.email, gone.person, gone.is_active) == ("", None, None, False)


def test_refusing_a_deletion_leaves_everything(owner: User, supervisor: User) -> None:
    asked = ask_privacy(user=owner, kind="deletion")
    decide_privacy(asked=asked, staff=supervisor, is_granted=False, answer="请先核实您的身份。")
    owner.refresh_from_db()
    assert (owner.phone, owner.restricted_at) == (PHONE, None)
    assert PrivacyRequest.objects.get().status == "refused"


def test_the_deletion_page_says_what_would_happen(owner: User) -> None:
    client = arrive(owner)
    assert client.get("/me/privacy/deletion/").context["bindings"] == []
    assert client.post("/me/privacy/deletion/", {}).context["form"].errors.keys() == {"agrees"}
    assert not PrivacyRequest.objects.exists()
    answer = client.post("/me/privacy/deletion/", {"agrees": "on"})
    assert answer.url == f"/me/privacy/requests/{PrivacyRequest.objects.get().number}/"
    assert client.get("/me/privacy/deletion/").context["running"].status == "asked"


def test_impossible_requests_are_not_storable(owner: User) -> None:
    asked = ask_privacy(user=owner, kind="deletion")
    for change in (
        {"status": "building"},
        {"status": "frozen"},
        {"status": "done"},
        {"kind": "gossip"},
        {"status": "ready"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            PrivacyRequest.objects.filter(pk=asked.pk).update(**change)


def test_office_lists_take_few_queries_at_any_size(supervisor: User) -> None:
    client = arrive(supervisor)
    running = iter(range(1000))

    def more(count: int) -> None:
        for _ in range(count):
            user = make_customer(f"c{next(running)}@example.cn", verified=False)
            ask_privacy(user=user, kind="deletion")

    for url in ("/office/accounts/privacy/", "/office/accounts/privacy/?view=all"):
        assert_same_few_queries(client, url, grow=more)
    file = f"/office/accounts/privacy/{PrivacyRequest.objects.latest('pk').number}/"
    assert_same_few_queries(client, file, grow=lambda count: None, limit=22)


def test_a_consent_taken_back_says_when_and_the_number_stays_masked(owner: User) -> None:
    client = arrive(owner)
    client.cookies["django_language"] = "en"
    client.post("/me/privacy/consents/sensitive/withdraw/")
    withdrawn_at = Consent.objects.get(user=owner, code="sensitive").withdrawn_at
    text = client.get("/me/privacy/").content.decode()
    day = withdrawn_at.astimezone(clock.SHANGHAI).strftime("%Y-%m-%d %H:%M")
    assert f"taken back {day}" in " ".join(text.split())
    assert PHONE not in text
    page = client.get("/accounts/phone/change/")
    assert page.status_code == 200
    assert "138****5678" in page.content.decode()
    assert PHONE not in page.content.decode()
