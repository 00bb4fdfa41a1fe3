"""What follows for evidence of use when a loan ends."""

from accounts.models import Event
from risk.services.end_use_evidence import end_use_evidence


def on_loan_ended(event: Event) -> None:
    """Ask for nothing more about a loan that is repaid."""
    if event.subject_id is not None:
        end_use_evidence(loan_id=event.subject_id)
