"""How a source of the timeline reads: the newest rows before an instant, and events as moments."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from accounts import clock
from accounts.models import Event, User
from accounts.web.event_words import event_words
from accounts.web.object_pages import object_url
from accounts.web.parts import Moment
from risk.database.timeline import Window

Row = TypeVar("Row", bound=models.Model)


def newest(rows: "QuerySet[Row]", field: str, window: Window) -> "QuerySet[Row]":
    """Return the newest rows by the instant in `field` that belong into the window."""
    rows = rows.filter(**{f"{field}__isnull": False})
    if window.before is not None:
        rows = rows.filter(**{f"{field}__lt": window.before})
    return rows.order_by(f"-{field}", "-pk")[: window.most]


def newest_first(moments: Iterable[Moment], window: Window) -> list[Moment]:
    """Return moments that one reading gathered from several rows, newest first, as many as the window asks for.

    Each list they come from was read by `newest`, so that none of the newest is missing.
    """
    found = [one for one in moments if window.before is None or _at(one) < window.before]
    return sorted(found, key=_at, reverse=True)[: window.most]


def _at(moment: Moment) -> Any:
    return moment.at


def local(at: dt.datetime | None) -> dt.datetime:
    """Return an instant, which the rows of a reading by it have, on the house's clock."""
    if at is None:
        raise ValueError("A row without the instant it was read by.")
    return at.astimezone(clock.SHANGHAI)


def newest_events(
    about: Mapping[str, "QuerySet[Any]"], kinds: Sequence[str], window: Window
) -> "QuerySet[Event]":
    """Return the newest events of these kinds about things, named by type and their rows."""
    same = Q(pk__in=[])
    for subject_type, rows in about.items():
        # Read beforehand: a subquery under OR would walk the whole log.
        same |= Q(subject_type=subject_type, subject_id__in=list(rows.values_list("pk", flat=True)))
    return newest(Event.objects.filter(same, kind__in=kinds).select_related("actor"), "at", window)


def moment_of(
    event: Event,
    window: Window,
    *,
    title: Promise | str = "",
    sentence: str = "",
    icon: str = "circle",
    tone: str = "quiet",
) -> Moment:
    """Return an event as a moment: its words, its object's number, a link for who may open it."""
    words = [event.subject_number, sentence]
    return Moment(
        title=title or event_words(event.kind) or event.kind,
        at=local(event.at),
        sentence=" · ".join(word for word in words if word),
        who=who_did(event.actor),
        url=object_url(window.viewer, event.subject_type, event.subject_number),
        icon=icon,
        tone=tone,
    )


def who_did(user: User | None) -> str:
    """Name a colleague; a customer goes by the number, the system by nothing."""
    if user is None:
        return ""
    return user.name if user.is_staff else user.number
