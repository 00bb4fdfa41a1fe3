"""A company fills in its papers: each step keeps what it is for, refuses the rest, and nothing else moves."""

import datetime as dt

import pytest

from accounts import clock
from accounts.dealers.contract import contract_text, is_contract_signed
from accounts.dealers.path import dealer_path, missing_steps
from accounts.dealers.queries import last_contract, licence_of, membership_of
from accounts.errors import Refused
from accounts.models import (
    Dealer,
    DealerContract,
    DealerMember,
    DealerStore,
    Document,
    Event,
    LegalPersonCheck,
    Message,
    Organisation,
    Person,
    User,
)
from accounts.services.add_store import add_store
from accounts.services.begin_dealer import begin_dealer
from accounts.services.choose_goods import choose_goods
from accounts.services.close_store import close_store
from accounts.services.reopen_store import reopen_store
from accounts.services.save_company import save_company
from accounts.services.send_dealer_in import send_dealer_in
from accounts.services.send_licence import send_licence
from accounts.services.sign_contract import sign_contract
from accounts.services.verify_legal_person import verify_legal_person
from tests import dealers
from tests.factories import make_customer, make_identity_number, make_staff
from tests.pictures import SVG, picture_file

pytestmark = pytest.mark.django_db
STEPS = ["company", "legal_person", "licence", "stores", "account", "contract"]


def company(**changes: object) -> dict[str, object]:
    values = {
        "uscc": dealers.make_uscc(),
        "legal_name": "深圳好家电器有限公司",
        "registered_address": dealers.ADDRESS,
        "established_on": dt.date(2019, 5, 6),
    }
    return {**values, **changes}


def codes(dealer: Dealer) -> list[str]:
    return [step.code for step in missing_steps(dealers.fresh(dealer))]


# -- the login -------------------------------------------------------------------------------------------------------


def test_a_fresh_login_becomes_the_owners_and_begins_once() -> None:
    user = dealers.make_login("owner@dealer.cn")
    dealer = begin_dealer(user=user)
    user.refresh_from_db()
    assert (user.kind, dealer.status, dealer.organisation) == ("dealer", "applied", None)
    assert begin_dealer(user=user) == dealer
    assert DealerMember.objects.get().role == "owner"
    assert membership_of(user).dealer == dealer


def test_a_login_used_for_something_else_is_refused() -> None:
    verified = make_customer("customer@example.cn")
    colleague = make_staff("staff@example.cn", "director")
    clerk = dealers.add_clerk(dealers.begun()).user
    for user in (verified, colleague, clerk):
        kind = user.kind
        with pytest.raises(Refused) as refusal:
            begin_dealer(user=user)
        assert refusal.value.code == "login_in_use"
        user.refresh_from_db()
        assert user.kind == kind
    assert Dealer.objects.count() == 1


# -- the company -----------------------------------------------------------------------------------------------------


def test_the_company_is_kept_under_one_spelling_of_its_code() -> None:
    dealer = dealers.begun()
    assert codes(dealer) == STEPS
    saved = save_company(dealer=dealer, actor=dealers.owner(dealer), **company(uscc="9111 0000 6000 3734 1l"))
    assert (saved.uscc, saved.legal_name) == ("91110000600037341L", "深圳好家电器有限公司")
    assert dealers.fresh(dealer).name == "深圳好家电器有限公司"
    assert codes(dealer) == STEPS[1:]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"uscc": "91110000600037341M"}, "uscc_form"),
        ({"uscc": "９１１１００００６０００３７３４１Ｌ"}, "uscc_form"),
        ({"established_on": dt.date(2999, 1, 1)}, "established_later"),
    ],
)
def test_a_company_that_cannot_be_is_refused(changes: dict[str, object], code: str) -> None:
    dealer = dealers.begun()
    with pytest.raises(Refused) as refusal:
        save_company(dealer=dealer, actor=dealers.owner(dealer), **company(**changes))
    assert refusal.value.code == code
    assert not Organisation.objects.exists()
    assert dealers.fresh(dealer).organisation is None


def test_one_company_has_one_open_dealer() -> None:
    first = dealers.named("one@dealer.cn", uscc="91110000600037341L")
    second = dealers.begun("two@dealer.cn")
    with pytest.raises(Refused) as refusal:
        save_company(
            dealer=second,
            actor=dealers.owner(second),
            **company(uscc="91110000600037341l", legal_name="冒名公司"),
        )
    assert (refusal.value.code, refusal.value.field) == ("uscc_taken", "uscc")
    assert Organisation.objects.get().legal_name == "深圳好家电器有限公司"
    assert dealers.fresh(second).organisation is None
    # The owner of the first may go on with the same code.
    save_company(
        dealer=first,
        actor=dealers.owner(first),
        **company(uscc="91110000600037341L", legal_name="新名字有限公司"),
    )
    assert Organisation.objects.get().legal_name == "新名字有限公司"


