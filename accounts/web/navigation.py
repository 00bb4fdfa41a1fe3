"""The back office's rail: each app adds its pages, a login sees those it may open."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise


@dataclass(frozen=True)
class OfficeLink:
    department: Promise | str
    icon: str
    label: Promise | str
    route: str
    # Without a right the page is for everybody who works here.
    right: str = ""
    count: Callable[[], int] | None = None
    # A queue that differs from person to person.
    count_for: Callable[[Any], int] | None = None


@dataclass(frozen=True)
class ShownLink:
    label: Promise | str
    url: str
    count: int | None


@dataclass(frozen=True)
class ShownDepartment:
    label: Promise | str
    icon: str
    links: list[ShownLink]


_links: list[OfficeLink] = []


def add_office_links(*links: OfficeLink) -> None:
    """Add an app's pages to the rail, from its `apps.py: ready()`."""
    _links.extend(links)


def office_navigation(user: Any) -> list[ShownDepartment]:
    """Return the departments and pages this login may open, with the counts of their queues."""
    if not getattr(user, "is_staff", False):
        return []
    departments: dict[str, ShownDepartment] = {}
    for link in _links:
        if not link.right or user.has_right(link.right):
            department = departments.setdefault(
                str(link.department), ShownDepartment(link.department, link.icon, [])
            )
            department.links.append(ShownLink(link.label, reverse(link.route), _count(link, user)))
    return list(departments.values())


def _count(link: OfficeLink, user: Any) -> int | None:
    if link.count_for is not None:
        return link.count_for(user)
    return link.count() if link.count is not None else None
