"""Making, approving and sending files for the bureau in tests, as in life."""

import csv
import datetime as dt
import io

from accounts import clock
from accounts.models import User
from risk.models import BureauFile
from risk.services.make_bureau_file import make_bureau_file
from risk.services.send_bureau_file import files_to_send, send_bureau_file
from risk.services.tell_before_reporting import find_borrowers_to_tell, tell_before_reporting
from tests.closing import set_today
from tests.risk.portfolio.books import write_down

FEBRUARY = dt.date(2026, 2, 28)


def on(day: dt.date):
    """Put the books on a day."""
    set_today(day)
    return clock.simulated(day)


def tell(day: dt.date) -> int:
    """Run the step of a day's close that tells borrowers."""
    return tell_before_reporting(business_date=day, loan_ids=find_borrowers_to_tell(day, 0, 100))


def make(actor: User, day: dt.date = FEBRUARY, reason: str = "") -> BureauFile:
    """Write the day's book down where it is not, and make its file."""
    write_down(day)
    return make_bureau_file(as_of_on=day, actor=actor, reason=reason)


def send() -> None:
    """Do what the worker does when it is rung."""
    for number in files_to_send():
        send_bureau_file(number=number)


def rows_of(row: BureauFile) -> list[list[str]]:
    return list(csv.reader(io.StringIO(row.content)))
