"""Papers as PDF in both languages, with the one font that has all the characters; only those used go along."""

import importlib.util
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _
from fpdf import FPDF

FONT = "NotoSansSC-Regular.ttf"
FAMILY = "house"
INK = (20, 33, 61)
SLATE = (71, 85, 105)
JADE = (15, 118, 110)
LINE = (214, 211, 202)
LABEL_WIDTH = 46


@cache
def font_path() -> Path:
    """Return the font's file, which lies in a package that is never imported; raises LookupError without it."""
    found = importlib.util.find_spec("zhplot")
    for place in (found.submodule_search_locations or []) if found is not None else []:
        for path in Path(place).rglob(FONT):
            return path
    raise LookupError(f"{FONT} is not installed.")


class Paper(FPDF):
    """An A4 paper with the house's name at its head and the page at its foot."""

    def __init__(self, title: str, foot: str) -> None:
        super().__init__(format="A4")
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

    def write_text(self, text: str) -> None:
        """Write a paragraph."""
        self._style(10, SLATE)
        self.multi_cell(0, 5.4, text, new_x="LMARGIN", new_y="NEXT", align="L")

    def write_facts(self, facts: list[tuple[str, str]]) -> None:
        """Write names and values in two columns."""
        for label, value in facts:
            self._style(10, SLATE)
            top, page = self.get_y(), self.page_no()
            self.multi_cell(LABEL_WIDTH, 5.6, label, new_x="RIGHT", new_y="TOP", align="L")
            if self.page_no() != page:
                top = self.get_y()
            self._style(10, INK)
            self.set_xy(self.l_margin + LABEL_WIDTH + 4, top)
            self.multi_cell(0, 5.6, value, new_x="LMARGIN", new_y="NEXT", align="L")

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

    def _style(self, size: float, colour: tuple[int, int, int]) -> None:
        self.set_font(FAMILY, size=size)
        self.set_text_color(*colour)
