"""The tables of risk as files, and who takes them out."""

from collections.abc import Sequence

from django.http import HttpResponse

from accounts.access import PersonRequest
from accounts.services.take_out_list import EXPORT_RIGHT
from accounts.web.tables.sheets import Sheet, sheet_asked_for, sheet_file
from risk.services.take_out_figures import take_out_figures


def may_take_out(request: PersonRequest) -> bool:
    """Tell whether this person takes files out of the house."""
    return request.user.has_right(EXPORT_RIGHT)


def answer_file(request: PersonRequest, sheets: Sequence[Sheet]) -> HttpResponse | None:
    """Return the sheet a POST asks for as a file, None for any other request; refuses what `take_out_figures` does."""
    found = sheet_asked_for(request.POST.get("take", ""), sheets) if request.method == "POST" else None
    if found is None:
        return None
    sheet, kind = found
    take_out_figures(actor=request.user, table=f"risk.{sheet.name}", rows=len(sheet.lines))
    return sheet_file(sheet, kind, "risk")


def shade_of(ppm: int | None, steps: Sequence[int]) -> int:
    """Return how many of the steps a share has passed, for the ground of its cell; the figure itself says it too."""
    return 0 if ppm is None else sum(ppm > step for step in steps)
