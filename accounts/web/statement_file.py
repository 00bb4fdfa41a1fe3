"""Statements that add up: sections of lines with amounts, handed over as CSV, XLSX or PDF.

Every line has a mark, the same in every format and language: `W0` is the opening of section W, `W1`, `W2`, … its lines,
`WΣ` their sum and `W=` the closing. Whoever reads the file back finds the totals by the marks (`statement_check`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.http import HttpResponse
from django.utils.translation import gettext as _

from accounts.papers import Paper
from accounts.web.csv_lines import BYTE_ORDER_MARK, csv_line, safe_cell
from accounts.web.formats import number, plain_yuan
from accounts.web.spreadsheet import Cell, Fen, write_spreadsheet
from accounts.web.statement_pdf import write_lines

OPENING, SUM, CLOSING = "0", "Σ", "="
# What a printer or a spreadsheet program still opens; CSV has no end.
MOST_LINES = {"pdf": 5_000, "xlsx": 50_000}


class Line(NamedTuple):
    """One line: its texts, its amounts, and where the section has them the balances after it; fen."""

    texts: tuple[str, ...]
    amounts: tuple[int, ...]
    after: tuple[int, ...] = ()


@dataclass(frozen=True)
class Section:
    """A list of lines; with an opening and a closing it is an account of something. Refuses what does not add up."""

    letter: str
    title: str
    texts: Sequence[str]
    amounts: Sequence[str]
    lines: Sequence[Line]
    opening: tuple[int, ...] | None = None
    closing: tuple[int, ...] | None = None
    # The heads of the balances after each line, last in it; opening, sum and closing have none.
    after: Sequence[str] = ()
    total: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        columns = zip(*(line.amounts for line in self.lines), strict=True)
        total = tuple(map(sum, columns)) if self.lines else (0,) * len(self.amounts)
        object.__setattr__(self, "total", total)
        if self.opening is not None:
            found = tuple(a + b for a, b in zip(self.opening, total, strict=True))
            if found != self.closing:
                raise ValueError(f"Section {self.letter} does not add up: {found} is not {self.closing}.")

    def marked(self) -> Iterator[tuple[str, Line]]:
        """Yield every line with its mark, the opening, the sum and the closing among them."""
        rest = ("",) * (len(self.texts) - 1)
        if self.opening is not None:
            yield self.letter + OPENING, Line((_("Opening"), *rest), self.opening)
        for n, line in enumerate(self.lines, start=1):
            yield f"{self.letter}{n}", line
        yield self.letter + SUM, Line((_("Sum of the lines"), *rest), self.total)
        if self.closing is not None:
            yield self.letter + CLOSING, Line((_("Closing"), *rest), self.closing)


@dataclass(frozen=True)
class Statement:
    """A statement of a period; `name` is its file's name without the ending."""

    title: str
    name: str
    facts: Sequence[tuple[str, str]]
    sections: Sequence[Section]

    @property
    def line_count(self) -> int:
        return sum(len(section.lines) for section in self.sections)


class TooLong(Exception):
    """Say that a statement is too long for a format, in the reader's language."""


def refuse_too_long(line_count: int, ending: str) -> None:
    """Refuse a statement that would be too long as PDF or XLSX."""
    most = MOST_LINES.get(ending)
    if most is not None and line_count > most:
        words = _(
            "%(count)s lines are too many for this format, which takes %(most)s. Take CSV or a shorter period."
        )
        raise TooLong(words % {"count": number(line_count), "most": number(most)})


def as_csv(statement: Statement) -> bytes:
    """Return the statement as CSV; amounts are plain yuan."""
    lines = [BYTE_ORDER_MARK + csv_line([statement.title])]
    lines += [csv_line([safe_cell(label), safe_cell(value)]) for label, value in statement.facts]
    for section in statement.sections:
        lines += [csv_line([]), csv_line([section.title]), csv_line(_heads(section))]
        for mark, line in section.marked():
            texts = (safe_cell(text) for text in line.texts)
            amounts = map(plain_yuan, (*line.amounts, *line.after))
            lines.append(csv_line([mark, *texts, *amounts, *_blanks(section, line)]))
    return "".join(lines).encode()


def as_xlsx(statement: Statement) -> bytes:
    """Return the statement as a spreadsheet; amounts are numbers."""
    rows: list[list[Cell]] = [[statement.title]]
    rows += [[label, value] for label, value in statement.facts]
    for section in statement.sections:
        rows += [[], [section.title], list[Cell](_heads(section))]
        rows += [
            [mark, *line.texts, *map(Fen, (*line.amounts, *line.after))] for mark, line in section.marked()
        ]
    return write_spreadsheet(statement.title, rows)


def as_pdf(statement: Statement) -> bytes:
    """Return the statement as PDF, each line with its mark and its amounts in one line of text."""
    paper = Paper(statement.title, statement.name, is_wide=True)
    paper.write_facts(list(statement.facts))
    for section in statement.sections:
        paper.write_heading(section.title)
        count = len(section.amounts) + len(section.after)
        rows = []
        for mark, line in section.marked():
            amounts = (_spaced(fen) for fen in (*line.amounts, *line.after))
            rows.append(([mark, *line.texts, *amounts, *_blanks(section, line)], _is_sum(mark)))
        write_lines(paper, _heads(section), rows, count)
    return bytes(paper.output())


MAKERS = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "pdf": (as_pdf, "application/pdf"),
}


def as_attachment(statement: Statement, ending: str) -> HttpResponse:
    """Hand a statement over in one of the formats, kept by nobody on the way."""
    make, content_type = MAKERS[ending]
    headers = {
        "Content-Disposition": f'attachment; filename="{statement.name}.{ending}"',
        "Cache-Control": "no-store",
    }
    return HttpResponse(make(statement), content_type=content_type, headers=headers)


def _heads(section: Section) -> list[str]:
    return [_("Line no."), *section.texts, *section.amounts, *section.after]


def _blanks(section: Section, line: Line) -> list[str]:
    return [""] * (len(section.after) - len(line.after))


def _spaced(fen: int) -> str:
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


def _is_sum(mark: str) -> bool:
    return not mark[1:].isdigit() or mark[1:] == OPENING
