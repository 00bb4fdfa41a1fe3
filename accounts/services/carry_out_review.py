"""Do what passing a review means, for its cause."""

from django.db import transaction

from accounts import clock
from accounts.locking import lock, lock_one
from accounts.models import (
    FaceCheck,
    FieldOrigin,
    IdentityCheck,
    IdentityReview,
    PersonHold,
    User,
    WatchHit,
)
from accounts.numbers import next_number
from accounts.services.bind_identity import bind_identity
from accounts.services.correct_identity import correct_identity
from accounts.services.refer_hits import refer_hits
from accounts.services.send_message import send_message
from accounts.states import move
from accounts.watch.matching import entries_against, sought_of

Cause = IdentityReview.Cause
Check = IdentityCheck.Status
REVIEWER = "review"


def carry_out_review(
    *, review: IdentityReview, actor: User | None, words: str, approval_number: str = ""
) -> str:
    """Move the locked review to passed and do what it stood in the way of; return what its check became, if any.

    The caller holds the transaction and has asked who may; it rolls back on what it does not want.
    """
    with transaction.atomic():
        user = lock_one(User.objects.filter(pk=review.user_id))
        was_verified = user.identity_verified_at is not None
        move(
            review,
            IdentityReview.Status.PASSED,
            actor=actor,
            data={"approval": approval_number},
            decided_by=actor,
            decided_at=clock.now(),
            words=words.strip(),
            approval_number=approval_number,
        )
        lifted = 0
        if review.cause == Cause.WATCH_LIST:
            lifted = _clear(review, actor, approval_number)
        if review.cause == Cause.FACE_FAILED:
            _accept_face(user, review)
        if review.cause == Cause.CORRECTION:
            correct_identity(review=review, user=user, actor=actor)
        outcome = _accept_check(user, review)
        # Whom the watch-list named without a stop was never told to wait, and learns nothing now.
        is_silent = review.cause == Cause.WATCH_LIST and was_verified and not lifted
        if outcome not in (Check.MATCHED, Check.ACCEPTED) and not is_silent:
            send_message(
                to=user,
                template="identity_passed",
                context={},
                key=f"review:{review.number}:passed",
                link="/me/onboarding/",
            )
        return outcome


def _clear(review: IdentityReview, actor: User | None, approval_number: str) -> int:
    """Clear the hits and lift the holds they led to; return how many holds."""
    at = clock.now()
    for hit in review.hits.filter(status=WatchHit.Status.OPEN).select_related("entry"):
        move(hit, WatchHit.Status.CLEARED, actor=actor, data={"entry": hit.entry.number}, decided_at=at)
    holds = lock(
        PersonHold.objects.filter(
            user=review.user_id, cause=PersonHold.Cause.WATCH_LIST, status=PersonHold.Status.ACTIVE
        )
    )
    for hold in holds:
        move(
            hold,
            PersonHold.Status.LIFTED,
            actor=actor,
            data={"approval": approval_number},
            lifted_by=actor,
            lifted_at=at,
            approval_number=approval_number,
        )
    return len(holds)


def _accept_face(user: User, review: IdentityReview) -> None:
    """The review stands in the place of the service's answer; a check that was begun counts no more."""
    at = clock.now()
    for begun in FaceCheck.objects.filter(user=user, status=FaceCheck.Status.ASKED):
        move(begun, FaceCheck.Status.UNANSWERED, actor=user, data={"user": user.number}, answered_at=at)
    check = FaceCheck.objects.create(
        number=next_number("FC"), user=user, provider=REVIEWER, provider_reference=review.number, asked_at=at
    )
    move(check, FaceCheck.Status.PASSED, actor=None, data={"user": user.number}, answered_at=at)


def _accept_check(user: User, review: IdentityReview) -> str:
    """Bind the login to the person of the check the review was about; the watch-list is asked where it was not."""
    check = review.identity_check
    if check is None or check.status not in (Check.REFERRED, Check.MISMATCHED, Check.TAKEN):
        return ""
    check = lock_one(IdentityCheck.objects.filter(pk=check.pk))
    is_mismatch = _never_matched(check)
    if review.cause == Cause.NAME_MISMATCH:
        entries = entries_against(sought_of(check, user.phone_index), clock.today())
        if refer_hits(user=user, entries=entries, found_by=WatchHit.FoundBy.IDENTITY, identity_check=check):
            if check.status != Check.REFERRED:
                move(check, Check.REFERRED, actor=None, data={"user": user.number})
            return Check.REFERRED
    source = FieldOrigin.Source.REVIEW if is_mismatch else FieldOrigin.Source.PROVIDER
    outcome = bind_identity(user=user, check=check, source=source)
    if outcome == Check.MATCHED and is_mismatch:
        outcome = Check.ACCEPTED
    if outcome != check.status:
        move(check, outcome, actor=None, data={"user": user.number, "review": review.number})
    return outcome


def _never_matched(check: IdentityCheck) -> bool:
    """Whether the service did not find that name and number belong together: two colleagues did."""
    return IdentityReview.objects.filter(identity_check=check, cause=Cause.NAME_MISMATCH).exists()
