"""Roles follow from appointments in force, and from nothing else."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from accounts import clock
from accounts.errors import Refused
from accounts.models import Appointment, BusinessDate, Department, Event, Position, PositionRole, User
from accounts.roles import ROLES
from accounts.services.appoint import appoint
from accounts.staff.queries import holders_of_role, position_for_role
from accounts.staff.seed import read_chart, seed_chart
from accounts.states import move
from tests.factories import make_staff, seat

pytestmark = pytest.mark.django_db


def again(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_roles_begin_and_end_with_appointments() -> None:
    user = make_staff("officer@example.cn", "risk_officer")
    [appointment] = user.appointments.all()
    assert again(user).roles == {"risk_officer"}
    assert again(user).rights == ROLES["risk_officer"]
    seat(user, "collections_officer")
    assert again(user).roles == {"risk_officer", "collections_officer"}
    move(appointment, "ended", actor=None, until_on=clock.today())
    assert again(user).roles == {"collections_officer"}
    assert not again(user).has_right("risk.review_case")


def test_a_planned_appointment_gives_nothing_and_a_passed_last_day_ends_it_without_a_close() -> None:
    user = make_staff("officer@example.cn")
    position = Position.objects.get(code="risk_officer")
    tomorrow = clock.today() + dt.timedelta(days=1)
    planned = appoint(user=user, position=position, from_on=tomorrow, actor=None)
    assert planned.status == "planned"
    assert again(user).roles == frozenset()
    move(planned, "in_force", actor=None, until_on=tomorrow)
    assert again(user).roles == {"risk_officer"}
    BusinessDate.objects.update(today_on=tomorrow)
    assert again(user).roles == {"risk_officer"}
    BusinessDate.objects.update(today_on=tomorrow + dt.timedelta(days=1))
    assert again(user).roles == frozenset()
    assert list(holders_of_role("risk_officer")) == []


def test_nobody_is_appointed_twice_to_a_position() -> None:
    user = make_staff("officer@example.cn", "risk_officer")
    events = Event.objects.count()
    with pytest.raises(Refused) as refused:
        seat(user, "risk_officer")
    assert refused.value.code == "already_appointed"
    assert (user.appointments.count(), Event.objects.count()) == (1, events)


@pytest.mark.parametrize(
    "values",
    [{"status": "sitting"}, {"status": "ended", "until_on": None}, {"until_on": dt.date(2020, 1, 1)}],
)
def test_the_database_refuses_impossible_appointments(values: dict[str, object]) -> None:
    user = make_staff("officer@example.cn", "risk_officer")
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.filter(user=user).update(**values)
    assert again(user).roles == {"risk_officer"}


def test_one_query_tells_every_right(django_assert_num_queries: object) -> None:
    user = again(make_staff("officer@example.cn", "risk_officer", "collections_officer"))
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert user.has_right("risk.review_case")
        assert not user.has_right("risk.decide_case")


def test_every_role_of_the_table_has_a_position_that_carries_it_alone() -> None:
    assert {role for role in ROLES if position_for_role(role) is None} == set()
    carried = {role for one in read_chart() for chair in one["positions"] for role in chair["roles"]}
    assert carried == set(ROLES)


def test_free_chairs_are_taken_before_full_ones() -> None:
    codes = [make_staff(f"d{n}@example.cn", "director").appointments.get().position.code for n in range(3)]
    assert codes == ["director", "director_risk_finance", "director"]


def test_the_seed_writes_the_chart_once_and_mends_what_differs(django_assert_num_queries: object) -> None:
    assert Department.objects.get(code="collections").parent.code == "risk"  # type: ignore[union-attr]
    assert Position.objects.get(code="cashier").reports_to.code == "finance_manager"  # type: ignore[union-attr]
    Position.objects.filter(code="cashier").update(title_zh="cashier", reports_to=None)
    PositionRole.objects.filter(role="cashier").delete()
    seed_chart()
    cashier = Position.objects.get(code="cashier")
    assert (cashier.title_zh, cashier.reports_to.code) == ("出纳", "finance_manager")  # type: ignore[union-attr]
    assert position_for_role("cashier") == cashier
    before = (Department.objects.count(), Position.objects.count(), PositionRole.objects.count())
    with django_assert_num_queries(6):  # type: ignore[operator]
        seed_chart()
    assert (Department.objects.count(), Position.objects.count(), PositionRole.objects.count()) == before
