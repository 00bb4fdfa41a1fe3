"""From papers sent in to a dealer at work, and back: who may do what, and that nothing else moved."""

import uuid
from collections.abc import Callable
from functools import partial

import pytest
from django.utils.translation import override

from accounts import clock
from accounts.dealers.policy import Limits, checklist
from accounts.dealers.queries import terms_in_force
from accounts.errors import Refused, StaleState
from accounts.events import record_event
from accounts.models import (
    Approval,
    Dealer,
    DealerCheck,
    DealerOpinion,
    DealerTerms,
    Event,
    Message,
    User,
    WatchEntry,
)
from accounts.services.add_store import add_store
from accounts.services.check_dealer import check_dealer
from accounts.services.decide_approval import decide_approval
from accounts.services.deliver_events import deliver_events
from accounts.services.end_dealer import end_dealer
from accounts.services.give_dealer_opinion import give_dealer_opinion
from accounts.services.propose_admission import propose_admission
from accounts.services.propose_limits import propose_limits
from accounts.services.reject_dealer import reject_dealer
from accounts.services.request_resumption import request_resumption
from accounts.services.return_dealer import return_dealer
from accounts.services.send_dealer_in import send_dealer_in
from accounts.services.suspend_dealer import suspend_dealer
from accounts.services.withdraw_approval import withdraw_approval
from tests import dealers, watching
from tests.arrivals import arrive
from tests.factories import make_staff

pytestmark = pytest.mark.django_db
REASON = "营业执照照片不清晰，请重拍。"


@pytest.fixture
def manager() -> User:
    return make_staff("business@example.cn", "business_manager")


@pytest.fixture
def officer() -> User:
    return make_staff("officer@example.cn", "risk_officer")


@pytest.fixture
def director() -> User:
    return make_staff("director@example.cn", "director")


def opine(dealer: Dealer, officer: User, limits: Limits | None = dealers.LIMITS, says: str = "admit") -> None:
    give_dealer_opinion(
        dealer=dealer, actor=officer, recommendation=says, text="意见", limits=limits, key=uuid.uuid4().hex
    )


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refusal:
        act()
    return refusal.value.code


def told(dealer: Dealer) -> list[str]:
    """Return what the owner was told, in order."""
    rows = Message.objects.filter(to=dealers.owner(dealer), channel="inbox").order_by("pk")
    return list(rows.values_list("template", flat=True))


# -- the checklist and the opinion -----------------------------------------------------------------------------------


def test_each_item_is_ticked_once_by_somebody_with_a_note(manager: User, officer: User) -> None:
    dealer = dealers.vetting()
    check = check_dealer(dealer=dealer, actor=manager, code="store_visited", note=" 到店，有货有人。 ")
    assert (check.checked_by, check.note, check.round) == (manager, "到店，有货有人。", 1)
    assert dealers.fresh(dealer).manager == manager
    tick = {"dealer": dealer, "actor": officer}
    assert refused(lambda: check_dealer(**tick, code="store_visited", note="再看")) == "already_checked"
    assert refused(lambda: check_dealer(**tick, code="nonsense", note="看过")) == "item_unknown"
    assert refused(lambda: check_dealer(**tick, code="licence_seen", note="  ")) == "note_missing"
    assert DealerCheck.objects.count() == 1
    assert dealers.fresh(dealer).manager == manager


def list_representative(dealer: Dealer, severity: str) -> WatchEntry:
    assert dealer.organisation is not None
    person = dealer.organisation.legal_person
    assert person is not None
    return watching.put_on_list("identity", person.identity_number, severity=severity)


def test_a_stopped_representative_keeps_the_dealer_out_and_risk_alone_learns_why(
    manager: User, officer: User
) -> None:
    dealer = dealers.fresh(dealers.vetting())
    entry = list_representative(dealer, "stop")
    assert refused(lambda: opine(dealer, officer)) == "representative_waits"
    assert not DealerOpinion.objects.exists()
    path = f"/office/accounts/dealers/{dealer.number}/"
    assert entry.number in arrive(officer).get(path).content.decode()
    assert entry.number not in arrive(manager).get(path).content.decode()
    opine(dealer, officer, None, "reject")
    assert DealerOpinion.objects.get().recommendation == "reject"


