"""An unmet condition stops the listing or the payout and says so; its evidence is accepted by another person."""

import datetime as dt

import pytest

from accounts import clock
from accounts.errors import Refused
from accounts.models import Message, User
from accounts.services.deliver_events import deliver_events
from lending.models import Application, BorrowerStanding, ConditionEvidence, DecisionCondition, Listing, Loan
from lending.models.condition import ConditionKind
from lending.readiness import missing_for_funding
from lending.services.answer_evidence import answer_evidence
from lending.services.disburse_loan import disburse_loan
from lending.services.list_application import list_application
from lending.services.record_decision import Approval, record_decision
from lending.services.send_evidence import send_evidence
from lending.services.set_borrower_standing import set_borrower_standing
from lending.services.set_condition import ConditionTerms, set_condition
from tests.arrivals import arrive
from tests.closing import close_before
from tests.factories import make_customer, make_staff
from tests.lending import factories
from tests.pictures import picture_file
from tests.queries import assert_same_few_queries

WAGES = ConditionTerms("补充近三个月工资流水")
LEASE = ConditionTerms("补充租房合同")


def soon(days: int = 5) -> dt.date:
    return clock.today() + dt.timedelta(days=days)


def approve(borrower: User, manager: User, *terms: ConditionTerms) -> Application:
    application = factories.make_reviewed(borrower)
    set_borrower_standing(
        borrower=borrower, grade="B", limit_fen=100_000_00, valid_until_on=soon(365), set_by=manager
    )
    record_decision(
        application=application,
        outcome="conditions",
        decided_by=manager,
        reasons=["income_sufficient"],
        approval=Approval(10_000_00, "B", conditions=terms),
    )
    application.refresh_from_db()
    return application


def row(words: ConditionTerms) -> DecisionCondition:
    return DecisionCondition.objects.select_related("decision__application__borrower").get(words=words.words)


def missing(application: Application, *, is_payout: bool = False) -> list[tuple[str, str]]:
    application.refresh_from_db()
    standing = BorrowerStanding.objects.get(borrower=application.borrower)
    found = missing_for_funding(
        application, standing, amount_fen=10_000_00, on=clock.today(), is_payout=is_payout
    )
    return [(one.code, str(one.label)) for one in found]


def meet(words: ConditionTerms, sender: User, decided_by: User) -> None:
    evidence = send_evidence(condition=row(words), sender=sender, words="见附件")
    answer_evidence(evidence=evidence, decided_by=decided_by, is_accepted=True)


def test_each_unmet_condition_stops_the_listing_by_its_name(borrower: User, risk_manager: User) -> None:
    application = approve(borrower, risk_manager, WAGES, LEASE)
    factories.accept(application)
    assert missing(application) == [
        ("conditions_open", "批准条件尚未满足：补充近三个月工资流水"),
        ("conditions_open", "批准条件尚未满足：补充租房合同"),
    ]
    with pytest.raises(Refused, match="conditions_open"):
        list_application(application=application, actor=None)
    meet(WAGES, borrower, risk_manager)
    deliver_events()
    assert missing(application) == [("conditions_open", "批准条件尚未满足：补充租房合同")]
    assert not Listing.objects.exists()
    meet(LEASE, borrower, risk_manager)
    assert missing(application) == []
    deliver_events()
    assert Listing.objects.get().status == "open"


def test_what_is_possible_only_later_stops_the_payout(borrower: User, risk_manager: User) -> None:
    later = ConditionTerms("补充保险单", ConditionKind.LATER, soon())
    application = approve(borrower, risk_manager, later)
    factories.accept(application)
    listing = Listing.objects.get()
    factories.bid(factories.make_investor("lender@example.cn"), listing, 10_000_00)
    assert missing(application) == []
    assert missing(application, is_payout=True) == [("later_condition_open", "批准条件尚未满足：补充保险单")]
    with pytest.raises(Refused, match="later_condition_open"):
        disburse_loan(listing_id=listing.pk, actor=None)
    deliver_events()
    assert not Loan.objects.exists()
    meet(later, borrower, risk_manager)
    deliver_events()
    assert Loan.objects.get().status == "active"


def test_what_is_late_before_the_listing_stops_it_too(borrower: User, risk_manager: User) -> None:
    later = ConditionTerms("补充保险单", ConditionKind.LATER, soon(2))
    application = approve(borrower, risk_manager, WAGES, later)
    factories.accept(application)
    close_before(soon(3))
    meet(WAGES, borrower, risk_manager)
    said = f"批准条件应于{soon(-1).isoformat()}前满足，至今未满足：补充保险单"
    assert missing(application) == [("later_condition_open", said)]
    with pytest.raises(Refused, match="later_condition_open"):
        list_application(application=application, actor=None)


def test_what_is_due_after_the_payout_stops_nothing_and_is_seen_when_overdue(
    borrower: User, risk_manager: User
) -> None:
    after = ConditionTerms("提供装修发票", ConditionKind.SUBSEQUENT, soon(2))
    application = approve(borrower, risk_manager, after)
    factories.accept(application)
    factories.bid(factories.make_investor("lender@example.cn"), Listing.objects.get(), 10_000_00)
    deliver_events()
    assert Loan.objects.get().status == "active"
    desk = arrive(risk_manager)
    overdue = "/office/lending/conditions/?view=overdue"
    assert "提供装修发票" not in desk.get(overdue).content.decode()
    close_before(soon(3))
    assert "提供装修发票" in desk.get(overdue).content.decode()
    assert missing(application, is_payout=True) == []
    meet(after, borrower, risk_manager)
    assert "提供装修发票" not in desk.get(overdue).content.decode()


