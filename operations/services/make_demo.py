"""Bring up the demo company: staff of every role, customers, and a year of business that ends today."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from random import Random

from django.conf import settings
from django.utils.translation import gettext as _

from accounts import clock
from accounts.bells import silent_bells
from accounts.demo import DEMO_DOMAIN as DOMAIN
from accounts.errors import Refused
from accounts.models import BusinessDate, User
from accounts.roles import CHECKING_ROLES, ROLES
from accounts.services.open_staff_login import open_staff_login
from accounts.services.seal_events import seal_events
from finance.custody.sandbox_customer import bind_own_card, card_digits_of, pay_in
from lending.models import Claim
from operations.services.simulate_days import SimulationPlan, simulate_days
from operations.simulation.aftercare import leave_aftercare
from operations.simulation.authorising import leave_auto_rules
from operations.simulation.challenging import leave_challenger
from operations.simulation.conferring import NOTICE_DAYS, bring_first, hold_meetings, leave_committee
from operations.simulation.dealing import leave_dealers_in_every_state, open_first_dealers
from operations.simulation.heeding import leave_notices
from operations.simulation.names import make_identity_number, make_name
from operations.simulation.overseeing import leave_oversight
from operations.simulation.people import open_customer, open_investor
from operations.simulation.privacy import leave_privacy_traces
from operations.simulation.reporting import leave_reports
from operations.simulation.reviewing import leave_reviews
from operations.simulation.showcase import leave_every_state, publish_first_notices
from operations.simulation.staffing import leave_staff_traces
from operations.simulation.trading import offer_claims
from operations.simulation.watching import leave_risk_database

PASSWORD = "fenqi-demo-2026"  # noqa: S105, printed for everybody to see
DAYS = 365
BORROWERS = 27
INVESTORS = 22
SEED = 2026
MEETING_BEFORE = 3  # days from the meeting of the committee to the end
OFFERS = 7  # claims on offer on the last day


@dataclass(frozen=True)
class DemoLogin:
    role: str
    login: str
    password: str = PASSWORD


@silent_bells()
def make_demo(*, days: int = DAYS, progress: Callable[[int, int], None] | None = None) -> list[DemoLogin]:
    """Fill an empty database with the demo company and return its logins, one of every role at least.

    Refuses (`no_demo`) outside of a demo installation, (`not_empty`) a database in which somebody has a login.
    """
    if not settings.IS_DEMO:
        raise Refused("no_demo", _("This is not a demo installation."))
    if User.objects.exclude(kind=User.Kind.SYSTEM).exists():
        raise Refused("not_empty", _("There are people in this database already."))
    random = Random(SEED)  # noqa: S311, the demo company is the same every time
    _begin(days)
    with clock.simulated(clock.today()):
        for role in ROLES:
            for number in range(2 if role in CHECKING_ROLES else 1):
                _hire(random, role, number)
        borrower = open_customer(random, f"borrower@{DOMAIN}", password=PASSWORD)
        investor = open_investor(random, f"investor@{DOMAIN}", password=PASSWORD)
        pay_in(investor, 60_000_00)
        open_first_dealers(random, domain=DOMAIN, password=PASSWORD)
    # A sequence of its own, so that the rest of the company is the same whether the committee meets or not.
    committee = Random(SEED)  # noqa: S311, as above
    plan = SimulationPlan(
        days,
        BORROWERS,
        INVESTORS,
        SEED,
        [borrower],
        [investor],
        has_odd_money=True,
        errands={
            MEETING_BEFORE + NOTICE_DAYS: partial(bring_first, committee, domain=DOMAIN),
            MEETING_BEFORE: hold_meetings,
        },
    )
    simulate_days(plan=plan, progress=progress)
    leave_challenger()
    leave_every_state(random, domain=DOMAIN)
    leave_auto_rules(domain=DOMAIN)
    lenders = User.objects.filter(pk__in=Claim.objects.filter(status="active").values("holder")).order_by(
        "pk"
    )
    offer_claims(random, list(lenders), count=OFFERS)
    # A second card that is still too new for withdrawals.
    bind_own_card(investor, card_digits=card_digits_of(investor, issuer="622202"))
    leave_dealers_in_every_state(random, domain=DOMAIN)
    leave_privacy_traces(random, domain=DOMAIN)
    leave_staff_traces(random, domain=DOMAIN)
    leave_reviews(random, domain=DOMAIN)
    leave_committee(committee, domain=DOMAIN)
    leave_risk_database(random, domain=DOMAIN)
    leave_aftercare(domain=DOMAIN)
    leave_notices()
    leave_reports()
    leave_oversight()
    publish_first_notices(author=User.objects.get(email=f"operations.manager@{DOMAIN}"))
    seal_events()
    return demo_logins()


def demo_logins() -> list[DemoLogin]:
    """Return the logins of the demo company that is there: its staff by role, its customers, a dealer's people."""
    staff = User.objects.filter(kind=User.Kind.STAFF, email__endswith=f"@{DOMAIN}").order_by("pk")
    logins = [DemoLogin(role, user.email or "") for user in staff for role in sorted(user.roles)]
    others = [f"{name}@{DOMAIN}" for name in ("borrower", "investor", "dealer.owner", "dealer.clerk")]
    outside = User.objects.filter(email__in=others).order_by("pk")
    return logins + [DemoLogin(_role_of(user), user.email or "") for user in outside]


def _role_of(user: User) -> str:
    return (user.email or "").split("@")[0].replace(".", "_")


def _begin(days: int) -> None:
    """Open the books so many days ago."""
    BusinessDate.objects.update_or_create(
        id=BusinessDate.SINGLE_ID,
        defaults={"today_on": clock.wall_date() - dt.timedelta(days=days), "closed_through_on": None},
    )


def _hire(random: Random, role: str, number: int) -> None:
    suffix = str(number + 1) if number else ""
    open_staff_login(
        email=f"{role.replace('_', '.')}{suffix}@{DOMAIN}",
        password=PASSWORD,
        display_name=make_name(random),
        roles=[role],
        identity_number=make_identity_number(random, clock.today()),
    )
