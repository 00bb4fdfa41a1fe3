"""Risk's lists in the back office."""

from django.utils.translation import gettext_lazy as _

from accounts.web.object_pages import object_url
from accounts.web.tables import Column, Kind, Table

CASES = Table(
    "risk.cases",
    _("Credit cases"),
    (
        Column(
            "number",
            _("Case"),
            lambda case: case.number,
            sort="number",
            url=lambda case, viewer: object_url(viewer, "creditcase", case.number),
        ),
        Column("borrower", _("Borrower"), lambda case: case.application.borrower.person.masked_name),
        Column("product", _("Product"), lambda case: case.application.product_version.name),
        Column("purpose", _("Purpose"), lambda case: case.application.get_purpose_display()),
        Column(
            "asked",
            _("Asked for"),
            lambda case: case.application.amount_fen,
            Kind.YUAN,
            "application__amount_fen",
        ),
        Column(
            "periods",
            _("Number of instalments"),
            lambda case: case.application.periods,
            Kind.NUMBER,
            "application__periods",
        ),
        Column("reviewer", _("Opinion by"), lambda case: case.reviewed_by and case.reviewed_by.name),
        Column("state", _("State"), lambda case: case, Kind.STATE, "status"),
        Column("waits", _("Waits for"), lambda case: case.opened_at, Kind.AGE, "opened_at"),
        Column("opened", _("Opened"), lambda case: case.opened_at, Kind.MOMENT, "opened_at", is_extra=True),
    ),
    sort="opened",
    kept=("status",),
)

VISITS = Table(
    "risk.visits",
    _("Visits to make"),
    (
        Column(
            "number",
            _("Visit"),
            lambda visit: visit.number,
            sort="number",
            url=lambda visit, viewer: object_url(viewer, "fieldvisit", visit.number),
        ),
        Column("borrower", _("Borrower"), lambda visit: visit.case.application.borrower.person.masked_name),
        Column("task", _("What is to be looked at"), lambda visit: visit.task),
        Column("due", _("Visit by"), lambda visit: visit.due_on, Kind.DAY, "due_on"),
        Column("state", _("State"), lambda visit: visit, Kind.STATE, "status"),
    ),
    sort="due",
)
