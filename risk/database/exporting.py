"""What an export holds: the entries in force, or everything a tracking file shows; no cell is a formula."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts import clock
from accounts.models import User, WatchEntry
from accounts.watch.values import full_value, masked_value
from accounts.web.spreadsheet import Cell
from accounts.web.tables.files import as_csv
from risk.database.lists import entries_in_force_now
from risk.database.timeline import FileSubject, timeline_page
from risk.models import ListExport

PAGE = 500


@dataclass(frozen=True)
class ExportTable:
    """Heads and lines; `subject` is whose file it is, where it is one."""

    heads: list[str]
    lines: list[list[Cell]]
    subject: FileSubject | None = None

    def as_csv(self) -> bytes:
        """Return the file in UTF-8."""
        return as_csv("", self.heads, self.lines)


def export_table(export: ListExport, viewer: User) -> ExportTable:
    """Return what was approved, as this viewer may see it."""
    if export.kind == ListExport.Kind.LISTS:
        return _lists(export)
    return _file(FileSubject(customer=export.customer, dealer=export.dealer), viewer)


def _lists(export: ListExport) -> ExportTable:
    rows = entries_in_force_now(clock.today())
    if export.severity:
        rows = rows.filter(severity=export.severity)
    heads = [
        _("Number"),
        _("List"),
        _("Kind of value"),
        _("Value"),
        _("Category"),
        _("Source"),
        _("In force since"),
        _("Counts until"),
        _("Look again on"),
    ]
    return ExportTable(heads, [_entry(row, export.is_full) for row in rows.order_by("pk")])


def _entry(entry: WatchEntry, is_full: bool) -> list[Cell]:
    since = entry.in_force_at.astimezone(clock.SHANGHAI).date() if entry.in_force_at else None
    return [
        entry.number,
        str(entry.list_name),
        str(entry.get_kind_display()),
        full_value(entry) if is_full else masked_value(entry),
        str(entry.get_category_display()),
        entry.source,
        since,
        entry.expires_on,
        entry.review_on,
    ]


def _file(subject: FileSubject, viewer: User) -> ExportTable:
    lines: list[list[Cell]] = []
    before = None
    while True:
        page = timeline_page(subject, viewer, before=before, size=PAGE)
        lines += [
            [
                f"{item.moment.at:%Y-%m-%d %H:%M}",
                str(item.kind_name),
                str(item.moment.title),
                str(item.moment.sentence),
                str(item.moment.who),
            ]
            for item in page.items
        ]
        before = page.next_before
        if before is None:
            break
    return ExportTable([_("When"), _("Kind"), _("What"), _("Details"), _("Who")], lines, subject)
