"""What differs between two frozen sets of figures, or between two versions: named by table, line and column."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.web.tables.sheets import SHOWN, Sheet
from risk.reports.frozen import language_read, thawed_sheet

MOST = 200


@dataclass(frozen=True)
class Difference:
    """One place that differs, with what stood there and what stands there now."""

    place: str
    before: str
    now: str


def figure_differences(before: dict[str, Any], now: dict[str, Any]) -> list[Difference]:
    """Return every cell of a table that differs, in the reader's language; a line that came or went stands whole."""
    language = language_read()
    found: list[Difference] = []
    old, new = (_sheets(content, language) for content in (before, now))
    for key in [*new, *(one for one in old if one not in new)]:
        found += _sheet_differences(old.get(key), new.get(key))
    return found[:MOST]


def _sheets(content: dict[str, Any], language: str) -> dict[str, Sheet]:
    return {
        f"{part['code']}.{sheet['name']}": thawed_sheet(sheet)
        for part in content["parts"]
        for sheet in part[language]["sheets"]
    }


def _sheet_differences(before: Sheet | None, now: Sheet | None) -> list[Difference]:
    sheet = now or before
    if sheet is None:
        return []
    old, new = (_lines(one) for one in (before, now))
    found = []
    for name in [*new, *(one for one in old if one not in new)]:
        for column, head in enumerate(sheet.heads[1:], start=1):
            was, value = (_shown(sheet, side.get(name), column) for side in (old, new))
            if was != value:
                found.append(Difference(f"{sheet.title} · {name} · {head.label}", was, value))
    return found


def _lines(sheet: Sheet | None) -> dict[str, Sequence[Any]]:
    return {str(line.values[0]): line.values for line in sheet.lines} if sheet is not None else {}


def _shown(sheet: Sheet, values: Sequence[Any] | None, column: int) -> str:
    if values is None or column >= len(values) or values[column] is None:
        return "—"
    return SHOWN[sheet.heads[column].kind](values[column])


def text_differences(before: dict[str, str], now: dict[str, str], titles: dict[str, Any]) -> list[Difference]:
    """Return the chapters whose text differs."""
    return [
        Difference(str(title), before.get(code, "") or _("nothing"), now.get(code, "") or _("nothing"))
        for code, title in titles.items()
        if before.get(code, "") != now.get(code, "")
    ]
