"""Promises judged by posted payments, settlements by the lenders' own word, hand-over by four eyes."""

import datetime as dt
from typing import Any

import pytest

from accounts import clock
from accounts.errors import Refused
from accounts.models import Approval, Event, Message, User
from accounts.services.decide_approval import decide_approval
from accounts.services.deliver_events import deliver_events
from lending.bad_days.story import steps_of
from lending.models import LegalStep, Loan, Waiver
from lending.services.accept_waiver import accept_waiver
from lending.services.call_in_loans import call_in_loans
from lending.services.decline_waiver import decline_waiver
from lending.services.propose_acceleration import propose_acceleration
from risk.collections.assigning import next_officer
from risk.collections.results import month_results
from risk.models import (
    CollectionCase,
    CollectionContact,
    CollectionPaper,
    CollectionSettlement,
    PaymentPromise,
)
from risk.models.collection import Stage
from risk.services.propose_hand_over import propose_hand_over
from risk.services.propose_settlement import propose_settlement
from risk.services.reassign_collection import reassign_collection
from tests.closing import set_today
from tests.factories import make_customer
from tests.risk.collections import factories
from tests.risk.collections.factories import LATE, at, connect, follow, jump, owed_fen, pay

DUE = LATE + dt.timedelta(days=3)


def promise(case: CollectionCase, officer: User, fen: int = 500_00, on: dt.date = DUE) -> PaymentPromise:
    with at(10):
        connect(case, officer, promised_fen=fen, promised_on=on)
    return PaymentPromise.objects.latest("pk")


def state(row: PaymentPromise) -> tuple[str, int]:
    row.refresh_from_db()
    return row.status, row.paid_fen


def approve_all(kind: str, manager: User) -> None:
    for approval in Approval.objects.filter(kind=kind, status="open").order_by("pk"):
        decide_approval(
            checker=manager, number=approval.number, is_approved=True, shown_hash=approval.payload_hash
        )
    deliver_events()


def code_of(act: Any) -> str:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.code


def test_a_promise_is_kept_by_the_payment_and_waits_for_its_day(
    case: CollectionCase, officer: User, loan: Loan
) -> None:
    row = promise(case, officer)
    case.refresh_from_db()
    assert (case.next_action, case.next_action_on) == ("promise", DUE + dt.timedelta(days=1))
    with at(11):
        pay(loan, 200_00)
        deliver_events()
    assert state(row) == ("open", 0)
    with at(12):
        pay(loan, 300_00, key="rest")
        deliver_events()
    assert state(row) == ("kept", 500_00)
    case.refresh_from_db()
    assert (case.status, case.next_action, case.broken_promises) == ("open", "call", 0)


@pytest.mark.parametrize(("paid_fen", "outcome"), [(0, "broken"), (200_00, "partly")])
def test_a_promise_not_kept_by_the_end_of_its_day_asks_for_a_call(
    case: CollectionCase, officer: User, loan: Loan, paid_fen: int, outcome: str
) -> None:
    row = promise(case, officer)
    if paid_fen:
        with at(11):
            pay(loan, paid_fen)
    follow(DUE - dt.timedelta(days=1))
    assert state(row) == ("open", 0)
    follow(DUE)
    assert state(row) == (outcome, paid_fen)
    case.refresh_from_db()
    assert (case.next_action, case.next_action_on, case.broken_promises) == ("call", DUE, 1)


def test_what_was_paid_before_the_promise_is_not_counted(
    case: CollectionCase, officer: User, loan: Loan
) -> None:
    with at(9):
        pay(loan, 400_00)
        deliver_events()
    row = promise(case, officer, fen=100_00)
    with at(12):
        pay(loan, 100_00, key="promised")
        deliver_events()
    assert state(row) == ("kept", 100_00)


def test_refuses_promises_that_are_none(case: CollectionCase, officer: User) -> None:
    days = dt.timedelta(days=1)
    for told, code in (
        ({"promised_fen": 1_00}, "promise_incomplete"),
        ({"promised_on": DUE}, "promise_incomplete"),
        ({"promised_fen": 1_00, "promised_on": LATE - days}, "promise_day"),
        ({"promised_fen": 1_00, "promised_on": LATE + 15 * days}, "promise_day"),
        ({"reached": "nobody", "said": [], "promised_fen": 1_00, "promised_on": DUE}, "not_connected"),
    ):
        CollectionContact.objects.filter(status="open").delete()
        with at(10):
            assert code_of(lambda told=told: connect(case, officer, **told)) == code
    CollectionContact.objects.filter(status="open").delete()
    promise(case, officer, on=LATE + 14 * days)
    with at(11):
        assert code_of(lambda: connect(case, officer, promised_fen=1, promised_on=DUE)) == "promised_already"
    assert PaymentPromise.objects.count() == 1


def test_the_month_counts_each_thing_once(case: CollectionCase, officer: User, loan: Loan) -> None:
    promise(case, officer)
    with at(12):
        fen = owed_fen(loan)
        pay(loan, fen)
        deliver_events()
    for by in ("officer", "stage"):
        found = month_results(dt.date(2026, 2, 1), by)
        assert [str(line.name) for line in found.lines] == [
            f"{officer.name} · {officer.number}" if by == "officer" else str(Stage.CARE.label)
        ]
        [line] = found.lines
        assert found.whole == line.results
        assert (line.results.cases, line.results.cured, line.results.contacts, line.results.connected) == (
            1,
            1,
            1,
            1,
        )
        assert (line.results.promises_ended, line.results.promises_kept) == (1, 1)
        assert line.results.recovered_fen == fen


