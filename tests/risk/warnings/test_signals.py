"""Signals from behaviour: what raises one, that the same night twice raises it once, and what nothing new adds."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import append_only, clock
from accounts.events import record_event
from accounts.field_origins import EnteredBy
from accounts.models import Event, KnownDevice, User
from accounts.services.deliver_events import deliver_events
from accounts.services.save_contact import save_contact
from finance.custody.sandbox_customer import pay_in
from lending.models import Loan
from lending.services.ask_restructure import ask_restructure
from lending.services.debit_loans import debit_loans
from risk.models import BehaviourFact, LinkMark, Score, SignalRule, SnapshotLoan, WarningSignal
from risk.services.close_signal import close_signal
from risk.services.lapse_signals import find_signals_to_lapse, lapse_signals
from risk.services.note_night import find_loans_to_note, note_night
from risk.services.raise_signals import raise_signals
from risk.services.score_application import score_application
from risk.warnings.behaviour import facts_of
from risk.warnings.finders import find_clusters
from risk.warnings.kinds import Occasion, signal_kinds
from tests.closing import set_today
from tests.dealers import active
from tests.factories import make_customer
from tests.lending import factories
from tests.risk.collections.factories import jump
from tests.risk.portfolio.books import write_down
from tests.risk.warnings.factories import DUE, RETRIED, SECOND_DUE, failed_debits, night, unpaid_loan

ONE_DAY = dt.timedelta(days=1)


def told() -> list[tuple[str, str, int]]:
    """Return every signal: code, day raised, hits."""
    rows = WarningSignal.objects.order_by("pk")
    return [(row.code, f"{row.raised_on:%m-%d}", row.hit_count) for row in rows]


def test_failed_debits_and_a_first_payment_default(borrower: User) -> None:
    loan = unpaid_loan(borrower)
    assert night(DUE, loan) == []
    # The same night once more changes nothing.
    assert night(DUE, loan) == []
    assert night(DUE + ONE_DAY, loan) == []
    assert night(DUE + 3 * ONE_DAY, loan) == ["FAILED_DEBITS", "FIRST_PAYMENT"]
    # After five nights another failed try tells nothing new; the next instalment does.
    assert night(DUE + 6 * ONE_DAY, loan) == []
    assert sorted(told()) == [("FAILED_DEBITS", "02-18", 1), ("FIRST_PAYMENT", "02-18", 1)]
    assert night(SECOND_DUE, loan) == []
    assert sorted(told()) == [("FAILED_DEBITS", "02-18", 2), ("FIRST_PAYMENT", "02-18", 1)]
    signal = WarningSignal.objects.get(code="FAILED_DEBITS")
    first, second = signal.hits.order_by("pk")
    unpaid = [row.total_fen for row in loan.instalments.filter(n__in=[1, 2]).order_by("n")]
    # What an instalment lacked is counted once, with the overdue interest of the last try.
    tries = [(DUE + n * ONE_DAY).isoformat() for n in (0, 1, 3)]
    assert [(row["fact"], row["on"], row["number"]) for row in first.rows] == [
        ("debit_missed", on, loan.number) for on in tries
    ]
    assert (first.rows[0]["fen"], first.rows[-1]["fen"]) == (unpaid[0], unpaid[0] + 49)
    assert first.figures == {"count": 3, "amount_fen": unpaid[0] + 49}
    assert second.figures == {"count": 4, "amount_fen": unpaid[0] + 49 + unpaid[1]}
    assert (signal.loan, signal.borrower, signal.severity, signal.rule.version) == (loan, borrower, "act", 1)


def test_days_caught_up_give_the_signals_of_days_closed_one_by_one(borrower: User) -> None:
    loan = unpaid_loan(borrower)
    days = [DUE + n * ONE_DAY for n in range(29)]
    for day in days:
        night(day, loan)
    one_by_one = told()
    assert one_by_one == [("FAILED_DEBITS", "02-17", 5), ("FIRST_PAYMENT", "02-18", 1)]
    # Every night is run again afterwards, as a catch-up does after an interrupted close.
    facts = BehaviourFact.objects.count()
    for day in days:
        night(day)
    assert (told(), BehaviourFact.objects.count()) == (one_by_one, facts)


def test_a_signal_that_was_judged_comes_back_only_with_something_new(
    borrower: User, risk_officer: User
) -> None:
    signal = failed_debits(borrower)
    occasion = Occasion(RETRIED, frozenset({signal.loan_id or 0}), frozenset({borrower.pk}))
    close_signal(signal=signal, outcome="false_alarm", reason="客户出差，次日已还。", actor=risk_officer)
    assert raise_signals(occasion=occasion, kinds=["failed_debits"]) == []
    loan = Loan.objects.get()
    assert night(dt.date(2026, 4, 15), loan) == ["FAILED_DEBITS"]
    states = (
        WarningSignal.objects.filter(code="FAILED_DEBITS").order_by("pk").values_list("status", flat=True)
    )
    assert list(states) == ["closed", "open"]
    # Two of the last 60 days are not enough; the third joins the live signal.
    assert night(dt.date(2026, 5, 15), loan) == []
    assert WarningSignal.objects.filter(code="FAILED_DEBITS").latest("pk").hit_count == 1
    assert night(dt.date(2026, 5, 16), loan) == []
    again = WarningSignal.objects.filter(code="FAILED_DEBITS").latest("pk")
    assert (again.hit_count, again.last_hit_on) == (2, dt.date(2026, 5, 16))


def test_partial_payments_make_a_pattern(borrower: User) -> None:
    loan = unpaid_loan(borrower)
    for due in (DUE, SECOND_DUE):
        set_today(due)
        with clock.simulated(due, dt.time(20)):
            pay_in(borrower, 100_00)
            debit_loans(business_date=due, loan_ids=[loan.pk])
        raised = night(due, loan)
    # The second ¥100 went to the first instalment, the oldest: only one was paid in part on its own day.
    assert raised == ["FIRST_PAYMENT"]
    assert BehaviourFact.objects.filter(kind="part_paid").count() == 1
    SignalRule.objects.filter(code="PART_PAYMENTS").update(parameters={"count": 1, "days": 90})
    occasion = Occasion(SECOND_DUE, frozenset({loan.pk}), frozenset({borrower.pk}))
    assert len(raise_signals(occasion=occasion, kinds=["part_payments"])) == 1


@pytest.mark.parametrize(("days_before", "is_raised"), [(10, True), (11, False)])
def test_an_address_changed_just_before_a_due_day(borrower: User, days_before: int, is_raised: bool) -> None:
    unpaid_loan(borrower)
    day = DUE - days_before * ONE_DAY
    set_today(day)
    with clock.simulated(day):
        home = {"address": "上海市静安区南京西路1号"}
        save_contact(user=borrower, values=home, entered=EnteredBy(borrower))
        deliver_events()
    assert [row[0] for row in told()] == (["CONTACT_CHANGED"] if is_raised else [])
    if is_raised:
        signal = WarningSignal.objects.get()
        assert (signal.subject_type, signal.raised_on) == ("borrower", day)
        assert signal.hits.get().figures == {"days": 10}


def test_hardship_and_evidence_of_use_are_told_at_once(borrower: User) -> None:
    loan = unpaid_loan(borrower)
    set_today(DUE - ONE_DAY)
    ask_restructure(loan=loan, borrower=borrower, hardship="job_lost", words="公司裁员，暂无收入。")
    # The room that keeps the evidence names the loan as the subject, or by its number.
    record_event("use_evidence.missing", subject=loan, actor=None)
    record_event("use_evidence.refused", subject=None, actor=None, data={"loan": loan.number})
    deliver_events()
    assert [row[0] for row in told()] == ["HARDSHIP", "USE_EVIDENCE"]
    assert WarningSignal.objects.get(code="USE_EVIDENCE").hit_count == 2
    assert Event.objects.filter(kind="warning_signal.raised").count() == 2


def test_a_grade_falls_by_the_scores_that_decide(borrower: User) -> None:
    first = score_application(application=factories.make_submitted(borrower))
    assert first is not None

    def falls_to(grade: str, *, is_deciding: bool = True) -> list[int]:
        count = Score.objects.count()
        row = Score.objects.get(pk=first.pk)
        row.pk, row.number, row.inputs_hash = None, f"SC{count:012d}", f"{count:064d}"
        row.grade, row.is_deciding = grade, is_deciding
        row.save(force_insert=True)
        return [fact.figure for fact in facts_of(record_event("score.made", subject=row, actor=None))]

    falls_to("A")
    assert falls_to("B") == [1]
    # A card that only looks on says nothing of the borrower, and nothing is compared with it.
    assert falls_to("D", is_deciding=False) == []
    assert falls_to("B") == []
    assert falls_to("E") == [3]
    assert falls_to("C") == []


def test_applications_count_for_those_who_owe(borrower: User, stranger: User) -> None:
    unpaid_loan(borrower)
    set_today(DUE - ONE_DAY)
    for user in (borrower, stranger):
        for n in range(3):
            record = factories.make_draft(user) if user is stranger and n == 0 else None
            source = record or user
            BehaviourFact.objects.create(
                kind="applied",
                key=f"applied:{user.pk}:{n}",
                on=clock.today(),
                at=clock.now(),
                borrower=user,
                source_type="user",
                source_number=source.number,
            )
    occasion = Occasion(clock.today(), frozenset(), frozenset({borrower.pk, stranger.pk}))
    assert len(raise_signals(occasion=occasion, kinds=["many_applications"])) == 1
    assert WarningSignal.objects.get().borrower == borrower


def test_who_shares_a_device_with_a_late_borrower(borrower: User) -> None:
    loan = unpaid_loan(borrower)
    mate, far = make_customer("mate@example.cn"), make_customer("far@example.cn")
    with clock.simulated(DUE - ONE_DAY):
        set_today(DUE - ONE_DAY)
        for user in (mate, far):
            factories.make_active_loan(user, {factories.make_investor(f"of.{user.pk}@example.cn"): 1000000})
        LinkMark.objects.bulk_create(
            LinkMark(user=user, kind=kind, index=index, seen_at=clock.now())
            for user, kind, index in (
                (borrower, "device", "d1"),
                (mate, "device", "d1"),
                (borrower, "address", "a1"),
                (far, "address", "a1"),
            )
        )
    for days in range(1, 7):
        night(DUE + days * ONE_DAY, loan)
    assert not WarningSignal.objects.filter(code="LINKED_OVERDUE").exists()
    assert night(DUE + 7 * ONE_DAY, loan) == ["LINKED_OVERDUE"]
    signal = WarningSignal.objects.get(code="LINKED_OVERDUE")
    # A shared address links honest families and says nothing here.
    assert (signal.borrower, signal.hits.get().figures) == (mate, {"people": 1})
    assert KnownDevice.objects.count() == 0


def test_a_cluster_needs_enough_loans_and_enough_of_them_late(borrower: User) -> None:
    loan = unpaid_loan(borrower)
    dealer = active("cluster@dealer.cn")
    set_today(DUE + ONE_DAY)
    jump(loan, DUE + ONE_DAY)
    write_down(DUE + ONE_DAY)
    row = SnapshotLoan.objects.get()
    occasion = Occasion(DUE + ONE_DAY, frozenset({loan.pk}), frozenset({borrower.pk}))
    rule = {"days": 180, "least_loans": 1, "least_late": 1, "share_ppm": 200_000}
    # A loan of no dealer says nothing.
    assert find_clusters(rule, occasion) == []
    with append_only.lifted():
        SnapshotLoan.objects.filter(pk=row.pk).update(dealer=dealer)
    [found] = find_clusters(rule, occasion)
    assert (found.subject_id, found.figures) == (dealer.pk, {"loans": 1, "late": 1, "share_ppm": 1_000_000})
    assert [one["number"] for one in found.rows] == [loan.number]
    for more in ({"least_loans": 2}, {"least_late": 2}):
        assert find_clusters({**rule, **more}, occasion) == []


def test_open_signals_lapse_after_the_days_of_the_rule(borrower: User) -> None:
    signal = failed_debits(borrower)
    day = RETRIED + 90 * ONE_DAY
    assert signal.pk not in find_signals_to_lapse(day, 0, 100)
    assert find_signals_to_lapse(day + ONE_DAY, 0, 100) == list(
        WarningSignal.objects.order_by("pk").values_list("pk", flat=True)
    )
    lapse_signals(business_date=day + ONE_DAY, signal_ids=[signal.pk])
    signal.refresh_from_db()
    assert (signal.status, signal.outcome, signal.closed_by) == ("closed", "lapsed", None)


def test_a_night_costs_the_same_for_one_loan_and_for_many(borrower: User) -> None:
    loans = [unpaid_loan(borrower)]
    set_today(dt.date(2026, 1, 15))
    with clock.simulated(dt.date(2026, 1, 15)):
        for n in range(5):
            lender = factories.make_investor(f"lender{n}@example.cn")
            user = make_customer(f"more{n}@example.cn")
            loans.append(factories.make_active_loan(user, {lender: 10_000_00}))
    for day, raised in ((DUE, 0), (DUE + 3 * ONE_DAY, 6)):
        for loan in loans:
            jump(loan, day + ONE_DAY)
        ids = find_loans_to_note(day, 0, 500)
        assert ids == [loan.pk for loan in loans]
        counts = []
        for some in (ids[:1], ids[1:]):
            with clock.closing(day), CaptureQueriesContext(connection) as asked:
                note_night(business_date=day, loan_ids=some)
            counts.append(len(asked))
        assert counts[0] == counts[1] <= 30, (day, counts)
        assert WarningSignal.objects.count() == raised


@pytest.mark.django_db
def test_a_night_in_which_nothing_happened_asks_a_few_indexed_questions() -> None:
    with CaptureQueriesContext(connection) as asked:
        assert find_loans_to_note(dt.date(2026, 3, 1), 0, 500) == []
    # The rules, the desk's rule, what was due, and a question for each number of days late that a rule asks for.
    assert len(asked) == 6


@pytest.mark.django_db
def test_the_house_comes_with_a_rule_of_every_kind() -> None:
    rules = {row.kind: row for row in SignalRule.objects.filter(status="published")}
    assert sorted(rules) == [kind.code for kind in signal_kinds()]
    for kind in signal_kinds():
        assert sorted(rules[kind.code].parameters) == sorted(one.name for one in kind.parameters)
        assert (
            "%" not in kind.says(rules[kind.code].parameters).replace("%", "", 1)
            or kind.code == "dealer_cluster"
        )
