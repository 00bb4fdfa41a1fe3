"""A leaver who decides at the same moment, on PostgreSQL: the decision is either before and stands, or is refused."""

import threading

import pytest

from accounts import locking
from accounts.approvals import ApprovalKind, register_approval_kind
from accounts.errors import Refused
from accounts.models import Approval, Event, StaffChange, User
from accounts.services import decide_approval as deciding
from accounts.services import finish_change as finishing
from accounts.services.decide_approval import decide_approval
from accounts.services.deliver_events import deliver_events
from accounts.services.request_approval import request_approval
from tests.factories import make_staff
from tests.races import only_postgresql, race, wait_until_somebody_waits
from tests.staff import again, ask_to_leave, ask_to_stand_in, director, keeper

pytestmark = [
    pytest.mark.postgres,
    only_postgresql,
    pytest.mark.django_db(transaction=True),
]
KIND = ApprovalKind("test.leaver", "A test", "lending.approve_products", lambda row: [])


@pytest.fixture(autouse=True)
def no_watchers(house_lock_order: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The watcher of the lock order knows one thread; these tests have many."""
    monkeypatch.setattr(locking, "watchers", [])


@pytest.fixture
def leaver(transactional_db: None) -> User:
    return make_staff("manager@example.cn", "risk_manager")


@pytest.fixture
def asked(leaver: User) -> Approval:
    register_approval_kind(KIND)
    maker = make_staff("maker@example.cn", "operations_manager")
    return request_approval(
        maker=maker, kind=KIND.code, subject=None, payload={}, page_path="/office/", reason="a test"
    )


@pytest.fixture
def leaving(leaver: User) -> StaffChange:
    """The leave, approved and waiting to be carried out."""
    change = ask_to_leave(leaver, keeper())
    approval = Approval.objects.get(number=change.approval_number)
    decide_approval(
        checker=director(), number=approval.number, is_approved=True, shown_hash=approval.payload_hash
    )
    return change


def approve(checker: User, asked: Approval) -> str:
    row = decide_approval(
        checker=checker, number=asked.number, is_approved=True, shown_hash=asked.payload_hash
    )
    return str(row.status)


def test_a_decision_that_comes_while_the_leave_is_carried_out_is_refused(
    leaver: User, asked: Approval, leaving: StaffChange, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The leave holds the login's lock; the leaver, whose page was open with every right, waits and is told no."""
    checker = again(leaver)
    assert checker.has_right(KIND.right)
    in_the_middle = threading.Event()
    end_sessions = finishing.end_sessions

    def end_when_the_rival_waits(*, user: User) -> int:
        in_the_middle.set()
        wait_until_somebody_waits()
        return end_sessions(user=user)

    monkeypatch.setattr(finishing, "end_sessions", end_when_the_rival_waits)

    def decide() -> str:
        assert in_the_middle.wait(30)
        return approve(checker, asked)

    left, decided = race([lambda: deliver_events(consumer="accounts.staff"), decide])
    assert left.is_ok
    assert isinstance(decided.error, Refused)
    assert decided.error.code == "not_checker"
    assert again(leaver).is_active is False
    assert Approval.objects.get(pk=asked.pk).status == "open"
    assert StaffChange.objects.get().status == "done"


def test_a_decision_that_began_before_the_leave_stands(
    leaver: User, asked: Approval, leaving: StaffChange, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The decision holds the login's lock; the leave waits for it and is carried out after."""
    checker = again(leaver)
    in_the_middle = threading.Event()
    move = deciding.move

    def move_when_the_rival_waits(*args: object, **fields: object) -> None:
        in_the_middle.set()
        wait_until_somebody_waits()
        move(*args, **fields)  # type: ignore[arg-type]

    monkeypatch.setattr(deciding, "move", move_when_the_rival_waits)

    def leave() -> int:
        assert in_the_middle.wait(30)
        return deliver_events(consumer="accounts.staff")

    decided, left = race([lambda: approve(checker, asked), leave])
    assert (decided.result, left.is_ok) == ("approved", True)
    assert again(leaver).is_active is False
    at = {
        event.kind: event.pk
        for event in Event.objects.filter(kind__in=["approval.approved", "user.staff_left"])
    }
    assert at["approval.approved"] < at["user.staff_left"]


def test_without_the_login_read_anew_the_leaver_still_decides(
    leaver: User, asked: Approval, leaving: StaffChange, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the rights of the open page are believed, and somebody who is gone approves."""
    checker = again(leaver)
    assert checker.has_right(KIND.right)
    lock_one = deciding.lock_one
    monkeypatch.setattr(deciding, "lock_one", lambda rows: checker if rows.model is User else lock_one(rows))
    deliver_events(consumer="accounts.staff")
    assert again(leaver).is_active is False
    assert approve(checker, asked) == "approved"


def test_two_absences_asked_at_once_do_not_join_what_excludes_each_other(leaver: User) -> None:
    officer = make_staff("officer@example.cn", "risk_officer")
    clerk = make_staff("clerk@example.cn", "promotion_lead")
    keeper()
    outcomes = race(
        [
            lambda: ask_to_stand_in(leaver, clerk, "risk.decide_case"),
            lambda: ask_to_stand_in(officer, clerk, "risk.review_case"),
        ]
    )
    errors = [outcome.error for outcome in outcomes if outcome.error is not None]
    assert [getattr(error, "code", error) for error in errors] == ["duties_clash"]
