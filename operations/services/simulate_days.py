"""Let a made-up company live for some days."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random

from django.conf import settings
from django.utils.translation import gettext as _

from accounts import clock
from accounts.bells import silent_bells
from accounts.errors import Refused
from accounts.models import BusinessDate, User
from accounts.rules import read_once
from accounts.services.deliver_events import deliver_events
from accounts.services.seal_events import seal_events
from finance.models import Entry
from lending.models import Application, Bid, Loan, LoanPayment
from lending.services.seal_paper import seal_papers
from lending.services.seed_products import seed_products
from operations.services.close_day import close_day
from operations.simulation import (
    arrears,
    bookkeeping,
    borrowing,
    collecting,
    heeding,
    investing,
    redrawing,
    reporting,
    selling,
    trading,
)
from operations.simulation.durability import relaxed_durability
from operations.simulation.odd_money import move_odd_money
from operations.simulation.papers import publish_with_papers
from operations.simulation.people import (
    Borrower,
    Cast,
    choose_borrower,
    find_staff,
    new_logins,
    open_customer,
    open_investor,
)
from operations.simulation.post import carry_post

# Newcomers arrive over the first part of the time; nobody comes in the last weeks.
ARRIVAL_SHARE = 0.6
CHANCE_TO_APPLY = 0.0065
# By noon the desk has done its cases; offers are answered, money is lent and paid from then on.
AFTERNOON = dt.time(14, 0)
EVENING = dt.time(20, 0)
NIGHT = dt.time(23, 0)


@dataclass(frozen=True)
class SimulationPlan:
    """How long, how many, and from which seed; `guests` are customers who are there already and take part."""

    days: int
    borrowers: int
    investors: int
    seed: int
    guest_borrowers: list[User] = field(default_factory=list)
    guest_investors: list[User] = field(default_factory=list)
    # Money moves that the desk against laundering has to look into.
    has_odd_money: bool = False
    # What else happens on a day, by how many days are left with that one.
    errands: Mapping[int, Callable[[], None]] = field(default_factory=dict)


@dataclass(frozen=True)
class SimulationTotals:
    """What there is in the books after the simulation."""

    first_on: dt.date
    last_on: dt.date
    customers: int
    applications: int
    bids: int
    loans: int
    payments: int
    entries: int
    lent_fen: int


def simulate_days(
    *, plan: SimulationPlan, progress: Callable[[int, int], None] | None = None
) -> SimulationTotals:
    """Run the days one after the other through the real services, each ended by its close.

    Books that were never used begin `days` ago, so that the last day closed is yesterday and the books are on today;
    others go on from their date. The same seed on the same books gives the same books; a seed that was used before
    brings further people. Refuses (`no_demo`) outside of a demo installation.
    """
    if not settings.IS_DEMO:
        raise Refused(
            "no_demo",
            _(
                "The simulation makes up people and money: it runs in a demo installation only (FENQI_DEMO=1)."
            ),
        )
    first_on = _first_day(plan.days)
    random = Random(plan.seed)  # noqa: S311, a simulation is meant to be repeatable
    cast = _open_cast(random, plan, first_on)
    arrivals = _arrivals(random, plan)
    # A sequence of its own, so that the company is the same whatever becomes of its letters.
    post = Random(plan.seed)  # noqa: S311, as above
    sales = Random(plan.seed)  # noqa: S311, the same for the stores
    trades = Random(plan.seed)  # noqa: S311, the same for lenders among themselves
    changes = Random(plan.seed)  # noqa: S311, the same for schedules drawn anew
    oddities = Random(plan.seed)  # noqa: S311, as above
    with relaxed_durability(), silent_bells():
        for number in range(plan.days):
            day = first_on + dt.timedelta(days=number)
            with clock.simulated(day), read_once():
                if number == plan.days * 2 // 3:
                    borrowing.apply_for_guests(cast)
                _morning(random, cast, arrivals[number])
                if number < plan.days - 3:
                    selling.sell_goods(sales, cast)
                deliver_events()
                # Nothing is decided in the last days, so that every loan of the time is paid out in it.
                is_last = number >= plan.days - 3
                if not is_last:
                    borrowing.work_on_cases(random, cast)
            with clock.simulated(day, AFTERNOON), read_once():
                _afternoon(random, cast, is_last=is_last)
                arrears.work_on_arrears(cast)
                redrawing.help_in_hardship(cast)
                redrawing.change_schedules(changes, cast)
                collecting.collect()
                heeding.heed_warnings(cast)
                reporting.report_on_month()
                bookkeeping.keep_books()
                trading.trade_claims(trades, cast)
                selling.pay_down(cast)
                if plan.has_odd_money:
                    move_odd_money(oddities, plan.days - number)
                selling.deliver(sales)
                plan.errands.get(plan.days - number, _nothing)()
            with clock.simulated(day, EVENING), read_once():
                close_day(business_date=day)
                deliver_events()
                seal_papers()
                carry_post(post)
            if progress is not None:
                progress(number + 1, plan.days)
        # What came after the last close is sealed on the simulated calendar too.
        if plan.days:
            with clock.simulated(first_on + dt.timedelta(days=plan.days - 1), NIGHT):
                seal_events()
    return _totals(first_on, first_on + dt.timedelta(days=plan.days - 1))


def _first_day(days: int) -> dt.date:
    """Put unused books back by the days; used books stay where they are."""
    today = clock.today()
    if Entry.objects.exists():
        return today
    begins_on = min(today, clock.wall_date() - dt.timedelta(days=days))
    BusinessDate.objects.filter(pk=BusinessDate.SINGLE_ID, closed_through_on=None).update(today_on=begins_on)
    return clock.today()


def _open_cast(random: Random, plan: SimulationPlan, first_on: dt.date) -> Cast:
    with clock.simulated(first_on):
        publish_with_papers()
        seed_products()
        # Another sequence: who collects must not change who borrows.
        find_staff(Random(plan.seed), "collections_officer", plan.seed)  # noqa: S311, as above
        cast = Cast(
            reviewer=find_staff(random, "risk_officer", plan.seed),
            decider=find_staff(random, "risk_manager", plan.seed),
        )
    cast.borrowers = [Borrower(user, "steady", is_guest=True) for user in plan.guest_borrowers]
    cast.investors = list(plan.guest_investors)
    return cast


def _arrivals(random: Random, plan: SimulationPlan) -> list[list[str]]:
    """Spread the newcomers: half of the investors come on the first day, or there would be nobody to lend."""
    days: list[list[str]] = [[] for _day in range(max(plan.days, 1))]
    last = max(1, int(plan.days * ARRIVAL_SHARE))
    for number, email in enumerate(new_logins("investor", plan.investors, plan.seed)):
        day = 0 if number < (plan.investors + 1) // 2 else random.randrange(last)
        days[day].append(email)
    for email in new_logins("borrower", plan.borrowers, plan.seed):
        days[random.randrange(last)].append(email)
    return days


def _morning(random: Random, cast: Cast, newcomers: list[str]) -> None:
    for email in newcomers:
        if email.startswith("investor"):
            investor = open_investor(random, email)
            investing.pay_money_in(random, investor)
            cast.investors.append(investor)
        else:
            borrower = choose_borrower(random, open_customer(random, email), len(cast.borrowers))
            cast.borrowers.append(borrower)
            borrowing.apply_for_loan(random, borrower)
    for borrower in cast.borrowers:
        if not borrower.is_guest and random.random() < CHANCE_TO_APPLY:
            borrowing.apply_for_loan(random, borrower)


def _nothing() -> None:
    """An ordinary day has no errand."""


def _afternoon(random: Random, cast: Cast, *, is_last: bool) -> None:
    deliver_events()
    if not is_last:
        borrowing.answer_offers(random, cast)
    deliver_events()
    if cast.investors:
        investing.bid_on_listings(random, cast)
        investing.change_minds(random, cast)
    deliver_events()
    borrowing.take_money_out(cast)
    borrowing.repay(random, cast)


def _totals(first_on: dt.date, last_on: dt.date) -> SimulationTotals:
    return SimulationTotals(
        first_on=first_on,
        last_on=last_on,
        customers=User.objects.filter(kind=User.Kind.CUSTOMER).count(),
        applications=Application.objects.count(),
        bids=Bid.objects.count(),
        loans=Loan.objects.count(),
        payments=LoanPayment.objects.count(),
        entries=Entry.objects.count(),
        lent_fen=sum(Loan.objects.values_list("principal_fen", flat=True)),
    )
