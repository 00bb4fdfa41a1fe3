"""What needs a second person: each app registers its kinds, with the right to check them and how they are told.

A service asks by `request_approval`. Once another person has approved, an `approval.approved` event is delivered to the
app that owns the kind; its handler carries the change out by a service that calls `consume_approval` in the same
transaction.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import Promise

from accounts.commands import hash_inputs
from accounts.models.approval import Approval
from accounts.models.user import User
from accounts.web.parts import Fact


def _bars_nobody(row: Approval, checker: User) -> str:
    return ""


@dataclass(frozen=True)
class ApprovalKind:
    """`right` is what a checker must hold; `describe` tells the checker, in facts, what exactly would happen.

    A confidential kind is seen by its makers and checkers alone, not by those who see every request.
    """

    code: str
    name: Promise | str
    right: str
    describe: Callable[[Approval], list[Fact]]
    valid_days: int = 7
    is_confidential: bool = False
    # Says in words why this login may not decide on this request, empty where nothing speaks against it.
    bars: Callable[[Approval, User], str] = _bars_nobody


_kinds: dict[str, ApprovalKind] = {}


def register_approval_kind(kind: ApprovalKind) -> None:
    """Add an app's kind, from its `apps.py: ready()`."""
    if kind.code in _kinds and _kinds[kind.code] != kind:
        raise ValueError(f"Two kinds of approval are named {kind.code}.")
    _kinds[kind.code] = kind


def approval_kind(code: str) -> ApprovalKind:
    """Return a kind by its code; raises LookupError for one nobody registered."""
    if code not in _kinds:
        raise LookupError(f"No app registered the approval {code}.")
    return _kinds[code]


def kinds_checked_by(user: User) -> list[str]:
    """Return the codes of the kinds this login may check."""
    return sorted(code for code, kind in _kinds.items() if user.has_right(kind.right))


def confidential_kinds() -> list[str]:
    """Return the codes of the kinds that only their makers and checkers see."""
    return sorted(code for code, kind in _kinds.items() if kind.is_confidential)


def payload_hash(*, kind: str, subject: models.Model | None, payload: Mapping[str, Any], version: str) -> str:
    """Return what an approval is bound to: kind, object, the object's version and every value of the payload."""
    name, key = subject_of(subject)
    return hash_inputs({"kind": kind, "subject": [name, key], "version": version, "payload": dict(payload)})


def subject_of(subject: models.Model | None) -> tuple[str, int | None]:
    """Return how an object is named in an approval."""
    return (subject._meta.label_lower, subject.pk) if subject is not None else ("", None)


def principal_of(user: User, right: str) -> User | None:
    """Return the colleague for whom this login would use a right; None where it is its own."""
    number = user.stands_in_for(right)
    return User.objects.select_related("person").get(number=number) if number else None


def takes_part(row: Approval, checker: User, principal: User | None) -> bool:
    """Tell whether the checker, or whom the checker stands in for, asked for this, in person or through a deputy."""
    askers = [one for one in (row.maker, row.asked_for) if one is not None]
    deciders = [one for one in (checker, principal) if one is not None]
    return any(is_same_person(decider, asker) for decider in deciders for asker in askers)


def is_same_person(one: User, other: User) -> bool:
    """Tell whether two logins are one human being; four eyes are people, not logins."""
    if one.pk == other.pk:
        return True
    return one.person_id is not None and one.person_id == other.person_id