def test_a_company_whose_dealer_is_over_may_come_again_and_is_asked_anew() -> None:
    first = dealers.filled("one@dealer.cn", uscc="91110000600037341L")
    assert Organisation.objects.get().legal_person is not None
    Dealer.objects.filter(pk=first.pk).update(status="ended", reason="合作到期", ended_at=clock.now())
    second = dealers.named("two@dealer.cn", uscc="91110000600037341L")
    assert Organisation.objects.get().legal_person is None
    assert codes(second) == STEPS[1:]


def test_the_code_is_fixed_once_the_representative_is_verified() -> None:
    dealer = dealers.named()
    actor = dealers.owner(dealer)
    dealers.verify(dealer)
    with pytest.raises(Refused) as refusal:
        save_company(dealer=dealer, actor=actor, **company())
    assert refusal.value.code == "uscc_fixed"
    assert Organisation.objects.count() == 1


# -- the legal representative ----------------------------------------------------------------------------------------


def test_the_representative_is_verified_and_kept_encrypted() -> None:
    dealer = dealers.named()
    number = make_identity_number()
    check = dealers.verify(dealer, identity=number)
    organisation = dealers.fresh(dealer).organisation
    assert check.status == "matched"
    assert organisation.legal_person.real_name == "周文"
    assert organisation.legal_person.identity_number == number
    assert organisation.legal_person_verified_at is not None
    assert "周文" not in str(list(Event.objects.values_list("data", flat=True)))


@pytest.mark.parametrize(("name", "status"), [("周误", "mismatched"), ("周断", "unanswered")])
def test_without_a_match_nobody_is_bound(name: str, status: str) -> None:
    dealer = dealers.named()
    check = dealers.verify(dealer, name=name)
    assert check.status == status
    assert not Person.objects.exists()
    assert "legal_person" in codes(dealer)


def test_the_service_is_asked_five_times_a_day_and_only_about_a_company() -> None:
    dealer = dealers.begun()
    actor = dealers.owner(dealer)
    ask = {"dealer": dealer, "actor": actor}
    with pytest.raises(Refused) as refusal:
        verify_legal_person(**ask)
    assert refusal.value.code == "company_missing"
    save_company(dealer=dealer, actor=actor, **company())
    with pytest.raises(Refused) as refusal:
        verify_legal_person(**ask)
    assert refusal.value.code == "consent_missing"
    dealers.consent(dealers.fresh(dealer), name="周误")
    for _ in range(5):
        verify_legal_person(**ask)
    with pytest.raises(Refused) as refusal:
        verify_legal_person(**ask)
    assert refusal.value.code == "too_many_checks"
    assert LegalPersonCheck.objects.count() == 5


def test_an_answer_about_a_company_that_was_changed_binds_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    dealer = dealers.named()
    actor = dealers.owner(dealer)

    def check(self: object, **asked: str) -> object:
        save_company(dealer=dealer, actor=actor, **company())
        from accounts.providers.identity import IdentityAnswer

        return IdentityAnswer(True, "SBX")

    monkeypatch.setattr("accounts.providers.identity_sandbox.SandboxIdentityProvider.check", check)
    result = dealers.verify(dealer)
    assert result.status == "superseded"
    assert dealers.fresh(dealer).organisation.legal_person is None


# -- licence, stores, goods ------------------------------------------------------------------------------------------


def test_the_licence_is_the_dealers_and_the_newest_counts() -> None:
    dealer = dealers.named()
    actor = dealers.owner(dealer)
    first = send_licence(dealer=dealer, actor=actor, file=picture_file())
    assert licence_of(dealer) == first
    second = send_licence(dealer=dealer, actor=actor, file=picture_file())
    assert licence_of(dealer) == second
    assert (second.subject_type, second.subject_id, second.kind) == ("dealer", dealer.pk, "licence")
    with pytest.raises(Refused):
        send_licence(dealer=dealer, actor=actor, file=picture_file(SVG, "licence.jpg"))
    assert Document.objects.count() == 2


def test_stores_have_names_of_their_own_and_close_and_open() -> None:
    dealer = dealers.named()
    actor = dealers.owner(dealer)
    store = add_store(dealer=dealer, actor=actor, name="科苑店", street=dealers.ADDRESS)
    with pytest.raises(Refused) as refusal:
        add_store(dealer=dealer, actor=actor, name="科苑店", street="别处")
    assert refusal.value.code == "store_name_taken"
    choose_goods(dealer=dealer, actor=actor, categories=["appliances", "furniture"])
    assert dealers.fresh(dealer).wanted_categories == ["furniture", "appliances"]
    assert "stores" not in codes(dealer)
    close_store(store=store, actor=actor)
    assert (DealerStore.objects.get().status, "stores" in codes(dealer)) == ("closed", True)
    reopen_store(store=store, actor=actor)
    assert DealerStore.objects.get().closed_at is None