def called_in(loan: Loan, officer: User, manager: User) -> None:
    """Let two instalments pass, give notice and let it run out: all of the loan is due."""
    jump(loan, dt.date(2026, 3, 25))
    row = propose_acceleration(loan=loan, maker=officer, reason="多次催收无果")
    approve_all("lending.acceleration", manager)
    on = dt.date(2026, 4, 10)
    set_today(on)
    call_in_loans(business_date=on, ids=[row.pk])
    jump(loan, on + dt.timedelta(days=1))


def test_a_settlement_asks_each_lender_and_takes_from_nobody_else(
    borrower: User, officer: User, manager: User
) -> None:
    loan = factories.late_loan(factories.make_debtor(borrower), holders=2)
    case = factories.case_of(loan)
    assert (
        code_of(
            lambda: propose_settlement(
                case=case, officer=officer, principal_fen=1_00, interest_fen=0, reason="困难"
            )
        )
        == "not_all_due"
    )
    assert not CollectionSettlement.objects.exists()
    called_in(loan, officer, manager)
    before = loan.outstanding_fen
    row = propose_settlement(
        case=case, officer=officer, principal_fen=1_000_01, interest_fen=0, reason="一次性结清"
    )
    waivers = list(Waiver.objects.order_by("claim__number"))
    assert [one.principal_fen for one in waivers] == [500_01, 500_00]
    assert sum(one.principal_fen for one in waivers) == row.principal_fen
    approve_all("lending.waiver", manager)
    accept_waiver(number=waivers[0].number, holder=waivers[0].holder)
    deliver_events()
    row.refresh_from_db()
    assert row.status == "asked"
    decline_waiver(number=waivers[1].number, holder=waivers[1].holder)
    deliver_events()
    row.refresh_from_db()
    loan.refresh_from_db()
    assert (row.status, before - loan.outstanding_fen) == ("ended", 500_01)
    assert Event.objects.get(kind="settlement.ended").data["granted_fen"] == 500_01
    told = Message.objects.get(to=borrower, template="collection_settlement", channel="inbox")
    assert "500.01" in told.subject


def test_refuses_settlements_beyond_what_is_owed(
    case: CollectionCase, officer: User, manager: User, loan: Loan
) -> None:
    called_in(loan, officer, manager)
    case.refresh_from_db()
    for principal_fen, interest_fen, code in (
        (0, 0, "nothing"),
        (loan.outstanding_fen + 1, 0, "too_much"),
        (0, 10_000_00, "too_much"),
    ):
        asked = {"principal_fen": principal_fen, "interest_fen": interest_fen, "reason": "困难"}
        assert code_of(lambda asked=asked: propose_settlement(case=case, officer=officer, **asked)) == code
    assert not Waiver.objects.exists()


def test_a_case_goes_to_law_by_two_persons_and_its_file_goes_along(
    case: CollectionCase, officer: User, manager: User, loan: Loan
) -> None:
    promise(case, officer)
    assert code_of(lambda: propose_hand_over(case=case, maker=officer, reason="催收无果")) == "too_early"
    jump(loan, dt.date(2026, 5, 16))
    follow(dt.date(2026, 5, 15))
    assert code_of(lambda: propose_hand_over(case=case, maker=officer, reason="催收无果")) == "too_early"
    jump(loan, dt.date(2026, 5, 17))
    propose_hand_over(case=case, maker=officer, reason="催收无果")
    assert code_of(lambda: propose_hand_over(case=case, maker=officer, reason="再报")) == "already_asked"
    case.refresh_from_db()
    assert (case.status, LegalStep.objects.count()) == ("open", 0)
    approve_all("risk.hand_over", manager)
    case.refresh_from_db()
    step = LegalStep.objects.get()
    assert (case.status, case.legal_step, step.kind, step.recorded_by) == (
        "legal",
        step,
        "handed_over",
        manager,
    )
    file = CollectionPaper.objects.get(kind="file")
    [contact] = file.facts["contacts"]
    [promised] = file.facts["promises"]
    assert contact[1:] == ["call", officer.number, "debtor", ["will_pay"]]
    assert promised[1:] == [DUE.isoformat(), 500_00, 0, "broken"]
    assert steps_of(loan)[-1].words == step.get_kind_display()
    assert "李" not in str(file.facts)


def test_a_hand_over_approved_after_the_money_came_is_not_carried_out(
    case: CollectionCase, officer: User, manager: User, loan: Loan
) -> None:
    jump(loan, dt.date(2026, 5, 17))
    propose_hand_over(case=case, maker=officer, reason="催收无果")
    with clock.simulated(dt.date(2026, 5, 18), dt.time(10)):
        pay(loan, owed_fen(loan))
    approve_all("risk.hand_over", manager)
    case.refresh_from_db()
    assert (case.status, LegalStep.objects.count()) == ("closed", 0)


def test_cases_are_shared_fairly_and_one_debtor_keeps_one_officer(
    case: CollectionCase, officer: User, manager: User
) -> None:
    second = factories.officer("second@example.cn")
    other = CollectionCase(loan=case.loan)
    assert (
        code_of(lambda: reassign_collection(case=case, to=manager, actor=manager, reason="休假"))
        == "not_an_officer"
    )
    reassign_collection(case=case, to=second, actor=manager, reason="休假")
    case.refresh_from_db()
    assert (case.officer, other.officer) == (second, None)
    assert code_of(lambda: reassign_collection(case=case, to=second, actor=manager, reason="x")) == "has_it"
    assert next_officer(case.loan.borrower) == second
    assert next_officer(make_customer("stranger@example.cn", name="陈陌")) == officer
