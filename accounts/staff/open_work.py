"""What a colleague leaves behind: each app tells which of its work hangs on a person, and how it is handed over."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from accounts.models.user import User


@dataclass(frozen=True)
class WorkItem:
    """One thing that hangs on a person, by its number; `path` is its page in the office."""

    number: str
    path: str


@dataclass(frozen=True)
class OpenWork:
    """`find(user)` returns what is open; `hand_over(leaver, colleague, actor)` makes it the colleague's.

    Without `hand_over` the work is named to the colleague, who goes on with it: what somebody asked, wrote or decided
    stays theirs in the record.
    """

    code: str
    order: int
    name: Promise | str
    find: Callable[[User], list[WorkItem]]
    hand_over: Callable[[User, User, User | None], None] | None = None


@dataclass(frozen=True)
class FoundWork:
    """The open work of one kind."""

    work: OpenWork
    items: list[WorkItem]


_works: dict[str, OpenWork] = {}


def add_open_work(*works: OpenWork) -> None:
    """Add an app's kinds of work, from its `apps.py: ready()`."""
    for work in works:
        _works[work.code] = work


def open_work_name(code: str) -> Promise | str:
    """Return how a kind of work is called."""
    return _works[code].name if code in _works else code


def open_work_of(user: User) -> list[FoundWork]:
    """Return what hangs on a colleague, kinds without anything left out."""
    ordered = sorted(_works.values(), key=lambda work: (work.order, work.code))
    found = [FoundWork(work, work.find(user)) for work in ordered]
    return [one for one in found if one.items]
