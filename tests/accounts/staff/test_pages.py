"""The chart, the directory and the file of a colleague."""

import datetime as dt
import html

import pytest
from django.test import Client

from accounts import clock
from accounts.forms.staff import DeputyForm, LeaverForm
from accounts.models import Appointment, Approval, Deputyship, Position, StaffChange, User
from accounts.services.appoint import appoint
from accounts.services.deliver_events import deliver_events
from tests.arrivals import arrive
from tests.factories import PASSWORD, make_identity_number, make_staff
from tests.queries import assert_same_few_queries, count_queries
from tests.staff import ask_to_leave, ask_to_move, ask_to_stand_in, decide, invitation_token

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

    assert_same_few_queries(client, file_of(officer), grow=appoint_often, limit=25)


# -- changes and absences ----------------------------------------------------------------------------------------------


def english(user: User) -> User:
    user.language = "en"
    user.save()
    return user


def test_a_joiner_is_asked_for_approved_and_comes_in(administrator: User) -> None:
    client = arrive(administrator)
    values = {
        "real_name": "钱新",
        "identity_number": make_identity_number(),
        "work_address": "newcomer@fenqi.example",
        "language": "zh-hans",
        "position": "risk_officer",
        "effective_on": clock.today().isoformat(),
        "reason": "补充人手。",
    }
    answer = client.post(f"{DIRECTORY}join/", {**values, "position": "nowhere", "effective_on": "x"})
    assert answer.status_code == 400
    assert set(answer.context["form"].errors) == {"position", "effective_on"}
    assert StaffChange.objects.count() == 0
    answer = client.post(f"{DIRECTORY}join/", values)
    change = StaffChange.objects.get()
    assert answer["Location"] == f"{DIRECTORY}changes/{change.number}/"
    boss = arrive(english(make_staff("director@example.cn", "director")))
    approval = Approval.objects.get()
    page = boss.get(f"/office/approvals/{approval.number}/").content.decode()
    assert "钱新" in page
    assert "Review credit cases" in page
    boss.post(
        f"/office/approvals/{approval.number}/decide/",
        {"decision": "approve", "shown_hash": approval.payload_hash},
    )
    deliver_events()
    page = client.get(answer["Location"]).content.decode()
    assert "Send a new invitation" in page
    assert client.post(f"{answer['Location']}invite/").status_code == 302
    path = f"/staff/invitations/{invitation_token()}/"
    newcomer = Client()
    assert newcomer.get(path).status_code == 200
    assert newcomer.post(path, {"password1": PASSWORD, "password2": "another"}).status_code == 400
    answer = newcomer.post(path, {"password1": PASSWORD, "password2": PASSWORD})
    assert answer["Location"] == "/accounts/login/"
    assert b"is over" in client.get(path).content
    user = User.objects.get(email="newcomer@fenqi.example")
    assert user.check_password(PASSWORD)
    assert client.post(f"{DIRECTORY}changes/{change.number}/invite/").status_code == 302
    assert user.staff_invitations.count() == 1


def test_a_move_a_leave_and_an_absence_are_asked_for_on_the_file(administrator: User) -> None:
    officer = make_staff("officer@example.cn", "risk_officer")
    client, base = arrive(administrator), file_of(officer)
    text = client.get(base).content.decode()
    for what in ("move", "leave", "deputy"):
        assert f"{base}{what}/" in text
        assert client.get(f"{base}{what}/").status_code == 200
    today = clock.today()
    answer = client.post(
        f"{base}deputy/",
        {
            "deputy": administrator.number,
            "from_on": today,
            "until_on": today,
            "rights": ["lending.plan_restructures"],
            "reason": "年假。",
        },
    )
    row = Deputyship.objects.get()
    assert answer["Location"] == f"{DIRECTORY}deputies/{row.number}/"
    answer = client.post(
        f"{base}leave/",
        {"effective_on": today, "handover_to": officer.number, "reason": "个人原因离职。"},
    )
    assert (answer.status_code, StaffChange.objects.count()) == (400, 0)
    client.post(
        f"{base}leave/",
        {"effective_on": today, "handover_to": administrator.number, "reason": "个人原因离职。"},
    )
    answer = client.post(
        f"{base}move/", {"position": "promotion_lead", "effective_on": today, "reason": "岗位调整。"}
    )
    assert (answer.status_code, StaffChange.objects.get().kind) == (400, "leave")
    assert "Another change of this colleague waits already." in answer.content.decode()


