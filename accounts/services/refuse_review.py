"""Refuse a customer's identity."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts import clock
from accounts.errors import Refused
from accounts.models import IdentityCheck, IdentityReview, PersonHold, User, WatchHit
from accounts.review.acting import lock_for_decider
from accounts.services.decide_privacy import decide_privacy
from accounts.services.place_hold import place_hold
from accounts.services.send_message import send_message
from accounts.states import move

LEAST_WORDS = 4
Cause = IdentityReview.Cause


def refuse_review(*, review: IdentityReview, words: str, with_hold: bool, actor: User) -> IdentityReview:
    """End the review against the customer, who is told without the reason; `words` are for colleagues.

    What the check doubted stays unbound, hits of the watch-list are confirmed. `with_hold` holds the person; whom the
    watch-list named is held in any case. Refuses what `lock_for_decider` refuses and (`words_missing`).
    """
    told = words.strip()
    if len(told) < LEAST_WORDS:
        raise Refused("words_missing", _("Say why, for your colleagues."), field="words")
    with transaction.atomic():
        row = lock_for_decider(review, actor)
        at = clock.now()
        move(
            row,
            IdentityReview.Status.REFUSED,
            actor=actor,
            data={"hold": with_hold},
            decided_by=actor,
            decided_at=at,
            words=told,
        )
        for hit in row.hits.filter(status=WatchHit.Status.OPEN):
            move(hit, WatchHit.Status.CONFIRMED, actor=actor, data={"entry": hit.entry.number}, decided_at=at)
        check = row.identity_check
        if check is not None and check.status == IdentityCheck.Status.REFERRED:
            move(check, IdentityCheck.Status.DECLINED, actor=actor, data={"user": row.user.number})
        if with_hold or row.cause == Cause.WATCH_LIST:
            cause = (
                PersonHold.Cause.WATCH_LIST if row.cause == Cause.WATCH_LIST else PersonHold.Cause.IDENTITY
            )
            place_hold(review=row, cause=cause, actor=actor, words=told)
        _tell(row, actor)
        return row


def _tell(row: IdentityReview, actor: User) -> None:
    """A correction that was asked for is answered where it was asked; everything else by a message of its own."""
    if row.privacy_request is not None and row.privacy_request.status == "asked":
        with override(row.privacy_request.language):
            answer = _("We could not verify what you asked us to correct.")
        decide_privacy(
            asked=row.privacy_request, staff=actor, is_granted=False, answer=answer, by_review=True
        )
        return
    send_message(
        to=row.user,
        template="identity_refused",
        context={},
        key=f"review:{row.number}:refused",
        link="/me/privacy/",
    )
