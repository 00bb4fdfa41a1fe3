"""Let a customer pass against an automatic check, as a second person approved."""

from django.db import transaction

from accounts.models import IdentityReview, User
from accounts.review.acting import lock_review
from accounts.review.payloads import override_kind, override_payload
from accounts.services.carry_out_review import carry_out_review
from accounts.services.consume_approval import consume_approval


def pass_override(*, review: IdentityReview, approval_number: str, actor: User | None) -> None:
    """Pass the review exactly as approved.

    Refuses (StaleState) a review that moved on, and what `consume_approval` refuses: pictures, values or hits that
    changed since make the approval void (`content_changed`).
    """
    with transaction.atomic():
        row = lock_review(review, IdentityReview.Status.TAKEN)
        approval = consume_approval(
            number=approval_number,
            kind=override_kind(row),
            subject=row,
            payload=override_payload(row),
            actor=actor,
        )
        carry_out_review(
            review=row, actor=approval.checker, words=approval.reason, approval_number=approval_number
        )
