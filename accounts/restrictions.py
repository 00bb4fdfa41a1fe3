"""Refusing new business: with who asked to be deleted, and with who is held while somebody looks at the identity."""

from collections.abc import Callable, Iterable

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.errors import Refused
from accounts.models.person_hold import PersonHold
from accounts.models.user import User
from accounts.rules import rule_value

HOLD_RULE = "kyc.hold"
_let_through: "dict[str, Callable[[User], bool]]" = {}
# One sentence for every cause: it tells nobody what somebody was found at.
LOOKING = gettext_lazy("We are looking at your details; we will write to you. Until then this has to wait.")


def require_open_for_business(user: User) -> None:
    """Refuse (`closed_for_business`) somebody who asked for deletion and is only finishing what binds."""
    if user.restricted_at is not None:
        raise Refused(
            "closed_for_business",
            _(
                "You asked us to delete your data, so nothing new can be opened. What runs goes on to its end."
            ),
        )


def require_not_held(user: User, act: str, *, words: Promise | str = LOOKING) -> None:
    """Refuse (`held`) an act that the rule of the day stops for whoever is held; repaying is never asked here.

    A hold follows the person through all logins. The acts: withdraw, deposit, bid, apply, order, fund. `words` are
    for somebody else than the person.
    """
    if is_held(user, act):
        raise Refused("held", words)


def let_through(act: str, check: Callable[[User], bool]) -> None:
    """Let an app say for whom an act is never stopped, from its `apps.py: ready()`: who owes pays in to repay."""
    _let_through[act] = check


def is_held(user: User, act: str) -> bool:
    """Tell whether an act of this person is stopped; one query for who is not held."""
    same = Q(user=user)
    if user.person_id is not None:
        same |= Q(user__person=user.person_id)
    if not _causes_stopping(act, PersonHold.objects.filter(same, status=PersonHold.Status.ACTIVE)):
        return False
    return not (act in _let_through and _let_through[act](user))


def held_among(user_ids: Iterable[int], act: str) -> set[int]:
    """Return those of these logins whose act is stopped, for jobs that look at many at once."""
    holds = PersonHold.objects.filter(status=PersonHold.Status.ACTIVE)
    rows = holds.filter(Q(user__in=(ids := list(user_ids))) | Q(user__person__users__in=ids))
    found = set()
    for cause, own, other in rows.values_list("cause", "user", "user__person__users"):
        if act in rule_value(HOLD_RULE)[cause]:
            found |= {own, other}
    return found & set(ids)


def _causes_stopping(act: str, holds: "QuerySet[PersonHold]") -> list[str]:
    causes = list(holds.order_by().values_list("cause", flat=True))
    return [cause for cause in causes if act in rule_value(HOLD_RULE)[cause]]
