"""Open the tracking file of a customer or a dealer."""

from accounts.events import record_event
from accounts.models import User
from risk.database.summary import Summary, summary_of
from risk.database.timeline import FileSubject

SECTION = "risk_database"


def open_tracking_file(*, subject: FileSubject, actor: User) -> Summary:
    """Return how the subject stands and record the look; a customer reads it on the privacy page."""
    summary = summary_of(subject, actor)
    record_look(subject, actor)
    return summary


def record_look(subject: FileSubject, actor: User, *, is_printed: bool = False) -> None:
    """Write down who opened or printed a file."""
    data = {"sections": [SECTION], **({"printed": True} if is_printed else {})}
    if subject.dealer is not None:
        record_event("dealer.file_opened", subject=subject.dealer, actor=actor, data=data)
    else:
        record_event("customer.file_opened", subject=subject.of_customer, actor=actor, data=data)
