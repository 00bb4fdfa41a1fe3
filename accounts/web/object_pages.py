"""Where an object of the books has its page in the office: each app names its own, the event log links there."""

from dataclasses import dataclass
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


def add_object_pages(*pages: ObjectPage) -> None:
    """Add an app's pages, from its `apps.py: ready()`."""
    for page in pages:
        _pages[page.subject_type] = page


def object_url(viewer: Any, subject_type: str, number: str) -> str:
    """Return the page of an object for this viewer, empty where there is none or it is not theirs to open."""
    page = _pages.get(subject_type)
    if page is None or not number or not viewer.has_right(page.right):
        return ""
    try:
        return reverse(page.route, kwargs={page.argument: number})
    except NoReverseMatch:
        return ""
