"""The list of the loans behind a figure."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.web.tables import Column, Kind, Table
from risk.portfolio.labels import bucket_label, line_label, region_label


def _page(row: Any, viewer: Any) -> str:
    return reverse("risk_portfolio_loan", args=[row.loan.loan.number])


PORTFOLIO_LOANS = Table(
    "risk.portfolio_loans",
    _("Loans of the book"),
    (
        Column("number", _("Loan"), lambda row: row.loan.loan.number, sort="loan__loan__number", url=_page),
        Column("grade", _("Grade"), lambda row: row.loan.grade, sort="loan__grade"),
        Column("line", _("Line of business"), lambda row: line_label(row.loan.line), sort="loan__line"),
        Column("product", _("Product"), lambda row: row.loan.product_version.name, is_extra=True),
        Column(
            "dealer",
            _("Dealer"),
            lambda row: row.loan.dealer and row.loan.dealer.organisation.legal_name,
            is_extra=True,
        ),
        Column("region", _("Region"), lambda row: region_label(row.loan.region), sort="loan__region"),
        Column("term", _("Term"), lambda row: row.loan.periods, Kind.NUMBER, "loan__periods"),
        Column("paid_out", _("Paid out"), lambda row: row.loan.disbursed_on, Kind.DAY, "loan__disbursed_on"),
        Column("outstanding", _("Principal"), lambda row: row.outstanding_fen, Kind.YUAN, "outstanding_fen"),
        Column("overdue", _("Overdue principal"), lambda row: row.overdue_fen, Kind.YUAN, "overdue_fen"),
        Column("since", _("Overdue since"), lambda row: row.overdue_since_on, Kind.DAY, "overdue_since_on"),
        Column("bucket", _("Days past due"), lambda row: bucket_label(row.bucket), sort="bucket"),
        Column("class", _("Class"), lambda row: row.get_five_class_display()),
        Column("watched", _("Watched"), lambda row: _("watched") if row.is_watched else None, is_extra=True),
        Column("state", _("State"), lambda row: row, Kind.STATE, "status"),
    ),
    sort="-outstanding",
    kept=("bucket", "five_class", "grade", "line"),
)
