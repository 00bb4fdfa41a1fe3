"""An approval that has run out or changed, and a declined application that somebody else looks at again."""

import datetime as dt

import pytest

from accounts import clock
from accounts.errors import Refused
from accounts.models import User
from accounts.services.deliver_events import deliver_events
from lending.models import Application, Listing, Loan
from lending.services.disburse_loan import disburse_loan
from lending.services.hold_application import hold_application
from lending.services.list_application import list_application
from risk.cases.rating import Rating
from risk.models import Appeal, CreditCase
from risk.services.ask_appeal import ask_appeal
from risk.services.decide_case import decide_case
from risk.services.reconsider_case import reconsider_case
from tests.arrivals import arrive
from tests.closing import set_today
from tests.factories import make_staff
from tests.lending import factories
from tests.risk.factories import have_reviewed, make_case

RATING = Rating(amount_fen=10_000_00, grade="B", limit_fen=20_000_00)


@pytest.fixture
def case(borrower: User) -> CreditCase:
    return make_case(borrower)


def decide(case: CreditCase, by: User, outcome: str = "approve", key: str = "key") -> None:
    is_approval = outcome == "approve"
    decide_case(
        case=have_reviewed(case),
        outcome=outcome,
        decided_by=by,
        reasons=["income_sufficient" if is_approval else "too_much_debt"],
        rating=RATING if is_approval else None,
        key=key,
    )


def application_of(case: CreditCase) -> Application:
    return Application.objects.select_related("borrower__person", "decision", "product_version").get(
        pk=case.application_id
    )


def test_an_expired_approval_stops_the_listing_and_says_so(case: CreditCase, risk_manager: User) -> None:
    decide(case, risk_manager)
    application = application_of(case)
    hold_application(application=application, reason="名单核查", placed_by=risk_manager)
    factories.accept(application)
    application.holds.update(released_at=clock.now(), released_by=risk_manager)
    decision = application.decision
    assert decision is not None
    type(decision).objects.update(offer_until_on=decision.decided_on, valid_until_on=decision.decided_on)
    set_today(decision.decided_on + dt.timedelta(days=1))
    with pytest.raises(Refused, match="decision_expired") as refusal:
        list_application(application=application_of(case), actor=None)
    assert str(refusal.value.message) == "审批已过有效期。"
    assert not Listing.objects.exists()


def test_an_approval_that_ran_out_stops_the_payout_and_says_so(case: CreditCase, risk_manager: User) -> None:
    decide(case, risk_manager)
    factories.accept(application_of(case))
    listing = Listing.objects.get()
    factories.bid(factories.make_investor("lender@example.cn"), listing, listing.amount_fen)
    decision = application_of(case).decision
    assert decision is not None
    type(decision).objects.update(offer_until_on=decision.decided_on, valid_until_on=decision.decided_on)
    set_today(decision.decided_on + dt.timedelta(days=1))
    with pytest.raises(Refused, match="decision_expired") as refusal:
        disburse_loan(listing_id=listing.pk, actor=None)
    assert str(refusal.value.message) == "审批已过有效期。"
    assert not Loan.objects.exists()


def test_a_material_change_takes_the_offer_back_and_opens_the_next_case(
    case: CreditCase, risk_manager: User, risk_officer: User
) -> None:
    with pytest.raises(Refused, match="not_reconsidered"):
        reconsider_case(case=case, actor=risk_officer, change="income")
    decide(case, risk_manager)
    with pytest.raises(Refused, match="no_reason"):
        reconsider_case(case=case, actor=risk_officer, change="weather")
    path = f"/office/risk/cases/{case.number}/reconsider/"
    assert arrive(risk_officer).post(path, {"change": "debt"}).status_code == 302
    again = CreditCase.objects.exclude(pk=case.pk).get()
    assert (again.status, again.cause) == ("open", "change")
    application = application_of(case)
    assert (application.status, application.offer_hash) == ("review", "")
    with pytest.raises(Refused, match="not_offered"):
        factories.accept(application)
    decide(again, risk_manager, key="again")
    assert application_of(case).status == "approved"


def test_a_listed_loan_is_held_and_not_reviewed(case: CreditCase, risk_manager: User) -> None:
    decide(case, risk_manager)
    factories.accept(application_of(case))
    with pytest.raises(Refused, match="not_reconsidered"):
        reconsider_case(case=case, actor=risk_manager, change="debt")
    assert application_of(case).status == "listed"


def test_somebody_else_looks_again_once(case: CreditCase, borrower: User, risk_manager: User) -> None:
    with pytest.raises(Refused, match="not_declined"):
        ask_appeal(application=case.application, customer=borrower, words="我的收入有误")
    decide(case, risk_manager, "reject")
    application = application_of(case)
    page = arrive(borrower).get(f"/borrow/applications/{application.number}/").content.decode()
    assert "申请复核" in page
    own = f"/borrow/applications/{application.number}/appeal/ask/"
    assert arrive(borrower).post(own, {"words": "我的收入证明有误，请重新核实"}).status_code == 302
    appeal = Appeal.objects.get()
    assert (appeal.case.cause, appeal.was_automatic) == ("appeal", False)
    assert application_of(case).status == "review"
    with pytest.raises(Refused, match="asked_before"):
        ask_appeal(application=application_of(case), customer=borrower, words="再次申请")
    second_login = make_staff("second@example.cn", "risk_manager")
    second_login.person = risk_manager.person
    second_login.save()
    for person in (risk_manager, second_login):
        with pytest.raises(Refused, match="decided_before"):
            decide(appeal.case, person, key="again")
    assert application_of(case).status == "review"
    decide(appeal.case, make_staff("other@example.cn", "risk_manager"))
    deliver_events()
    assert application_of(case).status == "approved"


def test_the_time_to_ask_runs_out(case: CreditCase, borrower: User, risk_manager: User) -> None:
    decide(case, risk_manager, "reject")
    decision = application_of(case).decision
    assert decision is not None
    type(decision).objects.update(decided_on=clock.today() - dt.timedelta(days=31))
    with pytest.raises(Refused, match="too_late"):
        ask_appeal(application=application_of(case), customer=borrower, words="我的收入有误")
    assert application_of(case).status == "rejected"
    type(decision).objects.update(decided_on=clock.today() - dt.timedelta(days=30))
    assert ask_appeal(application=application_of(case), customer=borrower, words="我的收入有误").case


def test_what_a_program_declined_is_said_so(case: CreditCase, borrower: User, risk_manager: User) -> None:
    decide(case, risk_manager, "reject")
    decision = application_of(case).decision
    assert decision is not None
    type(decision).objects.update(decided_by=None, automatic_source="SR20261127000001")
    number = case.application.number
    assert "自动" in arrive(borrower).get(f"/borrow/applications/{number}/appeal/ask/").content.decode()
    appeal = ask_appeal(application=application_of(case), customer=borrower, words="请人工复核")
    assert appeal.was_automatic
