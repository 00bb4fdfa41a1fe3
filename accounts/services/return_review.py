"""Return a review to the customer."""

from collections.abc import Iterable

from django.db import transaction

from accounts import clock
from accounts.models import IdentityReview, User
from accounts.review.acting import lock_for_examiner
from accounts.review.reasons import clean_reasons, reasons_as_text
from accounts.services.send_message import send_message
from accounts.states import move


def return_review(
    *, review: IdentityReview, reasons: Iterable[str], note: str, actor: User
) -> IdentityReview:
    """Tell the customer what is missing, by codes and a note; new papers bring it back into the queue.

    Refuses what `lock_for_examiner` refuses and (`reason_missing`, `note_missing`).
    """
    codes, words = clean_reasons(reasons, note)
    with transaction.atomic():
        row = lock_for_examiner(review, actor)
        move(
            row,
            IdentityReview.Status.RETURNED,
            actor=actor,
            data={"reasons": codes},
            reasons=codes,
            note=words,
            returned_at=clock.now(),
            returns=row.returns + 1,
        )
        send_message(
            to=row.user,
            template="identity_returned",
            context={"reasons": reasons_as_text(codes, words)},
            key=f"review:{row.number}:returned:{row.returns}",
            link="/me/kyc/",
        )
        return row
