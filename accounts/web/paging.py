"""Pages of growing tables by key, never by offset, with counts that stop at a cap."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import HttpRequest

PAGE_SIZE = 25
COUNT_CAP = 1000


@dataclass(frozen=True)
class KeysetPage:
    rows: list[Any]
    previous_url: str
    next_url: str
    count: int
    is_capped: bool
    # Newest first, so that the ways are called newer and older.
    is_by_age: bool = True


def page_by_key(
    rows: "QuerySet[Any]",
    request: HttpRequest,
    *,
    size: int = PAGE_SIZE,
    count_cap: int = COUNT_CAP,
    is_oldest_first: bool = False,
) -> KeysetPage:
    """Return one page by primary key, newest first unless asked otherwise.

    `?before=` and `?after=` walk, anything unreadable is page one.
    """
    before, after = page_keys(request)
    on, back = (after, before) if is_oldest_first else (before, after)
    on_name, back_name = ("after", "before") if is_oldest_first else ("before", "after")
    forwards, backwards = ("pk", "-pk") if is_oldest_first else ("-pk", "pk")
    if back is not None:
        found = list(rows.filter(_beyond(back_name, back)).order_by(backwards)[: size + 1])
        has_previous, has_next = len(found) > size, True
        shown = list(reversed(found[:size]))
    else:
        rest = rows.filter(_beyond(on_name, on)) if on is not None else rows
        found = list(rest.order_by(forwards)[: size + 1])
        has_previous, has_next = on is not None, len(found) > size
        shown = found[:size]
    counted = len(rows.order_by().values_list("pk", flat=True)[: count_cap + 1])
    return KeysetPage(
        rows=shown,
        previous_url=page_url(request, back_name, shown[0].pk) if shown and has_previous else "",
        next_url=page_url(request, on_name, shown[-1].pk) if shown and has_next else "",
        count=min(counted, count_cap),
        is_capped=counted > count_cap,
        is_by_age=not is_oldest_first,
    )


def _beyond(name: str, key: int) -> Q:
    return Q(pk__gt=key) if name == "after" else Q(pk__lt=key)


def _key(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def page_keys(request: HttpRequest) -> tuple[int | None, int | None]:
    """Return below and above which key a page was asked for; what cannot be read is neither."""
    return _key(request, "before"), _key(request, "after")


def page_url(request: HttpRequest, name: str, key: int) -> str:
    """Return the address of the page `before` or `after` a key, with everything else the address said."""
    kept = {kept: values for kept, values in request.GET.lists() if kept not in {"before", "after"}}
    return "?" + urlencode({**kept, name: key}, doseq=True)
