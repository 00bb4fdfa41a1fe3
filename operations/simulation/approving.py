"""A checker of the demo company approves."""

from accounts.models import Approval, User
from accounts.services.decide_approval import decide_approval


def approve(asked: Approval, checker: User, *, note: str = "") -> None:
    """Approve as the page does: what the checker was shown is what is decided on."""
    decide_approval(
        checker=checker, number=asked.number, is_approved=True, shown_hash=asked.payload_hash, note=note
    )
