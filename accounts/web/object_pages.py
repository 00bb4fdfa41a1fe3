"""Where an object of the books has its page in the office: each app names its own, the event log links there."""

from collections.abc import Mapping
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Any

from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True)
class ObjectPage:
    """`route` takes the object's number as its one argument; whoever lacks `right` gets no link."""

    subject_type: str
    route: str
    right: str
    argument: str = "number"


_pages: dict[str, ObjectPage] = {}
# By the letters that a number begins with: what kind of object it names.
_named: dict[str, str] = {}


def add_object_pages(*pages: ObjectPage) -> None:
    """Add an app's pages, from its `apps.py: ready()`."""
    for page in pages:
        _pages[page.subject_type] = page


def name_numbers(names: Mapping[str, str]) -> None:
    """Say what kind of object a number beginning with these letters names, from an app's `apps.py: ready()`."""
    _named.update(names)


def number_url(viewer: Any, number: str) -> str:
    """Return the page of whatever a number names for this viewer, empty where nobody said what it is."""
    letters = number[: len(number) - len(number.lstrip(ascii_uppercase))]
    return object_url(viewer, _named[letters], number) if letters in _named else ""


def object_url(viewer: Any, subject_type: str, number: str) -> str:
    """Return the page of an object for this viewer, empty where there is none or it is not theirs to open."""
    page = _pages.get(subject_type)
    if page is None or not number or not viewer.has_right(page.right):
        return ""
    try:
        return reverse(page.route, kwargs={page.argument: number})
    except NoReverseMatch:
        return ""
