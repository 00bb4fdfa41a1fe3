"""What collections and risk do about loans nobody pays, on a simulated day: notice, legal steps, write-off."""

import datetime as dt
from contextlib import suppress

from accounts import clock
from accounts.errors import Refused
from accounts.models import Approval
from finance.custody.sandbox_customer import pay_in
from lending.models import Acceleration, LegalStep, Loan, WriteOff
from lending.services.propose_acceleration import propose_acceleration
from lending.services.propose_write_off import propose_write_off
from lending.services.record_legal_step import record_legal_step
from operations.simulation.approving import approve
from operations.simulation.people import Cast

# From the calling in to each step, and from the write-off to the first money; days.
STEPS = (("demand_letter", 2), ("suit", 7), ("legal_close", 25))
RECOVERED_AFTER = dt.timedelta(days=10)
LATE = dt.timedelta(days=32)
# A few loans go the whole way; the others are left to their borrowers.
MOST_A_DAY = 2


def work_on_arrears(cast: Cast) -> None:
    """Take each loan that went bad one step further: two persons for each decision, as in life."""
    today = clock.today()
    late = Loan.objects.filter(status=Loan.Status.ACTIVE, overdue_since_on__lt=today - LATE)
    begun = Acceleration.objects.exclude(status__in=["cured", "dropped"]).values("loan")
    for loan in late.exclude(pk__in=begun).order_by("pk")[:MOST_A_DAY]:
        with suppress(Refused):
            row = propose_acceleration(loan=loan, maker=cast.reviewer, reason="多次催收未还")
            approve(Approval.objects.get(number=row.approval_number), cast.decider)
    for row in Acceleration.objects.filter(
        status=Acceleration.Status.IN_FORCE, loan__status=Loan.Status.ACTIVE
    ).select_related("loan__borrower"):
        _go_to_law(row, cast, today)
    for row in WriteOff.objects.filter(ended_on=today - RECOVERED_AFTER, status=WriteOff.Status.DONE):
        # The debit at the end of the day lays it on the loan: costs, then the holders.
        pay_in(row.loan.borrower, max(1_00, row.principal_fen // 3))


def _go_to_law(row: Acceleration, cast: Cast, today: dt.date) -> None:
    for kind, days in STEPS:
        if row.ended_on == today - dt.timedelta(days=days):
            record_legal_step(loan=row.loan, kind=kind, done_on=today, actor=cast.decider)
    closed = LegalStep.objects.filter(loan=row.loan, kind="legal_close", done_on=today)
    if closed.exists():
        with suppress(Refused):
            off = propose_write_off(loan=row.loan, maker=cast.reviewer, reason="法律程序已终结")
            approve(Approval.objects.get(number=off.approval_number), cast.decider)
