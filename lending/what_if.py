"""What becomes of a quoted loan that is paid off early, or of which one instalment is paid late."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.web.formats import rate, yuan
from accounts.web.parts import Fact, Why, WhyLine
from lending.domain.overdue import OverdueRule, overdue_interest
from lending.domain.schedule import Row
from lending.domain.settlement import OpenInstalment, settle
from lending.queries.quotes import Quote
from lending.settlement_story import why_lines


@dataclass(frozen=True)
class WhatIf:
    """Both cases in figures, and the day of the first."""

    early_on: dt.date
    early_facts: list[Fact]
    late_facts: list[Fact]


def what_if(quote: Quote, early_on: dt.date | None, late_days: int) -> WhatIf:
    """Return what closes the loan on a day, by default half way, and what one instalment costs that comes late.

    A day outside the loan's life is brought into it.
    """
    rows = quote.schedule.instalments
    first_on, last_on = quote.schedule.terms.disbursed_on, rows[-1].due_on
    on = min(max(early_on or rows[(len(rows) - 1) // 2].due_on, first_on), last_on)
    return WhatIf(on, _early(quote, on), _late(quote, rows[0], late_days))


def _early(quote: Quote, on: dt.date) -> list[Fact]:
    rows = quote.schedule.instalments
    ahead = [row for row in rows if row.due_on >= on]
    found = settle(quote.schedule.terms, [_open(row) for row in ahead], on, quote.version.early_fee_ppm)
    paid = [
        WhyLine(_("no. %(n)s") % {"n": row.n}, row.due_on.isoformat(), row.total_fen)
        for row in rows
        if row.due_on < on
    ]
    scheduled_fen = sum(row.total_fen for row in ahead)
    saved = [
        WhyLine(_("By the schedule from then on"), "", scheduled_fen),
        WhyLine(_("Closes the loan"), "", -found.total_fen),
    ]
    facts = [
        Fact(
            _("Paid by then, by the schedule"),
            yuan(sum(line.amount_fen for line in paid)),
            is_figure=True,
            why=Why(paid),
        )
    ]
    return [
        *facts,
        Fact(_("Closes the loan"), yuan(found.total_fen), is_figure=True, why=Why(why_lines(found))),
        Fact(
            _("Saved"), yuan(scheduled_fen - found.total_fen), is_figure=True, is_total=True, why=Why(saved)
        ),
    ]


def _open(row: Row) -> OpenInstalment:
    return OpenInstalment(
        row.n,
        row.starts_on,
        row.due_on,
        row.principal_fen,
        row.interest_fen,
        row.fee_fen,
        row.days,
        row.carried_fen,
    )


def _late(quote: Quote, row: Row, days: int) -> list[Fact]:
    version = quote.version
    rule = OverdueRule(quote.rate_ppm, version.overdue_rate_ppm, version.grace_days)
    borne = overdue_interest(
        due_on=row.due_on,
        principal_fen=row.principal_fen,
        payments=[],
        rule=rule,
        as_of=row.due_on + dt.timedelta(days=days),
    )
    applied_ppm = version.overdue_rate_ppm if borne.overdue_fen_days else quote.rate_ppm
    words = ngettext(
        "%(base)s principal × %(rate)s a year × %(count)s day / 365, rounded to the fen",
        "%(base)s principal × %(rate)s a year × %(count)s days / 365, rounded to the fen",
        days,
    ) % {"base": yuan(row.principal_fen), "rate": rate(applied_ppm), "count": days}
    overdue = WhyLine(_("Overdue interest"), words, borne.total_fen, _("Civil Code, article 676"))
    lines = [WhyLine(_("no. %(n)s") % {"n": row.n}, row.due_on.isoformat(), row.total_fen), overdue]
    return [
        Fact(_("Instalment no. 1"), yuan(row.total_fen), is_figure=True),
        Fact(_("Overdue interest"), yuan(borne.total_fen), is_figure=True, why=Why([overdue])),
        Fact(
            _("To pay then"),
            yuan(row.total_fen + borne.total_fen),
            is_figure=True,
            is_total=True,
            why=Why(lines),
        ),
    ]
