"""The back office's rail: each app adds its pages, a login sees those it may open."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Func, QuerySet, Subquery
from django.urls import reverse
from django.utils.functional import Promise

from accounts.models.business_date import BusinessDate


@dataclass(frozen=True)
class OfficeLink:
    """A page of the rail; `queue(user)` returns the rows that wait there, counted with those of all other pages."""

    department: Promise | str
    icon: str
    label: Promise | str
    route: str
    # Without a right the page is for everybody who works here.
    right: str = ""
    queue: Callable[[Any], "QuerySet[Any]"] | None = None


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


def arrange_office_links(*routes: str) -> None:
    """Put these pages of the rail into this order among themselves, after all of them were added.

    A department says once what its people open first; the rooms that add the pages do not know each other. Refuses
    (ValueError) a route no page has.
    """
    places = [place for place, link in enumerate(_links) if link.route in routes]
    found = {_links[place].route: _links[place] for place in places}
    if missing := set(routes) - set(found):
        raise ValueError(f"No page of the rail has the route {', '.join(sorted(missing))}.")
    for place, route in zip(places, routes, strict=True):
        _links[place] = found[route]


def office_navigation(user: Any) -> list[ShownDepartment]:
    """Return the departments and pages this login may open, with the counts of their queues."""
    if not getattr(user, "is_staff", False):
        return []
    links = [link for link in _links if not link.right or user.has_right(link.right)]
    counts = _count_queues({link.route: link.queue(user) for link in links if link.queue is not None})
    departments: dict[str, ShownDepartment] = {}
    for link in links:
        department = departments.setdefault(
            str(link.department), ShownDepartment(link.department, link.icon, [])
        )
        department.links.append(ShownLink(link.label, reverse(link.route), counts.get(link.route)))
    return list(departments.values())


def _count_queues(queues: "dict[str, QuerySet[Any]]") -> dict[str, int]:
    """Count every queue in one statement, so that the rail costs the same however many there are."""
    if not queues:
        return {}
    counts = {
        f"queue_{position}": Subquery(
            rows.order_by().annotate(waiting=Func(F("pk"), function="COUNT")).values("waiting")
        )
        for position, rows in enumerate(queues.values())
    }
    found = BusinessDate.objects.annotate(**counts).values_list(*counts).first()
    return dict(zip(queues, found, strict=True)) if found else {}
