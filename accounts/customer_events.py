"""What happened to a customer: the events of the login, and of the things of a customer that apps name."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet, Value

from accounts.models import Document, Event, FaceCheck, User

_things: dict[str, Callable[[User], QuerySet[Any]]] = {}


def add_customer_things(subject_type: str, things: Callable[[User], QuerySet[Any]]) -> None:
    """Add an app's things, from its `apps.py: ready()`; never those whose events tell of a secret list."""
    _things[subject_type] = things


def events_of(user: User) -> QuerySet[Event]:
    """Return the events about a login and about the login's own things."""
    about = Q(subject_type="user", subject_id=user.pk)
    # Read beforehand, in one query: a subquery under OR would walk the whole log.
    for subject_type, pk in _own_things(user):
        about |= Q(subject_type=subject_type, subject_id=pk)
    return Event.objects.select_related("actor").filter(about)


def _own_things(user: User) -> QuerySet[Any, tuple[str, int]]:
    first, *others = (
        things(user).order_by().annotate(thing=Value(subject_type)).values_list("thing", "pk")
        for subject_type, things in _things.items()
    )
    return first.union(*others)


add_customer_things("facecheck", lambda user: FaceCheck.objects.filter(user=user))
add_customer_things("document", lambda user: Document.objects.filter(owner=user))
