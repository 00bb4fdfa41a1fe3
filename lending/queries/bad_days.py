"""What the office's page of an overdue loan shows."""

from accounts.models import Message
from lending.bad_days.messages import notice_key
from lending.models import Acceleration, LegalStep, Loan, Waiver, WriteOff


def latest_acceleration(loan: Loan) -> Acceleration | None:
    """Return the last time the loan was called in, or was about to be."""
    return Acceleration.objects.filter(loan=loan).order_by("-pk").first()


def latest_write_off(loan: Loan) -> WriteOff | None:
    """Return the loan's last write-off, done or asked for."""
    return WriteOff.objects.filter(loan=loan).order_by("-pk").first()


def notice_messages(row: Acceleration) -> list[Message]:
    """Return the notice as it was kept, one message a channel."""
    return list(Message.objects.filter(key=notice_key(row), to_id=row.loan.borrower_id).order_by("channel"))


def legal_steps(loan: Loan) -> list[LegalStep]:
    """Return the loan's steps, the oldest first."""
    rows = LegalStep.objects.filter(loan=loan).select_related("document", "recorded_by")
    return list(rows.order_by("done_on", "pk"))


def waivers_of(loan: Loan) -> list[Waiver]:
    """Return what holders were asked to waive, the newest first."""
    return list(Waiver.objects.filter(loan=loan).select_related("claim").order_by("-pk")[:20])
