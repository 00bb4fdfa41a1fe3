"""Pages of growing tables by key, never by offset, with counts that stop at a cap."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
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
    rows: "QuerySet[Any]", request: HttpRequest, *, size: int = PAGE_SIZE, count_cap: int = COUNT_CAP
) -> KeysetPage:
    """Return one page, newest first by primary key; `?before=` and `?after=` walk, anything unreadable is page one."""
    before, after = page_keys(request)
    if after is not None:
        found = list(rows.filter(pk__gt=after).order_by("pk")[: size + 1])
        more_newer, more_older = len(found) > size, True
        shown = list(reversed(found[:size]))
    else:
        older = rows.filter(pk__lt=before) if before is not None else rows
        found = list(older.order_by("-pk")[: size + 1])
        more_newer, more_older = before is not None, len(found) > size
        shown = found[:size]
    counted = len(rows.order_by().values_list("pk", flat=True)[: count_cap + 1])
    return KeysetPage(
        rows=shown,
        previous_url=page_url(request, "after", shown[0].pk) if shown and more_newer else "",
        next_url=page_url(request, "before", shown[-1].pk) if shown and more_older else "",
        count=min(counted, count_cap),
        is_capped=counted > count_cap,
    )


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
