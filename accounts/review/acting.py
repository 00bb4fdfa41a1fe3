"""What every service on a review asks again under the lock."""

from django.utils.translation import gettext as _

from accounts.errors import Refused, StaleState
from accounts.locking import lock_one
from accounts.models.approval import Approval
from accounts.models.identity_review import IdentityReview
from accounts.models.user import User
from accounts.review.payloads import OVERRIDE_KINDS
from accounts.review.rights import require_decider, require_examiner

Status = IdentityReview.Status


def lock_review(review: IdentityReview, *statuses: str) -> IdentityReview:
    """Lock the review and return it fresh; refuses (StaleState) one that is in none of these states any more."""
    row = lock_one(IdentityReview.objects.filter(pk=review.pk))
    if row.status not in statuses:
        raise StaleState("stale_state", _("Somebody else was faster. Please look at the page again."))
    return row


def lock_for_examiner(review: IdentityReview, actor: User) -> IdentityReview:
    """Lock a review for whoever has taken it; the caller holds the transaction.

    Refuses (`not_reviewer`), (`own_identity`), (StaleState) what is not being examined, (`taken_by_other`) a colleague
    who has not taken it, (`waits_for_approval`) while a second person is asked.
    """
    require_examiner(actor, review)
    row = lock_review(review, Status.TAKEN)
    if row.taken_by_id != actor.pk:
        raise Refused("taken_by_other", _("A colleague has taken this case."))
    _refuse_while_asked(row)
    return row


def lock_for_decider(review: IdentityReview, actor: User) -> IdentityReview:
    """Lock a review that is being examined, whoever took it, for whoever may decide; refuses as for examiners."""
    require_decider(actor, review)
    row = lock_review(review, Status.TAKEN)
    _refuse_while_asked(row)
    return row


def pending_override(review: IdentityReview) -> Approval | None:
    """Return the request by which a second person is asked about this review, if one waits."""
    return Approval.objects.filter(
        kind__in=OVERRIDE_KINDS,
        subject_type=review._meta.label_lower,
        subject_id=review.pk,
        status__in=Approval.PENDING,
    ).first()


def _refuse_while_asked(row: IdentityReview) -> None:
    if pending_override(row) is not None:
        raise Refused("waits_for_approval", _("Another person has been asked; wait for the answer."))
