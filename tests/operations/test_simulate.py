"""The simulation: the same seed gives the same books, and they are sound."""

import datetime as dt

import pytest

from accounts import clock
from accounts.errors import Refused
from accounts.models import Dealer, User
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
def test_the_same_seed_gives_the_same_books_and_another_seed_others() -> None:
    from operations.services.reset_demo import reset_demo

    digests = []
    for seed in (11, 11, 12):
        reset_demo()
        simulate_days(plan=SimulationPlan(days=6, borrowers=2, investors=2, seed=seed))
        digests.append(verify_books(with_digest=True).digest)
    assert digests[0] == digests[1]
    assert digests[1] != digests[2]


@pytest.mark.django_db
def test_demo_has_every_role_two_checkers_and_every_state() -> None:
    logins = make_demo(days=10)
    by_role = {role: [login for login in logins if login.role == role] for role in ROLES}
    assert all(by_role.values())
    assert all(len(by_role[role]) == 2 for role in CHECKING_ROLES)
    assert {"borrower", "investor", "dealer_owner", "dealer_clerk"} <= {login.role for login in logins}
    assert set(Dealer.objects.values_list("status", flat=True)) == set(Dealer.Status.values)
    assert Dealer.objects.filter(status="active").count() >= 3
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


@pytest.mark.django_db
def test_demo_logins_can_sign_in(client) -> None:
    login = make_demo(days=1)[0]
    response = client.post("/accounts/login/", {"login": login.login, "password": login.password})
    assert response.status_code == 302
    assert User.objects.get(email=login.login).last_login is not None