def test_nobody_accepts_what_they_sent_in_under_any_login(
    borrower: User, risk_manager: User, risk_officer: User
) -> None:
    approve(borrower, risk_manager, WAGES)
    evidence = send_evidence(condition=row(WAGES), sender=risk_officer, words="客户来电补充")
    second_login = make_staff("second@example.cn", "risk_manager")
    second_login.person = risk_officer.person
    second_login.save()
    for person in (risk_officer, second_login):
        with pytest.raises(Refused, match="same_person"):
            answer_evidence(evidence=evidence, decided_by=person, is_accepted=True)
    own_login = make_staff("own@example.cn", "risk_manager")
    own_login.person = borrower.person
    own_login.save()
    with pytest.raises(Refused, match="own_application"):
        answer_evidence(evidence=evidence, decided_by=own_login, is_accepted=True)
    assert row(WAGES).status == "open"
    answer_evidence(evidence=evidence, decided_by=risk_manager, is_accepted=True)
    with pytest.raises(Refused, match="answered"):
        answer_evidence(evidence=evidence, decided_by=risk_manager, is_accepted=True)
    assert row(WAGES).status == "met"
    with pytest.raises(Refused, match="condition_met"):
        send_evidence(condition=row(WAGES), sender=borrower, words="再补一份")


def test_a_refusal_says_why_and_lets_the_borrower_try_again(borrower: User, risk_manager: User) -> None:
    application = approve(borrower, risk_manager, WAGES)
    evidence = send_evidence(condition=row(WAGES), sender=borrower, words="见附件")
    with pytest.raises(Refused, match="evidence_waits"):
        send_evidence(condition=row(WAGES), sender=borrower, words="见附件")
    with pytest.raises(Refused, match="no_reason"):
        answer_evidence(evidence=evidence, decided_by=risk_manager, is_accepted=False)
    answer_evidence(evidence=evidence, decided_by=risk_manager, is_accepted=False, because="缺少银行盖章")
    deliver_events()
    assert Message.objects.filter(to=borrower, template="evidence_refused", channel="inbox").count() == 1
    page = arrive(borrower).get(f"/borrow/applications/{application.number}/").content.decode()
    assert "缺少银行盖章" in page
    send_evidence(condition=row(WAGES), sender=borrower, words="已盖章")
    assert ConditionEvidence.objects.count() == 2


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        (ConditionTerms(" "), "no_conditions"),
        (ConditionTerms("补充保险单", ConditionKind.LATER), "due_missing"),
        (ConditionTerms("补充保险单", ConditionKind.SUBSEQUENT, dt.date(2020, 1, 1)), "bad_date"),
    ],
)
def test_a_condition_without_words_or_day_is_not_set(
    borrower: User, risk_manager: User, terms: ConditionTerms, code: str
) -> None:
    with pytest.raises(Refused, match=code):
        approve(borrower, risk_manager, terms)
    assert not DecisionCondition.objects.exists()
    assert Application.objects.get().status == "review"


def test_a_condition_that_comes_too_late_is_not_set(borrower: User, risk_manager: User) -> None:
    listing = factories.make_listing(borrower)
    decision = listing.application.decision
    assert decision is not None
    with pytest.raises(Refused, match="too_late"):
        set_condition(decision=decision, terms=WAGES, set_by=risk_manager)
    later = ConditionTerms("补充保险单", ConditionKind.LATER, soon())
    set_condition(decision=decision, terms=later, set_by=risk_manager)
    assert missing(listing.application, is_payout=True) == [
        ("later_condition_open", "批准条件尚未满足：补充保险单")
    ]


def test_the_pages_take_evidence_and_an_answer(
    borrower: User, risk_manager: User, risk_officer: User
) -> None:
    application = approve(borrower, risk_manager, WAGES)
    number = row(WAGES).number
    own = f"/borrow/applications/{application.number}/conditions/{number}/"
    assert arrive(borrower).post(own, {"words": "", "paper": ""}).status_code == 200
    assert arrive(borrower).post(own, {"words": "工资流水", "paper": picture_file()}).status_code == 302
    office = f"/office/lending/conditions/{number}/"
    shown = arrive(risk_officer).get(office)
    assert "工资流水" in shown.content.decode()
    assert shown.context["evidence_form"] is None
    desk = arrive(risk_officer)
    assert desk.post(f"{office}answer/", {"answer": "no", "because": ""}).status_code == 400
    assert desk.post(f"{office}answer/", {"answer": "yes"}).status_code == 302
    assert row(WAGES).status == "met"


def test_the_list_asks_the_same_of_one_condition_and_of_nine(risk_manager: User) -> None:
    def grow(by: int) -> None:
        first = DecisionCondition.objects.count()
        for place in range(first, first + by):
            approve(make_customer(f"asks{place}@example.cn"), risk_manager, WAGES)

    assert_same_few_queries(arrive(risk_manager), "/office/lending/conditions/", grow=grow)
