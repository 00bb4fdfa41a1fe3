"""The list of collection cases in the back office."""

from django.utils.translation import gettext_lazy as _

from accounts.web.object_pages import object_url
from accounts.web.tables import Column, Kind, Table

COLLECTIONS = Table(
    "risk.collections",
    _("Collection cases"),
    (
        Column(
            "number",
            _("Collection case"),
            lambda case: case.number,
            sort="number",
            url=lambda case, viewer: object_url(viewer, "collectioncase", case.number),
        ),
        Column("loan", _("Loan"), lambda case: case.loan.number),
        Column(
            "debtor",
            _("Debtor"),
            lambda case: case.loan.borrower.person and case.loan.borrower.person.masked_name,
        ),
        Column(
            "since",
            _("Overdue since"),
            lambda case: case.loan.overdue_since_on or case.overdue_since_on,
            Kind.DAY,
            "overdue_since_on",
        ),
        Column(
            "outstanding",
            _("Outstanding principal"),
            lambda case: case.loan.outstanding_fen,
            Kind.YUAN,
            "loan__outstanding_fen",
        ),
        Column(
            "broken",
            _("Promises not kept"),
            lambda case: case.broken_promises,
            Kind.NUMBER,
            "broken_promises",
        ),
        Column("next", _("Next step"), lambda case: case.is_live and case.get_next_action_display()),
        Column("next_on", _("On"), lambda case: case.next_action_on, Kind.DAY, "next_action_on"),
        Column("officer", _("Officer"), lambda case: case.officer and case.officer.name),
        Column("state", _("State"), lambda case: case, Kind.STATE, "status"),
        Column("opened", _("Opened"), lambda case: case.opened_at, Kind.MOMENT, "opened_at", is_extra=True),
        Column("closed", _("Closed on"), lambda case: case.closed_on, Kind.DAY, is_extra=True),
    ),
    sort="next_on",
    kept=("state", "stage", "officer"),
)
