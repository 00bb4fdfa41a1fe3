"""A list of the back office: what is shown of it, and what one may do with it as a whole."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts import clock
from accounts.access import PersonRequest
from accounts.errors import Refused
from accounts.models import SavedView
from accounts.services.drop_view import drop_view
from accounts.services.keep_view import keep_view
from accounts.services.take_out_list import EXPORT_RIGHT, take_out_list
from accounts.web.paging import KeysetPage
from accounts.web.tables.columns import Cell, Column
from accounts.web.tables.files import FILES
from accounts.web.tables.ordering import Order, page_in_order

# What the list itself reads of an address; everything else there is the page's own filter.
SHOW, SORT = "show", "sort"
OF_THE_LIST = {SHOW, SORT, "before", "after"}


@dataclass(frozen=True)
class Choice:
    """A column that may be shown or not."""

    name: str
    label: Promise | str
    is_shown: bool


@dataclass(frozen=True)
class ViewLink:
    name: str
    url: str
    is_open: bool


@dataclass(frozen=True)
class Table:
    """Names a list once: `sort` is the column it is ordered by at first, `kept` the filters a kept view may hold."""

    name: str
    label: Promise | str
    columns: tuple[Column, ...]
    sort: str
    kept: tuple[str, ...] = ()

    def open(self, request: PersonRequest, rows: "QuerySet[Any]") -> "OpenTable":
        """Return the list as this request asks for it; on a POST its `answer` is what the view returns."""
        return OpenTable(self, request, rows)


class OpenTable:
    """A list in one request."""

    def __init__(self, table: Table, request: PersonRequest, rows: "QuerySet[Any]") -> None:
        self.table = table
        self.label = table.label
        self._request = request
        self._rows = rows
        self._user = request.user

    @cached_property
    def columns(self) -> list[Column]:
        """The columns asked for by `?show=`, in their own order; the first always stands there."""
        asked = set(self._request.GET.getlist(SHOW))
        first, *others = self.table.columns
        return [first, *(c for c in others if (c.name in asked if asked else not c.is_extra))]

    @cached_property
    def sort(self) -> str:
        """The name of the column that orders the list, with "-" before it where the largest comes first."""
        asked = self._request.GET.get(SORT, "")
        sortable = {column.name for column in self.table.columns if column.sort}
        return asked if asked.removeprefix("-") in sortable else self.table.sort

    @property
    def _order(self) -> Order:
        name = self.sort.removeprefix("-")
        field = next(column.sort for column in self.table.columns if column.name == name)
        return Order(field, self.sort.startswith("-"))

    @cached_property
    def page(self) -> KeysetPage:
        """The page asked for."""
        return page_in_order(self._rows, self._request, self._order)

    @property
    def lines(self) -> list[list[Cell]]:
        """The cells of the page's rows."""
        return [[column.cell(row, self._user) for column in self.columns] for row in self.page.rows]

    @property
    def choices(self) -> list[Choice]:
        """The columns one may show or hide: all but the first."""
        shown = {column.name for column in self.columns}
        return [Choice(c.name, c.label, c.name in shown) for c in self.table.columns[1:]]

    @cached_property
    def views(self) -> list[ViewLink]:
        """The user's own kept views of this list."""
        kept = SavedView.objects.filter(user=self._user, table=self.table.name).order_by("name")
        return [ViewLink(view.name, f"?{view.query}", view.query == self._kept_query) for view in kept]

    @property
    def open_view(self) -> str:
        """The name of the kept view that is open, if any."""
        return next((view.name for view in self.views if view.is_open), "")

    @property
    def filters(self) -> list[tuple[str, str]]:
        """What the page's own filter says, to be sent along when columns are chosen."""
        return [
            (name, value)
            for name in self._request.GET
            if name not in {SHOW, "before", "after"}
            for value in self._request.GET.getlist(name)
        ]

    @property
    def carried(self) -> list[tuple[str, str]]:
        """Order and columns, to be sent along when the page's own filter is used."""
        asked = self._request.GET
        return [(name, value) for name in (SORT, SHOW) for value in asked.getlist(name)]

    @property
    def query(self) -> str:
        """The address's filter and order without the page, for the forms that post to the list."""
        kept = [(name, value) for name, value in self.filters if value]
        return urlencode(kept + [(SHOW, name) for name in self._request.GET.getlist(SHOW)])

    @cached_property
    def _kept_query(self) -> str:
        kept = [(n, v) for n, v in self.filters if v and (n == SORT or n in self.table.kept)]
        names = {column.name for column in self.table.columns}
        return urlencode(sorted(kept) + [(SHOW, n) for n in self._request.GET.getlist(SHOW) if n in names])

    @property
    def may_take_out(self) -> bool:
        return self._user.has_right(EXPORT_RIGHT)

    @property
    def file_kinds(self) -> list[tuple[str, str]]:
        """The kinds of file the list is taken out as."""
        return [(kind, kind.upper()) for kind in reversed(FILES)]

    @property
    def answer(self) -> HttpResponse | None:
        """What a POST to the list is answered with: a file, or the list again after a view was kept or dropped."""
        if self._request.method != "POST":
            return None
        try:
            return self._act()
        except Refused as refusal:
            messages.error(self._request, str(refusal.message))
            return self._again(self.query)

    def _act(self) -> HttpResponse:
        posted = self._request.POST
        if posted.get("take") in FILES:
            return self._file(posted["take"])
        if "keep" in posted:
            view = keep_view(
                user=self._user,
                table=self.table.name,
                name=posted.get("name", ""),
                query=self._kept_query,
            )
            messages.success(self._request, _("The view “%(name)s” is kept.") % {"name": view.name})
            return self._again(view.query)
        if "drop" in posted:
            drop_view(user=self._user, table=self.table.name, name=posted["drop"])
            messages.success(self._request, _("The view is dropped."))
        return self._again("")

    def _again(self, query: str) -> HttpResponse:
        return redirect(f"{self._request.path}?{query}" if query else self._request.path)

    def _file(self, kind: str) -> HttpResponse:
        rows = take_out_list(
            actor=self._user,
            table=self.table.name,
            rows=self._order.sorted(self._rows),
            columns=[column.name for column in self.columns],
            filters=[name for name, value in self.filters if value and name not in OF_THE_LIST],
        )
        heads = [str(column.label) for column in self.columns]
        lines = [[column.file_cell(row) for column in self.columns] for row in rows]
        write, content_type = FILES[kind]
        response = HttpResponse(write(str(self.label), heads, lines), content_type=content_type)
        stamp = f"{clock.now().astimezone(clock.SHANGHAI):%Y%m%d-%H%M%S}"
        name = self.table.name.replace(".", "-")
        response["Content-Disposition"] = f'attachment; filename="{name}-{stamp}.{kind}"'
        response["Cache-Control"] = "no-store"
        return response