def test_an_entry_that_comes_after_the_opinion_stops_request_and_admission(
    manager: User, officer: User, director: User
) -> None:
    dealer = dealers.fresh(dealers.vetting())
    asked = dealers.proposed(dealer, manager, officer)
    list_representative(dealer, "stop")
    dealers.approve(asked, director)
    dealer = dealers.fresh(dealer)
    assert (dealer.status, terms_in_force(dealer)) == ("vetting", None)
    limits, goods = dealers.LIMITS, dealers.GOODS
    again = partial(
        propose_admission, dealer=dealer, actor=manager, limits=limits, categories=goods, reason="资料齐全"
    )
    assert refused(again) == "representative_waits"


def test_risk_is_told_of_an_entry_that_names_an_admitted_dealer(manager: User, officer: User) -> None:
    dealer = dealers.fresh(dealers.active())
    dealers.active("other@dealer.cn")
    dealers.vetting("new@dealer.cn")
    entry = list_representative(dealer, "refer")
    told = Message.objects.filter(template="dealer_watched")
    assert {one.to.has_right("accounts.see_watch_list") for one in told} == {True}
    assert officer.pk in {one.to_id for one in told}
    assert manager.pk not in {one.to_id for one in told}
    assert {one.link for one in told} == {f"/office/accounts/dealers/{dealer.number}/"}
    count = told.count()
    record_event("watch_entry.in_force", subject=entry, actor=None, data={})
    deliver_events()
    assert told.count() == count
    assert dealer.organisation.legal_person.real_name not in told[0].body  # type: ignore[union-attr]


def test_a_representative_to_refer_is_for_risk_to_weigh(officer: User) -> None:
    dealer = dealers.fresh(dealers.vetting())
    list_representative(dealer, "refer")
    opine(dealer, officer)
    assert DealerOpinion.objects.get().recommendation == "admit"


def test_an_item_needs_its_papers(manager: User) -> None:
    from finance.models import BankCard

    dealer = dealers.vetting()
    BankCard.objects.update(status="removed", is_default=False)
    act = partial(check_dealer, dealer=dealer, actor=manager, code="account_verified", note="看过")
    assert refused(act) == "step_open"


def test_a_dealer_that_was_not_sent_in_is_not_vetted(manager: User, officer: User) -> None:
    dealer = dealers.filled()
    assert refused(lambda: check_dealer(dealer=dealer, actor=manager, code="store_visited", note="看过")) == (
        "dealer_moved_on"
    )
    assert refused(lambda: opine(dealer, officer)) == "dealer_moved_on"


def test_an_opinion_to_admit_has_limits_below_the_ceilings(officer: User) -> None:
    dealer = dealers.vetting()
    assert refused(lambda: opine(dealer, officer, None)) == "limits_missing"
    assert refused(lambda: opine(dealer, officer, Limits(50_000_00, 10_000_00, 5))) == "limits_form"
    assert refused(lambda: opine(dealer, officer, Limits(0, 0, 0))) == "limits_form"
    assert refused(lambda: opine(dealer, officer, Limits(200_001_00, 1_000_000_00, 5))) == "limits_too_high"
    assert refused(lambda: opine(dealer, officer, Limits(50_000_00, 1_000_000_00, 201))) == "limits_too_high"
    with (
        override("en"),
        pytest.raises(Refused, match=r"At most ¥200,000\.00 for one order.* 200 orders a day"),
    ):
        opine(dealer, officer, Limits(200_001_00, 1_000_000_00, 5))
    assert not DealerOpinion.objects.exists()
    opine(dealer, officer, None, "reject")
    assert DealerOpinion.objects.get().single_order_fen is None


