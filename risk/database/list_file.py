"""A file of entries for the lists: read line by line, every fault of every line named; nothing is kept here."""

import csv
import datetime as dt
import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.models import WatchEntry
from accounts.models.watch_entry import LIST_NAMES
from accounts.rules import rule_value
from accounts.services.propose_watch_entry import WatchWish, check_wish
from accounts.watch.values import Watched, read_watched
from accounts.web.csv_lines import BYTE_ORDER_MARK, csv_line

COLUMNS = ("kind", "value", "birth_on", "list", "category", "evidence", "expires_on", "review_on")
LISTS = {"black": WatchEntry.Severity.STOP.value, "grey": WatchEntry.Severity.REFER.value}
LARGEST_BYTES = 1_000_000


@dataclass
class Line:
    """One line of the file: its number as a spreadsheet counts, what it wishes, what is wrong with it."""

    n: int
    wish: WatchWish | None = None
    watched: Watched | None = None
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class ListFile:
    """A file as it was read."""

    file_hash: str
    lines: list[Line]

    @property
    def faulty(self) -> list[Line]:
        return [line for line in self.lines if line.faults]

    @property
    def wishes(self) -> list[WatchWish]:
        return [line.wish for line in self.lines if line.wish is not None]

    def count(self, severity: str) -> int:
        """Return how many lines stand on the list of a severity."""
        return sum(wish.severity == severity for wish in self.wishes)


def template() -> bytes:
    """Return an empty file with the columns named."""
    return (BYTE_ORDER_MARK + csv_line(COLUMNS)).encode()


def read_list_file(content: bytes, source: str) -> ListFile:
    """Return the lines with their faults; what stands on a list already, or twice in the file, is named.

    Refuses (`list_file`) what is no such file: too large, another encoding, other columns, no line or too many.
    """
    rows = _rows(content)
    words = _words()
    lines = [_read(n, row, source, words) for n, row in enumerate(rows, start=2)]
    _name_twins(lines)
    _name_listed(lines)
    return ListFile(hashlib.sha256(content).hexdigest(), lines)


def _rows(content: bytes) -> list[dict[str, str]]:
    if len(content) > LARGEST_BYTES:
        raise Refused("list_file", _("The file is too large."), field="file")
    reader = csv.DictReader(io.StringIO(_text(content), newline=""))
    names = tuple((name or "").strip() for name in reader.fieldnames or ())
    if names != COLUMNS:
        raise Refused(
            "list_file",
            _("The first line has to name the columns: %(columns)s.") % {"columns": ", ".join(COLUMNS)},
            field="file",
        )
    try:
        rows = [
            {name: (value or "").strip() for name, value in row.items() if isinstance(name, str)}
            for row in reader
        ]
    except csv.Error:
        raise Refused("list_file", _("The file cannot be read as CSV."), field="file") from None
    rows = [row for row in rows if any(row.values())]
    most = rule_value("lists.files")["most_lines"]
    if not 0 < len(rows) <= most:
        raise Refused(
            "list_file", _("A file has from 1 to %(most)s lines.") % {"most": f"{most:,}"}, field="file"
        )
    return rows


def _text(content: bytes) -> str:
    """Spreadsheet programs in Chinese write UTF-8 or GB 18030."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("list_file", _("The file is neither UTF-8 nor GB 18030."), field="file")


def _read(n: int, row: Mapping[str, str], source: str, words: Mapping[str, str]) -> Line:
    line = Line(n)
    kind, listed, category = (
        words.get(row[name].lower(), row[name].lower()) for name in ("kind", "list", "category")
    )
    for value, known, fault in (
        (kind, WatchEntry.Kind.values, _("no such kind of value")),
        (listed, LISTS, _("neither black nor grey")),
        (category, WatchEntry.Category.values, _("no such category")),
    ):
        if value not in known:
            line.faults.append(fault)
    birth_on, expires_on, review_on = (
        _day(row[name], line) for name in ("birth_on", "expires_on", "review_on")
    )
    if line.faults:
        return line
    today = clock.today()
    days = rule_value("kyc.review", on=today)["watch_review_days"]
    wish = WatchWish(
        kind=kind,
        value=row["value"],
        category=category,
        severity=LISTS[listed],
        source=source,
        evidence=row["evidence"],
        review_on=review_on or today + dt.timedelta(days=days),
        birth_on=birth_on,
        expires_on=expires_on,
    )
    try:
        line.watched = read_watched(kind, row["value"], birth_on)
        check_wish(wish)
    except Refused as refusal:
        line.faults.append(str(refusal.message))
    else:
        line.wish = wish
    return line


def _words() -> dict[str, str]:
    """Return the codes by their words in every language: what the page shows may be written in the file."""
    pairs = [
        *WatchEntry.Kind.choices,
        *WatchEntry.Category.choices,
        *((code, LIST_NAMES[severity]) for code, severity in LISTS.items()),
    ]
    found = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found.update({str(label).lower(): str(code) for code, label in pairs})
    return found


def _day(text: str, line: Line) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text.replace("/", "-"))
    except ValueError:
        line.faults.append(_("no day: write 2026-11-23"))
        return None


def _name_twins(lines: list[Line]) -> None:
    first: dict[tuple[str, str], int] = {}
    for line in lines:
        if line.watched is None or line.wish is None:
            continue
        key = (line.watched.index, line.wish.category)
        if key in first:
            line.faults.append(_("the same as line %(n)s") % {"n": first[key]})
        first.setdefault(key, line.n)


def _name_listed(lines: list[Line]) -> None:
    wanted = {line.watched.index for line in lines if line.watched is not None}
    standing = WatchEntry.objects.filter(
        value_index__in=wanted, status__in=[WatchEntry.Status.PROPOSED, WatchEntry.Status.IN_FORCE]
    )
    known = {
        (index, category): number
        for index, category, number in standing.values_list("value_index", "category", "number")
    }
    for line in lines:
        if line.watched is None or line.wish is None:
            continue
        number = known.get((line.watched.index, line.wish.category))
        if number is not None:
            line.faults.append(_("stands on a list already: %(number)s") % {"number": number})
