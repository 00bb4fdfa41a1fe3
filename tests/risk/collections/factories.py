"""A loan in arrears and its case, through the real close; days of collection by the simulated clock."""

import datetime as dt

from accounts import clock
from accounts.models import User
from accounts.services.deliver_events import deliver_events
from finance.custody.sandbox_customer import pay_out
from finance.queries.wallets import wallet_balance
from lending.models import Loan
from lending.repayment.book import read_books
from lending.repayment.dues import collect_dues
from lending.services.count_overdue import count_overdue
from lending.services.pay_loan import pay_loan
from risk.models import CollectionCase, CollectionContact
from risk.services.begin_call import BegunCall, begin_call
from risk.services.end_call import Told, end_call
from risk.services.follow_collections import find_collections_to_follow, follow_collections
from tests.closing import set_today
from tests.factories import make_staff
from tests.lending import factories
from tests.money import fund

START = dt.date(2026, 1, 15)
# The instalment of February 15 is two days late.
LATE = dt.date(2026, 2, 17)
PHONE = "13800138000"


def make_debtor(user: User) -> User:
    """Give the borrower a mobile number of the own."""
    user.set_phone(PHONE)
    user.phone_verified_at = clock.now()
    user.save()
    return user


def officer(email: str = "collector@example.cn") -> User:
    return make_staff(email, "collections_officer")


def late_loan(borrower: User, day: dt.date = LATE, holders: int = 1) -> Loan:
    """¥10,000 over 12 months whose first instalments nobody pays; the books are on the day."""
    set_today(START)
    with clock.simulated(START):
        investors = [factories.make_investor(f"holder{n}@example.cn") for n in range(holders)]
        parts = dict.fromkeys(investors, 1000000 // holders)
        loan = factories.make_active_loan(borrower, parts)
    pay_out(borrower, wallet_balance(borrower).available_fen)
    jump(loan, day)
    return loan


def jump(loan: Loan, day: dt.date) -> None:
    """Put the books on a day, and count the loan late as the close of the day before does; nothing else happened."""
    set_today(day)
    with clock.simulated(day, dt.time(0, 30)):
        count_overdue(business_date=day - dt.timedelta(days=1), loan_ids=[loan.pk])
        deliver_events()
    loan.refresh_from_db()


def follow(day: dt.date) -> None:
    """Run collection's step of a day's close."""
    with clock.simulated(day + dt.timedelta(days=1), dt.time(0, 30)), clock.closing(day):
        follow_collections(business_date=day, case_ids=find_collections_to_follow(day, 0, 100))
    deliver_events()


def case_of(loan: Loan) -> CollectionCase:
    return CollectionCase.objects.select_related("loan__borrower__person", "officer").get(loan=loan)


def at(hour: int, minute: int = 0, second: int = 0, day: dt.date = LATE):
    """Let the clock show a time of a day in Shanghai."""
    return clock.simulated(day, dt.time(hour, minute, second))


def call(case: CollectionCase, who: User) -> BegunCall:
    return begin_call(case=case, officer=who, purpose="remind")


def connect(case: CollectionCase, who: User, **told: object) -> CollectionContact:
    """Make a call that reaches the debtor."""
    values = {"reached": "debtor", "said": ["will_pay"], **told}
    return end_call(contact=call(case, who).contact, officer=who, told=Told(**values))  # type: ignore[arg-type]


def owed_fen(loan: Loan) -> int:
    return sum(collect_dues(book, clock.today()).now_fen for book in read_books([loan.pk]))


def pay(loan: Loan, fen: int, key: str = "pays") -> None:
    """Pay by hand without delivering the event."""
    fund(loan.borrower, fen)
    pay_loan(loan=Loan.objects.get(pk=loan.pk), payer=loan.borrower, amount_fen=fen, key=key)
