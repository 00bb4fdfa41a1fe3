"""The parts that risk itself hangs into the monthly report; other rooms add theirs beside them."""

from django.utils.translation import gettext_lazy as _

from risk.reports import book_parts, curve_parts, measure_parts, work_parts
from risk.reports.book_parts import Days
from risk.reports.parts import Month, ReportPart, add_report_part


def _days(month: Month) -> Days:
    return month.kept("days", lambda: Days(month.last_on, month.before_on))


PARTS = (
    ReportPart("book", "status", 10, _("The loan book"), _days, book_parts.tell_book),
    ReportPart(
        "limits",
        "status",
        40,
        _("Limits used and breached"),
        work_parts.read_limits,
        work_parts.tell_limits,
    ),
    ReportPart(
        "contributors",
        "sources",
        110,
        _("Where the change came from"),
        lambda month: _days(month) if month.before_on else None,
        book_parts.tell_contributors,
    ),
    ReportPart("rolls", "sources", 120, _("Roll rates"), curve_parts.read_rolls, curve_parts.tell_rolls),
    ReportPart(
        "vintages", "sources", 130, _("Vintages"), curve_parts.read_vintages, curve_parts.tell_vintages
    ),
    ReportPart(
        "screening",
        "sources",
        140,
        _("Screening and approval"),
        work_parts.read_screening,
        work_parts.tell_screening,
    ),
    ReportPart(
        "committee",
        "sources",
        150,
        _("The credit committee"),
        work_parts.read_committee,
        work_parts.tell_committee,
    ),
    ReportPart(
        "oversight",
        "sources",
        160,
        _("Inspections and operational-risk events"),
        work_parts.read_oversight,
        work_parts.tell_oversight,
    ),
    ReportPart("losses", "effects", 210, _("Expected loss"), _days, curve_parts.tell_losses),
    ReportPart(
        "stress",
        "effects",
        220,
        _("Stress"),
        lambda month: curve_parts.read_stress(_days(month)),
        curve_parts.tell_stress,
    ),
    ReportPart(
        "concentration",
        "effects",
        230,
        _("Concentration"),
        lambda month: (_days(month), book_parts.owed_by_borrower(_days(month).loans)),
        lambda read: book_parts.tell_concentration(*read),
    ),
    ReportPart(
        "collections",
        "effects",
        240,
        _("Collections"),
        work_parts.read_collections,
        work_parts.tell_collections,
    ),
    ReportPart(
        "appetite",
        "measures",
        310,
        _("Against the risk appetite"),
        measure_parts.read_appetite,
        measure_parts.tell_appetite,
    ),
    ReportPart(
        "followed",
        "measures",
        320,
        _("Measures of earlier reports"),
        measure_parts.read_followed,
        measure_parts.tell_followed,
    ),
)


def add_own_parts() -> None:
    """Add them; called from `apps.py: ready()`."""
    for part in PARTS:
        add_report_part(part)