def test_the_same_press_gives_one_opinion(officer: User) -> None:
    dealer = dealers.vetting()
    sent = {
        "dealer": dealer,
        "actor": officer,
        "recommendation": "admit",
        "text": "好",
        "limits": dealers.LIMITS,
    }
    assert give_dealer_opinion(**sent, key="k") == give_dealer_opinion(**sent, key="k")
    assert DealerOpinion.objects.count() == 1


# -- admission -------------------------------------------------------------------------------------------------------


def test_a_dealer_is_admitted_by_a_second_person_with_its_limits(
    manager: User, officer: User, director: User
) -> None:
    dealer = dealers.vetting()
    approval = dealers.proposed(dealer, manager, officer)
    assert dealers.fresh(dealer).status == "vetting"
    assert approval.payload["single_order_fen"] == 50_000_00
    assert dealer.organisation.uscc not in str(approval.payload)
    dealers.approve(approval, director)
    dealer = dealers.fresh(dealer)
    terms = terms_in_force(dealer)
    assert (dealer.status, dealer.admitted_at is not None) == ("active", True)
    assert (terms.single_order_fen, terms.outstanding_fen, terms.daily_orders) == (
        50_000_00,
        1_000_000_00,
        20,
    )
    assert (terms.categories, terms.valid_from_on) == (dealers.GOODS, clock.today())
    assert terms.approval_number == approval.number
    assert Approval.objects.get().status == "used"
    assert told(dealer) == ["account_verified", "dealer_vetting", "dealer_admitted"]
    assert "¥50,000.00" in Message.objects.get(template="dealer_admitted", channel="inbox").body
    account = Message.objects.get(template="account_verified", channel="inbox")
    assert account.link == "/dealer/settlement-account/"
    assert "等待" not in account.body


def test_the_admission_is_asked_for_only_when_all_is_there(manager: User, officer: User) -> None:
    dealer = dealers.vetting()

    def ask(limits: Limits = dealers.LIMITS, goods: list[str] = dealers.GOODS) -> object:
        return propose_admission(
            dealer=dealer, actor=manager, limits=limits, categories=goods, reason="资料齐全"
        )

    assert refused(ask) == "checks_open"
    for item in checklist():
        check_dealer(dealer=dealer, actor=manager, code=item.code, note="看过")
    assert refused(ask) == "opinion_missing"
    opine(dealer, officer, None, "reject")
    assert refused(ask) == "opinion_missing"
    opine(dealer, officer)
    assert refused(lambda: ask(Limits(50_001_00, 1_000_000_00, 20))) == "limits_too_high"
    assert refused(lambda: ask(goods=["sports"])) == "category_unknown"
    assert refused(lambda: ask(goods=[])) == "category_unknown"
    assert not DealerTerms.objects.exists()
    assert not Approval.objects.exists()
    ask()
    assert refused(lambda: opine(dealer, officer)) == "already_asked"
    with pytest.raises(Exception):  # noqa: B017 — the proposal is there, by whatever guard
        ask()
    assert DealerTerms.objects.count() == 1


def test_maker_is_not_checker(manager: User, officer: User) -> None:
    approval = dealers.proposed(dealers.vetting(), manager, officer)
    decide = {"number": approval.number, "is_approved": True, "shown_hash": approval.payload_hash}
    assert refused(lambda: decide_approval(checker=manager, **decide)) == "not_checker"
    twin = make_staff("twin@example.cn", "director")
    twin.person = manager.person
    twin.save()
    assert refused(lambda: decide_approval(checker=twin, **decide)) == "same_person"
    deliver_events()
    assert Dealer.objects.get().status == "vetting"


def test_an_admission_that_was_not_approved_can_be_asked_for_again(
    manager: User, officer: User, director: User
) -> None:
    dealer = dealers.vetting()
    approval = dealers.proposed(dealer, manager, officer)
    decide_approval(
        checker=director,
        number=approval.number,
        is_approved=False,
        shown_hash=approval.payload_hash,
        note="额度偏高，请下调。",
    )
    deliver_events()
    assert (Dealer.objects.get().status, DealerTerms.objects.get().status) == ("vetting", "dropped")
    lower = Limits(20_000_00, 200_000_00, 5)
    again = propose_admission(
        dealer=dealer, actor=manager, limits=lower, categories=["furniture"], reason="下调后再报"
    )
    dealers.approve(again, director)
    assert terms_in_force(dealer).single_order_fen == 20_000_00