@pytest.mark.parametrize("categories", [[], ["weapons"], ["furniture", "weapons"]])
def test_goods_that_nobody_sells_are_refused(categories: list[str]) -> None:
    dealer = dealers.named()
    with pytest.raises(Refused) as refusal:
        choose_goods(dealer=dealer, actor=dealers.owner(dealer), categories=categories)
    assert refusal.value.code == "category_unknown"
    assert dealers.fresh(dealer).wanted_categories == []


# -- the contract ----------------------------------------------------------------------------------------------------


def test_the_contract_is_kept_as_it_was_read() -> None:
    dealer = dealers.named()
    dealers.sign(dealer, "en")
    signed = DealerContract.objects.get()
    organisation = dealers.fresh(dealer).organisation
    assert signed.text == contract_text(organisation, "en").text
    assert organisation.uscc in signed.text
    assert (signed.version, signed.language) == ("dealer-contract-2026-1", "en")
    dealers.sign(dealer, "en")
    assert DealerContract.objects.count() == 1


def test_another_text_than_the_shown_one_is_not_signed() -> None:
    dealer = dealers.named()
    with pytest.raises(Refused) as refusal:
        sign_contract(dealer=dealer, actor=dealers.owner(dealer), language="en", shown_hash="0" * 64)
    assert refusal.value.code == "contract_changed"
    assert last_contract(dealer) is None


def test_a_company_that_changes_signs_again() -> None:
    dealer = dealers.filled()
    assert is_contract_signed(dealer)
    save_company(
        dealer=dealer,
        actor=dealers.owner(dealer),
        **company(uscc=dealer.organisation.uscc, legal_name="改名有限公司"),
    )
    assert codes(dealer) == ["contract"]
    dealers.sign(dealer)
    assert codes(dealer) == []


# -- sending in ------------------------------------------------------------------------------------------------------


def test_whole_papers_are_sent_in_once_and_then_stand_still() -> None:
    dealer = dealers.filled()
    actor = dealers.owner(dealer)
    assert dealer_path(dealer).is_done
    send_dealer_in(dealer=dealer, actor=actor)
    dealer = dealers.fresh(dealer)
    assert (dealer.status, dealer.round) == ("vetting", 1)
    assert Message.objects.filter(to=actor, template="dealer_vetting", channel="inbox").count() == 1
    for act in (
        lambda: send_dealer_in(dealer=dealer, actor=actor),
        lambda: save_company(dealer=dealer, actor=actor, **company(uscc=dealer.organisation.uscc)),
        lambda: choose_goods(dealer=dealer, actor=actor, categories=["sports"]),
        lambda: send_licence(dealer=dealer, actor=actor, file=picture_file()),
        lambda: dealers.sign(dealer, "en"),
    ):
        with pytest.raises(Refused) as refusal:
            act()
        assert refusal.value.code == "dealer_not_filling"
    assert dealers.fresh(dealer).wanted_categories == dealers.GOODS


def test_papers_with_a_gap_are_not_sent_in() -> None:
    dealer = dealers.named()
    with pytest.raises(Refused) as refusal:
        send_dealer_in(dealer=dealer, actor=dealers.owner(dealer))
    assert refusal.value.code == "papers_missing"
    assert dealers.fresh(dealer).status == "applied"


def test_a_clerk_fills_in_but_does_not_sign_or_send() -> None:
    dealer = dealers.filled()
    clerk = dealers.add_clerk(dealer).user
    add_store(dealer=dealer, actor=clerk, name="福田店", street=dealers.ADDRESS)
    text = contract_text(dealer.organisation, "en")
    for act in (
        lambda: send_dealer_in(dealer=dealer, actor=clerk),
        lambda: sign_contract(dealer=dealer, actor=clerk, language="en", shown_hash=text.fingerprint),
    ):
        with pytest.raises(Refused) as refusal:
            act()
        assert refusal.value.code == "owner_only"
    assert dealers.fresh(dealer).status == "applied"


def test_nobody_acts_for_another_dealer() -> None:
    mine, theirs = dealers.named("one@dealer.cn"), dealers.named("two@dealer.cn")
    stranger = dealers.owner(theirs)
    with pytest.raises(Refused) as refusal:
        add_store(dealer=mine, actor=stranger, name="假店", street=dealers.ADDRESS)
    assert refusal.value.code == "not_a_member"
    assert not DealerStore.objects.exists()
    assert User.objects.get(pk=stranger.pk).kind == "dealer"
