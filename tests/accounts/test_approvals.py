"""Four eyes: what a request is bound to, who may decide, and that it works once."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from accounts import approvals, clock
from accounts.approvals import ApprovalKind, register_approval_kind
from accounts.errors import Refused, StaleState
from accounts.invariants import check_all
from accounts.models import Approval, Event, User
from accounts.services.consume_approval import consume_approval
from accounts.services.decide_approval import decide_approval
from accounts.services.expire_approvals import expire_approvals, find_approvals_to_expire
from accounts.services.request_approval import request_approval
from accounts.services.withdraw_approval import withdraw_approval
from accounts.web.parts import Fact
from tests.factories import make_customer, make_staff
from tests.races import errors_of, only_postgresql, race

KIND = "test.change"
PAYLOAD = {"limit_fen": 5_000_00}


@pytest.fixture(autouse=True)
def kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(approvals, "_kinds", {})
    register_approval_kind(
        ApprovalKind(KIND, "A change", "risk.decide_case", lambda row: [Fact("Limit", "¥5,000.00")])
    )


@pytest.fixture
def maker(db: None) -> User:
    return make_staff("maker@example.cn", "customer_service", "risk_manager")


@pytest.fixture
def checker(db: None) -> User:
    return make_staff("checker@example.cn", "risk_manager")


def ask(maker: User, subject: User, **changes: object) -> Approval:
    values = {"kind": KIND, "payload": PAYLOAD, "page_path": "/office/", "reason": "New income proved"}
    return request_approval(maker=maker, subject=subject, **{**values, **changes})  # type: ignore[arg-type]


def decide(checker: User, row: Approval, **changes: object) -> Approval:
    values = {"number": row.number, "is_approved": True, "shown_hash": row.payload_hash}
    return decide_approval(checker=checker, **{**values, **changes})  # type: ignore[arg-type]


def use(row: Approval, subject: User | None, **changes: object) -> Approval:
    values = {"number": row.number, "kind": KIND, "subject": subject, "payload": PAYLOAD, "actor": None}
    with transaction.atomic():
        return consume_approval(**{**values, **changes})  # type: ignore[arg-type]


def assert_unmoved(row: Approval, status: str) -> None:
    row.refresh_from_db()
    assert row.status == status


def test_what_was_approved_is_carried_out_once(maker: User, checker: User, borrower: User) -> None:
    row = ask(maker, borrower)
    assert (row.status, row.number[:2], row.subject_number) == ("open", "AV", borrower.number)
    decide(checker, row, note="Seen the payslips.")
    use(row, borrower)
    row.refresh_from_db()
    assert (row.status, row.checker, row.note) == ("used", checker, "Seen the payslips.")
    kinds = Event.objects.filter(subject_number=row.number).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["approval.open", "approval.approved", "approval.used"]
    with pytest.raises(Refused, match="not_approved"):
        use(row, borrower)
    assert [finding for finding in check_all() if not finding.ok] == []


def test_nothing_is_carried_out_before_it_is_approved(maker: User, borrower: User) -> None:
    row = ask(maker, borrower)
    with pytest.raises(Refused, match="not_approved"):
        use(row, borrower)
    assert_unmoved(row, "open")


@pytest.mark.parametrize(
    "changes",
    [{"payload": {"limit_fen": 5_000_01}}, {"payload": {}}, {"version": "2"}],
    ids=["another amount", "nothing", "another version"],
)
def test_only_what_was_approved_is_carried_out(
    maker: User, checker: User, borrower: User, changes: dict[str, object]
) -> None:
    row = ask(maker, borrower)
    decide(checker, row)
    with pytest.raises(Refused, match="content_changed"):
        use(row, borrower, **changes)
    assert_unmoved(row, "approved")


def test_another_object_than_the_approved_one_is_refused(
    maker: User, checker: User, borrower: User, investor: User
) -> None:
    row = ask(maker, borrower)
    decide(checker, row)
    for other in (investor, None):
        with pytest.raises(Refused, match="content_changed"):
            use(row, other)
    use(row, borrower)


def test_four_eyes_are_two_persons_not_two_logins(maker: User, checker: User, borrower: User) -> None:
    row = ask(maker, borrower)
    second_login = make_staff("maker2@example.cn", "risk_manager")
    second_login.person = maker.person
    second_login.save()
    for same in (maker, second_login):
        with pytest.raises(Refused, match="same_person"):
            decide(same, row)
    assert_unmoved(row, "open")
    decide(checker, row)


def test_the_database_refuses_a_maker_who_checks(maker: User, borrower: User) -> None:
    row = ask(maker, borrower)
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.filter(pk=row.pk).update(checker=maker)


def test_who_may_not_check_this_kind_is_refused(maker: User, checker: User, borrower: User) -> None:
    row = ask(maker, borrower)
    with pytest.raises(Refused, match="not_checker"):
        decide(make_staff("cashier@example.cn", "cashier"), row)
    assert_unmoved(row, "open")
    decide(checker, row)


def test_a_no_needs_a_reason_and_is_final(maker: User, checker: User, borrower: User) -> None:
    row = ask(maker, borrower)
    with pytest.raises(Refused, match="note_missing"):
        decide(checker, row, is_approved=False, note="  ")
    decide(checker, row, is_approved=False, note="The payslips are copies.")
    assert_unmoved(row, "rejected")
    with pytest.raises(StaleState):
        decide(checker, row)
    with pytest.raises(Refused, match="not_approved"):
        use(row, borrower)


def test_the_checker_decides_on_what_was_shown(maker: User, checker: User, borrower: User) -> None:
    row = ask(maker, borrower)
    with pytest.raises(Refused, match="content_changed"):
        decide(checker, row, shown_hash="0" * 64)
    assert_unmoved(row, "open")


def test_time_ends_a_request_before_and_after_it_is_approved(
    maker: User, checker: User, borrower: User, investor: User
) -> None:
    waiting, approved = ask(maker, borrower), ask(maker, investor)
    decide(checker, approved)
    late = clock.today() + dt.timedelta(days=7)
    with clock.simulated(late, dt.time(23, 59)):
        with pytest.raises(Refused, match="approval_expired"):
            decide(checker, waiting)
        with pytest.raises(Refused, match="approval_expired"):
            use(approved, investor)
        found = find_approvals_to_expire(0, 10)
        assert found == [waiting.pk, approved.pk]
        assert expire_approvals(found) == 2
        assert expire_approvals(found) == 0
    assert_unmoved(waiting, "expired")
    assert_unmoved(approved, "expired")


def test_the_maker_alone_takes_a_request_back(maker: User, checker: User, borrower: User) -> None:
    row = ask(maker, borrower)
    with pytest.raises(Refused, match="not_yours"):
        withdraw_approval(maker=checker, number=row.number)
    withdraw_approval(maker=maker, number=row.number)
    assert_unmoved(row, "withdrawn")
    with pytest.raises(StaleState):
        decide(checker, row)


def test_one_request_for_an_object_is_pending_at_a_time(maker: User, checker: User, borrower: User) -> None:
    row = ask(maker, borrower)
    with pytest.raises(Refused, match="already_asked"):
        ask(maker, borrower)
    assert Approval.objects.count() == 1
    decide(checker, row)
    with pytest.raises(Refused, match="already_asked"):
        ask(maker, borrower)
    use(row, borrower)
    ask(maker, borrower)


def test_a_request_says_why(maker: User, borrower: User) -> None:
    with pytest.raises(Refused, match="reason_missing"):
        ask(maker, borrower, reason=" ")
    assert not Approval.objects.exists()


def test_verify_finds_one_human_on_both_sides(maker: User, checker: User, borrower: User) -> None:
    row = ask(maker, borrower)
    decide(checker, row)
    checker.person = maker.person
    checker.save()
    found = {finding.name: finding.breaches for finding in check_all() if not finding.ok}
    assert found == {"maker_is_not_checker": [f"{row.number} was decided by the person who asked"]}


@pytest.mark.postgres
@only_postgresql
@pytest.mark.django_db(transaction=True)
def test_two_checkers_at_once_have_one_decision_and_two_users_one_effect() -> None:
    maker = make_staff("maker@example.cn", "risk_manager")
    checkers = [make_staff(f"checker{n}@example.cn", "risk_manager") for n in range(4)]
    subject = make_customer("borrower@example.cn")
    row = ask(maker, subject)
    outcomes = race([lambda who=who: decide(who, row) for who in checkers])
    assert sum(outcome.is_ok for outcome in outcomes) == 1
    assert set(errors_of(outcomes)) == {StaleState}
    uses = race([lambda: use(row, subject)] * 4)
    assert sum(outcome.is_ok for outcome in uses) == 1
    assert [one.error.code for one in uses if isinstance(one.error, Refused)] == ["not_approved"] * 3
    connection.close()