def test_a_clash_is_told_at_the_form_with_both_rights(administrator: User) -> None:
    officer = make_staff("officer@example.cn", "risk_officer")
    manager = make_staff("manager@example.cn", "risk_manager")
    answer = arrive(administrator).post(
        f"{file_of(manager)}deputy/",
        {
            "deputy": officer.number,
            "from_on": clock.today(),
            "until_on": clock.today(),
            "rights": ["risk.decide_case"],
            "reason": "年假。",
        },
    )
    assert answer.status_code == 400
    text = html.unescape(answer.content.decode())
    assert "“Review credit cases” and “Decide credit cases” do not belong in one person's hands." in text
    assert Deputyship.objects.count() == 0


def test_whoever_asks_for_nothing_names_the_own_deputy_alone() -> None:
    cashier = make_staff("cashier@example.cn", "cashier")
    officer = make_staff("officer@example.cn", "risk_officer")
    client = arrive(cashier)
    assert client.get(f"{DIRECTORY}deputies/").status_code == 200
    assert client.get(f"{file_of(cashier)}deputy/").status_code == 200
    assert client.get(f"{file_of(officer)}deputy/").status_code == 404
    for path in (f"{file_of(officer)}move/", f"{DIRECTORY}join/", f"{DIRECTORY}changes/"):
        assert client.get(path).status_code == 403
    row = ask_to_stand_in(officer, make_staff("other@example.cn", "promotion_lead"), "risk.see_cases")
    assert client.get(f"{DIRECTORY}deputies/{row.number}/").status_code == 404
    assert client.post(f"{DIRECTORY}deputies/{row.number}/end/").status_code == 404


def test_an_absence_is_ended_on_its_page(administrator: User) -> None:
    officer = make_staff("officer@example.cn", "risk_officer")
    row = decide(ask_to_stand_in(officer, administrator, "risk.see_cases"))
    path = f"{DIRECTORY}deputies/{row.number}/"
    client = arrive(officer)
    assert client.get(path).context["may_end"]
    assert client.post(f"{path}end/").status_code == 302
    assert Deputyship.objects.get().status == "ended"
    assert client.post(f"{path}end/").status_code == 302
    assert not client.get(path).context["may_end"]


def test_lists_of_changes_and_absences_take_few_queries(administrator: User) -> None:
    client = arrive(administrator)
    officer = make_staff("officer@example.cn", "risk_officer")

    def fill(count: int) -> None:
        for _number in range(count):
            row = ask_to_stand_in(officer, administrator, "risk.see_cases")
            Deputyship.objects.filter(pk=row.pk).update(status="withdrawn")
            change = ask_to_move(officer, "promotion_lead")
            StaffChange.objects.filter(pk=change.pk).update(status="withdrawn")

    fill(1)
    for path in (f"{DIRECTORY}changes/?view=all", f"{DIRECTORY}deputies/?view=all"):
        assert_same_few_queries(client, path, grow=fill, limit=12)
    assert_same_few_queries(client, file_of(officer), grow=fill, limit=25)
    assert_same_few_queries(client, f"{file_of(officer)}leave/", grow=hire, limit=26)
    for path in (
        f"{DIRECTORY}changes/{StaffChange.objects.latest('pk').number}/",
        f"{DIRECTORY}deputies/{Deputyship.objects.latest('pk').number}/",
    ):
        assert count_queries(client, path) <= 16


def test_whoever_stands_in_or_takes_over_is_named_with_the_position() -> None:
    manager = make_staff("zhou@fenqi.example", "risk_manager")
    seat = Appointment.objects.get(user=manager)
    nowhere = User.objects.create_user(email="nowhere@fenqi.example", kind="staff")
    for form, name in (
        (LeaverForm(colleagues=[manager, nowhere]), "handover_to"),
        (DeputyForm(colleagues=[manager, nowhere], rights=[]), "deputy"),
    ):
        labels = [label for _, label in form.fields[name].choices][1:]
        assert labels == [
            f"{manager.name} · {seat.position.title} · {manager.number}",
            f"{nowhere.name} · {nowhere.number}",
        ]


def test_a_leaver_is_listed_with_the_position_that_is_left(administrator: User) -> None:
    leaver, heir = (
        make_staff("li@fenqi.example", "risk_officer"),
        make_staff("he@fenqi.example", "risk_officer"),
    )
    ask_to_leave(leaver, heir)
    client = arrive(administrator)
    (row,) = client.get(f"{DIRECTORY}changes/?view=all").context["rows"]
    seat = Appointment.objects.get(user=leaver)
    assert row.title == seat.position.title
    assert row.title
