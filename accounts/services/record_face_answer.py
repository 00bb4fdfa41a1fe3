"""Write down what the face service answered."""

from django.db import transaction

from accounts import clock
from accounts.locking import lock_one
from accounts.models import FaceCheck
from accounts.states import move


def record_face_answer(*, number: str, answer: str) -> FaceCheck:
    """Move the check to passed, failed or unanswered; one that was answered before is returned as it is."""
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
        return check
