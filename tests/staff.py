"""The cast of the tests about colleagues, and the short ways to ask, approve and carry out."""

import datetime as dt
import re
from typing import TypeVar

from django.core import mail

from accounts import clock
from accounts.models import BusinessDate, Deputyship, Position, StaffChange, User
from accounts.services.ask_deputy import ask_deputy
from accounts.services.ask_joiner import ask_joiner
from accounts.services.ask_leave import ask_leave
from accounts.services.ask_move import ask_move
from accounts.services.begin_changes import begin_changes, find_changes_to_begin
from accounts.services.turn_deputyships import find_deputyships_to_turn, turn_deputyships
from tests import approvals
from tests.factories import make_identity_number, make_staff

Asked = TypeVar("Asked", StaffChange, Deputyship)

NEWCOMER = "newcomer@fenqi.example"


def keeper() -> User:
    """The administrator who asks."""
    return User.objects.filter(email="keeper@example.cn").first() or make_staff(
        "keeper@example.cn", "administrator"
    )


def director() -> User:
    """The director who approves."""
    return User.objects.filter(email="director@example.cn").first() or make_staff(
        "director@example.cn", "director"
    )


def again(user: User) -> User:
    """Return the login as a new request finds it."""
    return User.objects.select_related("person").get(pk=user.pk)


def chair(code: str) -> Position:
    return Position.objects.select_related("department").get(code=code)


def days(count: int) -> dt.date:
    return clock.today() + dt.timedelta(days=count)


def decide(row: Asked, *, checker: User | None = None, is_approved: bool = True) -> Asked:
    """Decide on the request and let follow what follows; return it fresh."""
    return approvals.decide(row, checker or director(), is_approved=is_approved)


def ask_newcomer(
    position: str = "risk_officer",
    *,
    on: dt.date | None = None,
    actor: User | None = None,
    address: str = NEWCOMER,
    identity: str = "",
    name: str = "钱新",
) -> StaffChange:
    return ask_joiner(
        actor=actor or keeper(),
        real_name=name,
        work_address=address,
        identity_number=identity or make_identity_number(),
        position=chair(position),
        effective_on=on or clock.today(),
        reason="补充人手。",
    )


def ask_to_move(
    user: User, position: str, *, on: dt.date | None = None, actor: User | None = None
) -> StaffChange:
    return ask_move(
        actor=actor or keeper(),
        colleague=user,
        position=chair(position),
        effective_on=on or clock.today(),
        reason="岗位调整。",
    )


def ask_to_leave(
    user: User, successor: User, *, on: dt.date | None = None, actor: User | None = None
) -> StaffChange:
    return ask_leave(
        actor=actor or keeper(),
        colleague=user,
        effective_on=on or clock.today(),
        handover_to=successor,
        reason="个人原因离职。",
    )


def ask_to_stand_in(
    principal: User,
    deputy: User,
    *rights: str,
    from_on: dt.date | None = None,
    until_on: dt.date | None = None,
    actor: User | None = None,
) -> Deputyship:
    return ask_deputy(
        actor=actor or keeper(),
        principal=principal,
        deputy=deputy,
        from_on=from_on or clock.today(),
        until_on=until_on or days(5),
        rights=rights,
        reason="年假。",
    )


def close_day() -> None:
    """Do what the steps of a close do for staff: the date moves on, then the day that was is worked up."""
    day = clock.today()
    BusinessDate.objects.update(today_on=day + dt.timedelta(days=1))
    with clock.closing(day):
        begin_changes(day, find_changes_to_begin(day, 0, 100))
        turn_deputyships(day, find_deputyships_to_turn(day, 0, 100))


def invitation_token() -> str:
    """Return the token of the newest invitation that was mailed."""
    match = re.search(r"/staff/invitations/([\w-]+)/", str(mail.outbox[-1].body))
    assert match is not None
    return match[1]
