"""Hold a person while a review goes on."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.models import IdentityReview, PersonHold, User
from accounts.review.acting import lock_review
from accounts.review.rights import is_about_hits, require_decider
from accounts.services.place_hold import place_hold

LEAST_WORDS = 4


def hold_by_review(*, review: IdentityReview, words: str, actor: User) -> PersonHold:
    """Stop what the rule names for the review's cause; `words` are for colleagues.

    Refuses (`not_reviewer`), (`own_identity`), (StaleState) a review that is over, (`words_missing`).
    """
    require_decider(actor, review)
    if len(words.strip()) < LEAST_WORDS:
        raise Refused("words_missing", _("Say why, for your colleagues."), field="words")
    with transaction.atomic():
        row = lock_review(review, *IdentityReview.OPEN)
        cause = PersonHold.Cause.WATCH_LIST if is_about_hits(row) else PersonHold.Cause.IDENTITY
        return place_hold(review=row, cause=cause, actor=actor, words=words)
