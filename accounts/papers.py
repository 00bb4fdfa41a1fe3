"""Papers as PDF in both languages, with the one font that has all the characters; only those used go along."""

import datetime as dt
import importlib.util
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import qrcode
from django.utils.translation import gettext as _
from fpdf import FPDF

FONT = "NotoSansSC-Regular.ttf"
FAMILY = "house"
INK = (20, 33, 61)
SLATE = (71, 85, 105)
JADE = (15, 118, 110)
LINE = (214, 211, 202)
LABEL_WIDTH = 46
QR_MM = 26
# Chinese breaks between any two characters, but none of these begins a line; Latin words and figures stay whole.
NOT_FIRST = frozenset("，。、；：！？）》」』”’％%")
WORD = re.compile(r"[\x21-\x7e¥]+|.", re.DOTALL)
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@cache
def font_path() -> Path:
    """Return the font's file, which lies in a package that is never imported; raises LookupError without it."""
    found = importlib.util.find_spec("zhplot")
    for place in (found.submodule_search_locations or []) if found is not None else []:
        for path in Path(place).rglob(FONT):
            return path
    raise LookupError(f"{FONT} is not installed.")


class Paper(FPDF):
    """An A4 paper with the house's name at its head and the page at its foot.

    With an instant of its making the same words always give the same bytes. A wide one lies on its long side, for
    tables of many columns.
    """

    def __init__(
        self, title: str, foot: str, *, made_at: dt.datetime | None = None, is_wide: bool = False
    ) -> None:
        super().__init__(orientation="landscape" if is_wide else "portrait", format="A4")
        if made_at is not None:
            self.set_creation_date(made_at)
        self.foot = foot
        self.add_font(FAMILY, fname=str(font_path()))
        self.set_margins(20, 18, 20)
        self.set_auto_page_break(True, margin=20)
        self.set_title(title)
        self.set_creator("Fenqi")
        self.add_page()
        self.write_title(title)

    def footer(self) -> None:
        """Number the page."""
        self.set_y(-14)
        self._style(8, SLATE)
        self.cell(0, 5, self.foot, align="L")
        self.set_y(-14)
        self.cell(0, 5, str(self.page_no()), align="R")

    def write_title(self, text: str) -> None:
        """Write the name of the house and the paper's title."""
        self._style(9, JADE)
        self.multi_cell(0, 5, _("Fenqi"), new_x="LMARGIN", new_y="NEXT")
        self._style(20, INK)
        self.multi_cell(0, 11, text, new_x="LMARGIN", new_y="NEXT")
        self.ln(2)

    def write_heading(self, text: str) -> None:
        """Begin a part, with a rule above it; never as the last line of a page."""
        if self.get_y() > self.h - 45:
            self.add_page()
        self.ln(4)
        self.set_draw_color(*LINE)
        self.line(self.l_margin, self.get_y(), self.w - self.r_margin, self.get_y())
        self.ln(3)
        self._style(13, INK)
        self.multi_cell(0, 7, text, new_x="LMARGIN", new_y="NEXT")
        self.ln(1)

    def write_label(self, text: str) -> None:
        """Begin a small part of a part."""
        if self.get_y() > self.h - 36:
            self.add_page()
        self.ln(1.6)
        self._style(9, JADE)
        self.multi_cell(0, 5.4, text, new_x="LMARGIN", new_y="NEXT", align="L")

    def write_text(self, text: str) -> None:
        """Write a paragraph."""
        self._style(10, SLATE)
        self.multi_cell(0, 5.4, text, new_x="LMARGIN", new_y="NEXT", align="L")

    def write_facts(self, facts: list[tuple[str, str]], *, size: float = 10) -> None:
        """Write names and values in two columns; long fingerprints fit on one line in a smaller size."""
        for label, value in facts:
            self._style(size, SLATE)
            lines = len(self.multi_cell(LABEL_WIDTH, 5.6, label, dry_run=True, output="LINES"))
            if self.will_page_break(5.6 * lines):
                self.add_page()
                self._style(size, SLATE)
            top, page = self.get_y(), self.page_no()
            self.multi_cell(LABEL_WIDTH, 5.6, label, new_x="RIGHT", new_y="NEXT", align="L")
            bottom = self.get_y()
            self._style(size, INK)
            self.set_xy(self.l_margin + LABEL_WIDTH + 4, top)
            self.multi_cell(0, 5.6, value, new_x="LMARGIN", new_y="NEXT", align="L")
            # A long name may take more lines than its value; the next fact begins below both.
            if self.page_no() == page:
                self.set_y(max(self.get_y(), bottom))

    def write_record(self, first: str, rest: str) -> None:
        """Write one of many records: what it is, and below it the rest in small; both on one page."""
        if self.get_y() > self.h - 34:
            self.add_page()
        self._style(10, INK)
        self.multi_cell(0, 5.4, first, new_x="LMARGIN", new_y="NEXT", align="L")
        if rest:
            self._style(8.5, SLATE)
            self.multi_cell(0, 4.6, rest, new_x="LMARGIN", new_y="NEXT", align="L")
        self.ln(1.4)

    def write_clause(self, n: int, title: str, text: str) -> None:
        """Write a numbered clause; its title never stands alone at the foot of a page."""
        if self.get_y() > self.h - 40:
            self.add_page()
        self._style(10.5, INK)
        self.multi_cell(0, 6, f"{n}. {title}", new_x="LMARGIN", new_y="NEXT", align="L")
        self._style(9.5, SLATE)
        self.multi_cell(0, 5.2, self._broken(text), new_x="LMARGIN", new_y="NEXT", align="L")
        self.ln(2)

    def write_table(
        self, heads: Sequence[str], rows: Sequence[Sequence[str]], shares: Sequence[int], *, figures: int
    ) -> None:
        """Write a table of lines; its last `figures` columns are amounts. The heads stand on every page.

        `shares` are the parts of the width that the columns take.
        """
        widths = [self.epw * share / sum(shares) for share in shares]
        aligns = ["L"] * (len(heads) - figures) + ["R"] * figures
        self._write_heads(heads, widths, aligns)
        for row in rows:
            if self.get_y() > self.h - 27:
                self.add_page()
                self._write_heads(heads, widths, aligns)
            self._style(9, INK)
            for value, width, align in zip(row, widths, aligns, strict=True):
                self.cell(width, 5.6, value, align=align)
            self.ln(5.6)
        self.ln(2)

    def write_grid(
        self, heads: Sequence[str], rows: Sequence[Sequence[str]], *, texts: Sequence[bool]
    ) -> None:
        """Write a table whose cells may take several lines; `texts` says which columns hold words, the rest figures.

        Columns are as wide as what stands in them, as far as the page goes; the heads stand on every page.
        """
        self.style(8, INK)
        widths = self._column_widths(heads, rows, texts)
        self._write_grid_row(heads, widths, texts, SLATE)
        self.set_draw_color(*LINE)
        self.line(self.l_margin, self.get_y(), self.w - self.r_margin, self.get_y())
        self.ln(0.8)
        for row in rows:
            if self.get_y() + self._row_height(row, widths) > self.h - 20:
                self.add_page()
                self._write_grid_row(heads, widths, texts, SLATE)
            self._write_grid_row(row, widths, texts, INK)
        self.ln(2)

    def style(self, size: float, colour: tuple[int, int, int]) -> None:
        """Set the size and colour of the next words."""
        self._style(size, colour)

    def fitting(self, text: str, width: float) -> str:
        """Return the text cut with an ellipsis where it is wider than this."""
        room = width - 2 * self.c_margin
        if self.get_string_width(text) <= room:
            return text
        while text and self.get_string_width(f"{text}…") > room:
            text = text[:-1]
        return f"{text}…"

    def _column_widths(
        self, heads: Sequence[str], rows: Sequence[Sequence[str]], texts: Sequence[bool]
    ) -> list[float]:
        # Over a column of figures a head may break between its words.
        measured = [
            [*(row[at] for row in rows), *([heads[at]] if is_text else heads[at].split())]
            for at, is_text in enumerate(texts)
        ]
        wanted = [
            max((self.get_string_width(value) for value in values), default=0) + 2 * self.c_margin
            for values in measured
        ]
        # Figures keep their width; the columns of words share what is left.
        figures = sum(width for width, is_text in zip(wanted, texts, strict=True) if not is_text)
        words = sum(wanted) - figures
        room = max(self.epw - figures, self.epw / 4)
        shares = [
            width * min(1.0, room / words) if is_text else width
            for width, is_text in zip(wanted, texts, strict=True)
        ]
        left = self.epw - sum(shares)
        if left < 0:
            return [width * self.epw / sum(shares) for width in shares]
        return [width + left / len(shares) for width in shares]

    def _row_height(self, row: Sequence[str], widths: Sequence[float]) -> float:
        self._style(8, INK)
        lines = [
            len(self.multi_cell(width, 4.4, value, dry_run=True, output="LINES"))
            for value, width in zip(row, widths, strict=True)
        ]
        return max(lines) * 4.4 + 1.2

    def _write_grid_row(
        self,
        row: Sequence[str],
        widths: Sequence[float],
        texts: Sequence[bool],
        colour: tuple[int, int, int],
    ) -> None:
        height, top, left = self._row_height(row, widths), self.get_y(), self.l_margin
        self._style(8, colour)
        for value, width, is_text in zip(row, widths, texts, strict=True):
            self.set_xy(left, top)
            self.multi_cell(width, 4.4, value, align="L" if is_text else "R")
            left += width
        self.set_xy(self.l_margin, top + height)

    def _broken(self, text: str) -> str:
        """Break a Chinese text into lines as Chinese is set; other texts are left to the break at spaces."""
        if len(CHINESE.findall(text)) * 4 < len(text):
            return text
        lines: list[list[str]] = [[]]
        room = left = self.epw - 2 * self.c_margin
        for word in WORD.findall(text):
            width = self.get_string_width(word)
            if width > left and lines[-1]:
                carried: list[str] = []
                while (carried or [word])[0] in NOT_FIRST and len(lines[-1]) > 1:
                    carried.insert(0, lines[-1].pop())
                lines.append(carried)
                left = room - sum(self.get_string_width(one) for one in carried)
            lines[-1].append(word)
            left -= width
        return "\n".join("".join(line) for line in lines)

    def _write_heads(self, heads: Sequence[str], widths: list[float], aligns: list[str]) -> None:
        self._style(8.5, SLATE)
        for value, width, align in zip(heads, widths, aligns, strict=True):
            self.cell(width, 6, value, align=align)
        self.ln(6)
        self.set_draw_color(*LINE)
        self.line(self.l_margin, self.get_y(), self.w - self.r_margin, self.get_y())
        self.ln(1)

    def draw_qr(self, words: str) -> None:
        """Draw a QR code at the head of the page, at the right, as squares: sharp on any printer."""
        code = qrcode.QRCode(border=0, error_correction=qrcode.ERROR_CORRECT_M)
        code.add_data(words)
        code.make(fit=True)
        matrix = code.get_matrix()
        side, left = QR_MM / len(matrix), self.w - self.r_margin - QR_MM
        self.set_fill_color(*INK)
        for y, line in enumerate(matrix):
            for x, is_dark in enumerate(line):
                if is_dark:
                    self.rect(left + x * side, self.t_margin + y * side, side, side, style="F")

    def _style(self, size: float, colour: tuple[int, int, int]) -> None:
        self.set_font(FAMILY, size=size)
        self.set_text_color(*colour)