def test_a_request_taken_back_drops_its_terms(manager: User, officer: User) -> None:
    approval = dealers.proposed(dealers.vetting(), manager, officer)
    withdraw_approval(maker=manager, number=approval.number)
    deliver_events()
    assert DealerTerms.objects.get().status == "dropped"


def test_an_approval_that_comes_after_the_papers_went_back_does_nothing(
    manager: User, officer: User, director: User
) -> None:
    dealer = dealers.vetting()
    approval = dealers.proposed(dealer, manager, officer)
    decide_approval(
        checker=director, number=approval.number, is_approved=True, shown_hash=approval.payload_hash
    )
    # The delivery is late: meanwhile the papers went back.
    Dealer.objects.filter(pk=dealer.pk).update(status="returned", reason=REASON)
    deliver_events()
    dealer = dealers.fresh(dealer)
    assert (dealer.status, DealerTerms.objects.get().status) == ("returned", "dropped")
    assert Approval.objects.get().status == "withdrawn"
    assert Event.objects.filter(kind="dealer.approval_lapsed").count() == 1


def test_a_changed_proposal_is_not_carried_out(manager: User, officer: User, director: User) -> None:
    dealer = dealers.vetting()
    approval = dealers.proposed(dealer, manager, officer)
    DealerTerms.objects.update(daily_orders=200)
    dealers.approve(approval, director)
    assert dealers.fresh(dealer).status == "vetting"
    assert terms_in_force(dealer) is None
    assert Event.objects.get(kind="dealer.approval_lapsed").data["because"] == "content_changed"


# -- return, reject --------------------------------------------------------------------------------------------------


def test_returned_papers_come_again_in_a_new_round(manager: User, officer: User) -> None:
    dealer = dealers.vetting()
    approval = dealers.proposed(dealer, manager, officer)
    assert refused(lambda: return_dealer(dealer=dealer, actor=manager, reason="  ")) == "reason_missing"
    return_dealer(dealer=dealer, actor=manager, reason=REASON)
    dealer = dealers.fresh(dealer)
    assert (dealer.status, dealer.reason) == ("returned", REASON)
    assert Approval.objects.get(pk=approval.pk).status == "withdrawn"
    assert DealerTerms.objects.get().status == "dropped"
    assert REASON in Message.objects.get(template="dealer_returned", channel="inbox").body
    send_dealer_in(dealer=dealer, actor=dealers.owner(dealer))
    dealer = dealers.fresh(dealer)
    assert (dealer.status, dealer.round, dealer.reason) == ("vetting", 2, "")
    # Everything is looked at anew.
    dealers.proposed(dealer, manager, officer)
    assert DealerCheck.objects.count() == 2 * len(checklist())


def test_a_rejected_dealer_is_over_and_told_why(director: User) -> None:
    dealer = dealers.vetting()
    reject_dealer(dealer=dealer, actor=director, reason="门店地址不实。")
    dealer = dealers.fresh(dealer)
    assert (dealer.status, dealer.ended_at is not None) == ("rejected", True)
    assert told(dealer)[-1] == "dealer_rejected"
    assert refused(lambda: send_dealer_in(dealer=dealer, actor=dealers.owner(dealer))) == "dealer_not_acting"
    # The company may come again with another login.
    assert dealers.named("again@dealer.cn", uscc=dealer.organisation.uscc).organisation == dealer.organisation


# -- at work ---------------------------------------------------------------------------------------------------------


