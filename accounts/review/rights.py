"""Who works on which review: customer service on identities, risk on whom the watch-list named."""

from django.utils.translation import gettext as _

from accounts.approvals import is_same_person
from accounts.errors import Refused
from accounts.models.identity_review import IdentityReview
from accounts.models.person_hold import PersonHold
from accounts.models.user import User

SEE_ALL = "accounts.see_reviews"
SEE_HITS = "accounts.see_watch_list"
EXAMINE, DECIDE = "accounts.review_identities", "accounts.decide_identities"
EXAMINE_HITS, DECIDE_HITS = "accounts.review_watch_hits", "accounts.decide_watch_hits"


def is_about_hits(row: IdentityReview | PersonHold) -> bool:
    """Tell whether a review or hold comes from the watch-list: risk alone works on it."""
    return row.cause == IdentityReview.Cause.WATCH_LIST


def may_examine(user: User, row: IdentityReview | PersonHold) -> bool:
    """Tell whether a login may take and return such a review, and ask for what needs two."""
    return user.has_right(EXAMINE_HITS if is_about_hits(row) else EXAMINE)


def may_decide(user: User, row: IdentityReview | PersonHold) -> bool:
    """Tell whether a login may pass and refuse such a review, and approve what needs two."""
    return user.has_right(DECIDE_HITS if is_about_hits(row) else DECIDE)


def require_examiner(user: User, row: IdentityReview | PersonHold) -> None:
    """Refuse (`not_reviewer`) whose job it is not, (`own_identity`) the person the review is about."""
    _require(may_examine(user, row), user, row)


def require_decider(user: User, row: IdentityReview | PersonHold) -> None:
    """Refuse (`not_reviewer`) whose job it is not, (`own_identity`) the person the review is about."""
    _require(may_decide(user, row), user, row)


def _require(is_allowed: bool, user: User, row: IdentityReview | PersonHold) -> None:
    if not is_allowed:
        raise Refused("not_reviewer", _("Your job does not include this."))
    if is_same_person(user, row.user):
        raise Refused("own_identity", _("Nobody decides about themselves."))
