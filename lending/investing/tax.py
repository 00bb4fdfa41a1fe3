"""The gross interest of a year: by month on the page and as PDF, receipt by receipt in the files for machines."""

import datetime as dt

from django.utils.translation import gettext as _

from accounts import clock
from accounts.models import RuleVersion, User
from accounts.web.statement_file import Line, Section, Statement, refuse_too_long
from lending.investing.statement import product_names
from lending.queries.claim_period import claim_period, count_moves
from lending.queries.portfolio import MonthOfReceipts, receipts_of_year


def tax_statement(holder: User, year: int, rule: RuleVersion, ending: str) -> Statement:
    """Return the statement of a year; raises TooLong where the format cannot hold it."""
    sections = [months_section(receipts_of_year(holder, year))]
    if ending != "pdf":
        period = dt.date(year, 1, 1), dt.date(year, 12, 31)
        refuse_too_long(count_moves(holder, *period), ending)
        sections.append(_receipts_section(holder, *period))
    return Statement(
        title=_("Statement of gross interest, %(year)s") % {"year": year},
        name=f"interest-{holder.number}-{year}",
        facts=[
            (_("Customer"), holder.number),
            (_("Year"), str(year)),
            (_("Made on"), clock.today().isoformat()),
            (_("Rule"), f"{rule.text} ({rule.article})"),
        ],
        sections=sections,
    )


def months_section(months: list[MonthOfReceipts]) -> Section:
    """Return twelve months whose sums are the year's."""
    return Section(
        letter="M",
        title=_("By month"),
        texts=[_("Month")],
        amounts=[_("Interest"), _("Overdue interest"), _("Gross interest")],
        lines=[
            Line(
                (f"{month.first_on:%Y-%m}",),
                (month.interest_fen, month.overdue_interest_fen, month.gross_interest_fen),
            )
            for month in months
        ],
    )


def _receipts_section(holder: User, first_on: dt.date, last_on: dt.date) -> Section:
    moves = [move for move in claim_period(holder, first_on, last_on).moves if not move.lent_fen]
    names = product_names(move.version_id for move in moves)
    return Section(
        letter="R",
        title=_("Receipt by receipt"),
        texts=[_("Day"), _("Entry"), _("Claim"), _("Product"), _("Payment number")],
        amounts=[_("Interest"), _("Overdue interest"), _("Gross interest")],
        lines=[
            Line(
                (
                    *(move.on.isoformat(), move.entry_number, move.claim_number),
                    *(names[move.version_id], move.reference),
                ),
                (
                    move.interest_fen,
                    move.overdue_interest_fen,
                    move.interest_fen + move.overdue_interest_fen,
                ),
            )
            for move in moves
        ],
    )