def test_a_suspended_dealer_reads_and_does_not_act_until_a_second_person_lets_it(
    manager: User, director: User
) -> None:
    dealer = dealers.active()
    suspend_dealer(dealer=dealer, actor=manager, reason="投诉核查中。")
    dealer = dealers.fresh(dealer)
    actor = dealers.owner(dealer)
    act = partial(add_store, dealer=dealer, actor=actor, name="新店", street=dealers.ADDRESS)
    assert (dealer.status, refused(act)) == ("suspended", "dealer_not_acting")
    approval = request_resumption(dealer=dealer, actor=manager, reason="核查完毕。")
    assert refused(lambda: request_resumption(dealer=dealer, actor=manager, reason="再次")) == "already_asked"
    assert dealers.fresh(dealer).status == "suspended"
    dealers.approve(approval, director)
    assert dealers.fresh(dealer).status == "active"
    act()
    assert told(dealer)[-2:] == ["dealer_suspended", "dealer_resumed"]


def test_an_ended_dealer_stays_ended(manager: User, director: User) -> None:
    dealer = dealers.active()
    suspend_dealer(dealer=dealer, actor=manager, reason="投诉核查中。")
    approval = request_resumption(dealer=dealer, actor=manager, reason="核查完毕。")
    end_dealer(dealer=dealer, actor=director, reason="虚构订单。")
    assert Approval.objects.get(pk=approval.pk).status == "withdrawn"
    for act in (
        lambda: suspend_dealer(dealer=dealer, actor=manager, reason="再次暂停。"),
        lambda: end_dealer(dealer=dealer, actor=director, reason="再次终止。"),
        lambda: request_resumption(dealer=dealer, actor=manager, reason="恢复合作。"),
    ):
        assert refused(act) == "dealer_moved_on"
    with pytest.raises((StaleState, Refused)):
        dealers.approve(Approval.objects.get(pk=approval.pk), director)
    assert dealers.fresh(dealer).status == "ended"


def test_a_stranger_who_named_the_company_first_is_ended_and_the_owner_comes_in(director: User) -> None:
    stranger = dealers.named("stranger@dealer.cn", uscc="91110000600037341L")
    end_dealer(dealer=stranger, actor=director, reason="经核实，并非该企业人员。")
    assert dealers.fresh(stranger).status == "ended"
    assert dealers.named("owner@dealer.cn", uscc="91110000600037341L").organisation == stranger.organisation


def test_a_cut_holds_at_once_and_a_raise_waits_for_a_second_person(manager: User, director: User) -> None:
    dealer = dealers.active()
    first = terms_in_force(dealer)
    change = {"dealer": dealer, "actor": manager, "reason": "季度复核"}
    lower = Limits(30_000_00, 500_000_00, 10)
    assert propose_limits(**change, limits=lower, categories=dealers.GOODS) is None
    second = terms_in_force(dealer)
    first.refresh_from_db()
    assert (second.single_order_fen, first.status, first.valid_until_on) == (
        30_000_00,
        "replaced",
        clock.today(),
    )
    assert refused(lambda: propose_limits(**change, limits=lower, categories=dealers.GOODS)) == (
        "nothing_changed"
    )
    higher = Limits(60_000_00, 500_000_00, 10)
    approval = propose_limits(**change, limits=higher, categories=dealers.GOODS)
    assert terms_in_force(dealer) == second
    assert (
        refused(lambda: propose_limits(**change, limits=lower, categories=["furniture"])) == "already_asked"
    )
    dealers.approve(approval, director)
    assert terms_in_force(dealer).single_order_fen == 60_000_00
    assert told(dealer)[-2:] == ["dealer_limits", "dealer_limits"]
    assert DealerTerms.objects.filter(status="in_force").count() == 1


def test_more_goods_wait_too_and_nothing_goes_above_the_ceilings(manager: User) -> None:
    dealer = dealers.active()
    change = {"dealer": dealer, "actor": manager, "reason": "扩类"}
    assert propose_limits(**change, limits=dealers.LIMITS, categories=["furniture", "sports"]) is not None
    assert terms_in_force(dealer).categories == dealers.GOODS
    huge = Limits(200_000_00, 5_000_001_00, 10)
    assert (
        refused(lambda: propose_limits(**change, limits=huge, categories=dealers.GOODS)) == "limits_too_high"
    )
