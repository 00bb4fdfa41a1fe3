"""Open a customer's file in the office."""

from accounts.events import record_event
from accounts.models import User
from accounts.web.customer_file import ShownFileSection, file_sections


def open_customer_file(*, customer: User, actor: User) -> list[ShownFileSection]:
    """Return the sections this colleague may see and record the look; the customer reads it on the privacy page."""
    sections = file_sections(actor, customer)
    record_event(
        "customer.file_opened",
        subject=customer,
        actor=actor,
        data={"sections": [section.code for section in sections]},
    )
    return sections
