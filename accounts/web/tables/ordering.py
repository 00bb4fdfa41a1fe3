"""Pages of a list in the order of any of its fields, by key and never by offset."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import HttpRequest

from accounts.web.paging import COUNT_CAP, PAGE_SIZE, KeysetPage, page_keys, page_url


@dataclass(frozen=True)
class Order:
    """A field and a direction; rows without a value come last, rows of one value stand in the order they were made."""

    field: str
    is_descending: bool = False

    def sorted(self, rows: "QuerySet[Any]", *, is_backwards: bool = False) -> "QuerySet[Any]":
        """Return the rows in this order, or in the opposite one."""
        is_descending = self.is_descending != is_backwards
        field = F(self.field)
        ordered = (
            field.desc(nulls_first=is_backwards or None, nulls_last=not is_backwards or None)
            if is_descending
            else field.asc(nulls_first=is_backwards or None, nulls_last=not is_backwards or None)
        )
        return rows.order_by(ordered, "-pk" if is_descending else "pk")

    def beyond(self, value: Any, key: int, *, is_backwards: bool = False) -> Q:
        """Return what stands behind (or before) the row that has this value and key."""
        side = "lt" if self.is_descending != is_backwards else "gt"
        empty = Q(**{f"{self.field}__isnull": True})
        if value is None:
            among_empty = empty & Q(**{f"pk__{side}": key})
            return among_empty | ~empty if is_backwards else among_empty
        found = Q(**{f"{self.field}__{side}": value}) | Q(**{self.field: value, f"pk__{side}": key})
        return found if is_backwards else found | empty


def page_in_order(rows: "QuerySet[Any]", request: HttpRequest, order: Order) -> KeysetPage:
    """Return one page; `?after=` and `?before=` name the row to go on from, and one that is gone means page one."""
    before, after = page_keys(request)
    key = before if before is not None else after
    is_backwards = before is not None
    start = None if key is None else rows.order_by().filter(pk=key).values_list(order.field, flat=True)[:1]
    value = list(start) if start is not None else []
    if value and key is not None:
        found_rows = rows.filter(order.beyond(value[0], key, is_backwards=is_backwards))
    else:
        found_rows, is_backwards = rows, False
    found = list(order.sorted(found_rows, is_backwards=is_backwards)[: PAGE_SIZE + 1])
    has_more = len(found) > PAGE_SIZE
    shown = found[:PAGE_SIZE]
    if is_backwards:
        shown.reverse()
    has_earlier, has_later = (has_more, True) if is_backwards else (bool(value), has_more)
    counted = len(rows.order_by().values_list("pk", flat=True)[: COUNT_CAP + 1])
    return KeysetPage(
        rows=shown,
        previous_url=page_url(request, "before", shown[0].pk) if shown and has_earlier else "",
        next_url=page_url(request, "after", shown[-1].pk) if shown and has_later else "",
        count=min(counted, COUNT_CAP),
        is_capped=counted > COUNT_CAP,
        is_by_age=False,
    )
