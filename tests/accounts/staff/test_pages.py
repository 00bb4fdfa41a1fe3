"""The chart, the directory and the file of a colleague."""

import datetime as dt

import pytest
from django.test import Client

from accounts import clock
from accounts.models import Position, User
from accounts.services.appoint import appoint
from tests.arrivals import arrive
from tests.factories import make_staff
from tests.queries import assert_same_few_queries

pytestmark = pytest.mark.django_db
CHART, DIRECTORY = "/office/accounts/chart/", "/office/accounts/staff/"


@pytest.fixture
def administrator() -> User:
    user = make_staff("keeper@example.cn", "administrator")
    user.language = "en"
    user.save()
    return user


def hire(count: int, role: str = "customer_service") -> None:
    for number in range(count):
        make_staff(f"{role}{User.objects.count()}.{number}@example.cn", role)


def file_of(user: User) -> str:
    return f"{DIRECTORY}{user.number}/"


def test_the_chart_shows_who_sits_where_and_what_is_free(administrator: User) -> None:
    officer = make_staff("officer@example.cn", "risk_officer")
    client = arrive(administrator)
    chart = client.get(CHART).context["chart"]
    management, audit = chart.roots
    assert [branch.department.code for branch in management.branches] == [
        "operations", "business", "customer_service", "risk", "finance", "administration",
    ]  # fmt: skip
    assert audit.department.code == "audit"
    risk = management.branches[3]
    chairs = {chair.position.code: chair for chair in risk.chairs}
    assert [seat.user for seat in chairs["risk_officer"].seats] == [officer]
    assert chairs["risk_officer"].free == 2
    assert [group.department.code for group in risk.branches] == ["collections", "credit_committee"]
    assert (chart.people, risk.people) == (2, 1)
    text = client.get(CHART).content.decode()
    assert file_of(officer) in text


def test_colleagues_without_the_right_read_names_and_open_their_own_file_alone() -> None:
    cashier = make_staff("cashier@example.cn", "cashier")
    officer = make_staff("officer@example.cn", "risk_officer")
    client = arrive(cashier)
    for path in (CHART, DIRECTORY):
        text = client.get(path).content.decode()
        assert officer.name in text
        assert file_of(officer) not in text
        assert file_of(cashier) in text
    assert client.get(file_of(cashier)).status_code == 200
    assert client.get(file_of(officer)).status_code == 404


def test_the_pages_are_for_those_who_work_here(borrower: User) -> None:
    for path in (CHART, DIRECTORY):
        assert arrive(borrower).get(path).status_code == 404
        assert Client().get(path).status_code == 302


def test_the_directory_is_filtered_by_name_department_and_state(administrator: User) -> None:
    officer = make_staff("officer@example.cn", "risk_officer")
    collector = make_staff("collector@example.cn", "collections_officer")
    gone = make_staff("gone@example.cn", "risk_officer")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    client = arrive(administrator)

    def found(query: str) -> set[User]:
        return {row.user for row in client.get(f"{DIRECTORY}?{query}").context["rows"]}

    assert found("q=offic") == {officer}
    assert found(f"q={collector.number.lower()}") == {collector}
    assert found("department=collections") == {collector}
    # What is below a department belongs to it.
    assert found("department=risk&state=works") == {officer, collector}
    assert found("state=left") == {gone}
    assert found("department=nowhere&state=odd") == {administrator, officer, collector, gone}
    assert b"Nobody like this" in client.get(f"{DIRECTORY}?q=zzz").content


def test_a_file_tells_positions_over_time_factor_and_sessions(administrator: User) -> None:
    officer = make_staff("officer@example.cn", "risk_officer")
    arrive(officer)
    position = Position.objects.get(code="risk_manager")
    appoint(user=officer, position=position, from_on=clock.today() + dt.timedelta(days=9), actor=None)
    answer = arrive(administrator).get(file_of(officer))
    assert [(seat.position.code, seat.status) for seat in answer.context["seats"]] == [
        ("risk_manager", "planned"),
        ("risk_officer", "in_force"),
    ]
    facts = {fact.label: fact.value for fact in answer.context["facts"]}
    assert (facts["Signed-in devices"], facts["Second factor"]) == (1, "authenticator app")
    assert [str(role.name) for role in answer.context["roles"]] == ["Risk officer"]


def test_pages_take_few_queries_at_any_size(administrator: User) -> None:
    client = arrive(administrator)
    for path in (CHART, DIRECTORY):
        assert_same_few_queries(client, path, grow=hire, limit=14)
    officer = make_staff("officer@example.cn", "risk_officer")

    def appoint_often(count: int) -> None:
        at = clock.today()
        for _number in range(count):
            row = appoint(
                user=officer, position=Position.objects.get(code="promotion_lead"), from_on=at, actor=None
            )
            row.__class__.objects.filter(pk=row.pk).update(status="ended", until_on=at)

    assert_same_few_queries(client, file_of(officer), grow=appoint_often, limit=18)
