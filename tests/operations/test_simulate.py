"""The simulation: the same seed gives the same books, and they are sound."""

import datetime as dt
import io
import json

import pytest
from django.core.management import CommandError, call_command

from accounts import clock, events
from accounts.errors import Refused
from accounts.models import Dealer, Event, IdentityReview, User, WatchEntry
from accounts.roles import CHECKING_ROLES, ROLES
from finance.services.verify_books import verify_books
from lending.models import Application, Loan
from operations.services.make_demo import demo_logins, make_demo
from operations.services.simulate_days import SimulationPlan, simulate_days

PLAN = SimulationPlan(days=12, borrowers=3, investors=3, seed=11)


@pytest.mark.django_db
def test_the_days_end_yesterday_and_the_books_are_sound() -> None:
    totals = simulate_days(plan=PLAN)
    assert totals.last_on == clock.wall_date() - dt.timedelta(days=1)
    assert clock.today() == clock.wall_date()
    assert totals.customers == 6
    assert totals.loans > 0
    assert verify_books().is_ok


@pytest.mark.django_db(transaction=True)
def test_the_same_seed_gives_the_same_books_and_another_seed_others(monkeypatch: pytest.MonkeyPatch) -> None:
    from operations.services.reset_demo import reset_demo

    rung: list[str] = []
    monkeypatch.setattr(events.bell, "ring", rung.append)
    digests = []
    for seed in (11, 11, 12):
        reset_demo()
        simulate_days(plan=SimulationPlan(days=6, borrowers=2, investors=2, seed=seed))
        digests.append(verify_books(with_digest=True).digest)
    assert digests[0] == digests[1]
    assert digests[1] != digests[2]
    # Days that deliver their own events leave nothing in the worker's queue.
    assert Event.objects.exists()
    assert rung == []


@pytest.mark.once("sqlite")
@pytest.mark.django_db
def test_demo_has_every_role_two_checkers_and_every_state() -> None:
    logins = make_demo(days=10)
    by_role = {role: [login for login in logins if login.role == role] for role in ROLES}
    assert all(by_role.values())
    assert all(len(by_role[role]) == 2 for role in CHECKING_ROLES)
    assert {"borrower", "investor", "dealer_owner", "dealer_clerk"} <= {login.role for login in logins}
    assert set(Dealer.objects.values_list("status", flat=True)) == set(Dealer.Status.values)
    assert Dealer.objects.filter(status="active").count() >= 3
    assert set(IdentityReview.objects.values_list("status", flat=True)) >= {"opened", "taken", "returned"}
    assert set(WatchEntry.objects.values_list("status", flat=True)) == {"in_force", "proposed"}
    states = set(Application.objects.values_list("status", flat=True))
    assert {
        "draft",
        "review",
        "returned",
        "rejected",
        "approved",
        "accepted",
        "withdrawn",
        "listed",
        "disbursed",
    } <= states
    assert Loan.objects.exists()
    assert verify_books().is_ok
    with pytest.raises(Refused) as refusal:
        make_demo(days=10)
    assert refusal.value.code == "not_empty"
    assert demo_logins() == logins


@pytest.mark.once("sqlite")
@pytest.mark.django_db
def test_demo_logins_can_sign_in(client) -> None:
    login = make_demo(days=1)[0]
    response = client.post("/accounts/login/", {"login": login.login, "password": login.password})
    assert response.status_code == 302
    assert User.objects.get(email=login.login).last_login is not None


def simulate(*, days: int = 3, borrowers: int = 1, investors: int = 2, seed: int = 11) -> dict:
    out = io.StringIO()
    call_command(
        "simulate", days=days, borrowers=borrowers, investors=investors, seed=seed, format="json", stdout=out
    )
    return json.loads(out.getvalue())


@pytest.mark.django_db
def test_a_company_in_earnest_gets_no_made_up_people(settings) -> None:
    settings.IS_DEMO = False
    today, people = clock.today(), User.objects.count()
    with pytest.raises(CommandError, match="FENQI_DEMO"):
        simulate()
    assert (clock.today(), User.objects.count()) == (today, people)


@pytest.mark.django_db
def test_the_same_seed_on_used_books_brings_further_people() -> None:
    assert simulate()["customers"] == 3
    again = simulate()
    assert (again["customers"], again["ok"]) == (6, True)
    assert User.objects.filter(email="borrower0002.s11@sim.fenqi.example").exists()


@pytest.mark.django_db
def test_a_refusal_inside_is_one_sentence() -> None:
    simulate(days=1)
    User.objects.filter(kind="staff").update(is_active=False)
    with pytest.raises(CommandError):
        simulate(days=1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sizes", [{"days": 0}, {"days": 3_661}, {"borrowers": -1}, {"borrowers": 5_001}, {"investors": 5_001}]
)
def test_a_simulation_has_sizes_it_can_live_with(sizes: dict[str, int]) -> None:
    with pytest.raises(CommandError, match="must be from"):
        simulate(**sizes)
