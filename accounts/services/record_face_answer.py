"""Write down what the face service answered."""

from django.db import transaction

from accounts import clock
from accounts.locking import lock_one
from accounts.models import FaceCheck, IdentityReview
from accounts.rules import rule_value
from accounts.services.lapse_reviews import lapse_reviews
from accounts.services.open_review import open_review
from accounts.states import move


def record_face_answer(*, number: str, answer: str) -> FaceCheck:
    """Move the check to passed, failed or unanswered; one that was answered before is returned as it is.

    After as many failures as the rule `kyc.review` names the customer comes before a colleague.
    """
    with transaction.atomic():
        check = lock_one(FaceCheck.objects.filter(number=number).select_related("user"))
        if check.status == FaceCheck.Status.ASKED:
            move(
                check,
                FaceCheck.Status(answer),
                actor=check.user,
                data={"user": check.user.number, "reference": check.provider_reference},
                answered_at=clock.now(),
            )
            _follow(check)
        return check


def _follow(check: FaceCheck) -> None:
    """After several failures a colleague looks; a face that is recognised ends that."""
    if check.status == FaceCheck.Status.PASSED:
        lapse_reviews(user=check.user, causes=[IdentityReview.Cause.FACE_FAILED])
    if check.status == FaceCheck.Status.FAILED:
        failed = FaceCheck.objects.filter(user=check.user, status=FaceCheck.Status.FAILED).count()
        if failed % rule_value("kyc.review")["face_failures"] == 0:
            open_review(user=check.user, cause=IdentityReview.Cause.FACE_FAILED)
