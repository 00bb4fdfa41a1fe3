"""What the pages of reconciliation, and whoever approves, read about a day, a break and a halt."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts import clock
from accounts.models import Approval, Event
from accounts.web.event_words import event_words
from accounts.web.formats import yuan
from accounts.web.parts import Fact, Moment
from finance.models import CustodyStatement, PayoutHalt, ReconciliationBreak
from finance.reconciliation.words import subject_name


@dataclass(frozen=True)
class MatchRow:
    """One line of the table of a day: what two or three of the sides say, and by how much they differ."""

    label: str
    left_fen: int
    right_fen: int

    @property
    def difference_fen(self) -> int:
        return self.left_fen - self.right_fen


def bank_rows(statement: CustodyStatement) -> list[MatchRow]:
    """Return the bank's statement beside the ledger's account 1001, as they were matched last."""
    return [
        MatchRow(_("Opening balance"), statement.opening_fen, statement.ledger_opening_fen),
        MatchRow(_("Came in"), statement.in_fen, statement.ledger_in_fen),
        MatchRow(_("Went out"), statement.out_fen, statement.ledger_out_fen),
        MatchRow(_("Closing balance"), statement.closing_fen, statement.ledger_closing_fen),
    ]


def loan_book_rows(statement: CustodyStatement) -> list[MatchRow]:
    """Return the loan book beside the accounts that control it, as they were matched last."""
    return [
        MatchRow(subject_name(name), book_fen, ledger_fen) for name, book_fen, ledger_fen in statement.figures
    ]


def break_facts(row: ReconciliationBreak) -> list[Fact]:
    """Return what a break is, who looks after it, and how it ended."""
    facts = [
        Fact(_("Day"), date_format(row.business_on)),
        Fact(_("About"), subject_name(row.subject)),
        Fact(_("Belongs to"), row.reference or "—"),
        Fact(
            _("By the bank") if row.kind != "loan_book_differs" else _("By the loan book"), yuan(row.bank_fen)
        ),
        Fact(_("By the ledger"), yuan(row.ledger_fen)),
        Fact(_("Difference"), yuan(row.difference_fen), is_total=True),
        Fact(pgettext("break", "Age"), _("%(days)s days") % {"days": age_days(row)}),
        Fact(_("Owner"), row.owner.name if row.owner else "—"),
    ]
    if row.resolution:
        facts.append(Fact(_("How it ends"), row.get_resolution_display(), hint=row.entry_number))
        facts.append(Fact(_("Evidence"), row.evidence))
    if row.resolved_by is not None:
        facts.append(Fact(_("Resolved by"), row.resolved_by.name))
    if row.checked_by is not None:
        facts.append(Fact(_("Approved by"), row.checked_by.name))
    return facts


def age_days(row: ReconciliationBreak) -> int:
    """Return the business days, counted on the calendar, between a break's day and today or its end."""
    end = row.resolved_at.astimezone(clock.SHANGHAI).date() if row.resolved_at else clock.today()
    return max((end - row.business_on).days, 0)


def moments_of(subject_type: str, subject_id: int) -> list[Moment]:
    """Return what happened to a statement or a break, newest first."""
    rows = Event.objects.filter(subject_type=subject_type, subject_id=subject_id).select_related("actor")
    return [
        Moment(event_words(event.kind) or event.kind, event.at, who=event.actor.name if event.actor else "")
        for event in rows.order_by("-pk")[:50]
    ]


def describe_resolution(approval: Approval) -> list[Fact]:
    """Tell the second person what a break is and how it is said to end."""
    row = ReconciliationBreak.objects.select_related("owner", "resolved_by", "checked_by").get(
        pk=approval.subject_id
    )
    return [Fact(_("Break"), f"{row.number} · {row.get_kind_display()}"), *break_facts(row)]


def describe_halt(approval: Approval) -> list[Fact]:
    """Tell the second person why payouts were halted."""
    halt = PayoutHalt.objects.get(pk=approval.subject_id)
    return [
        Fact(_("Halted on"), date_format(halt.business_on)),
        Fact(_("Because"), halt.reason),
        Fact(_("What follows"), _("Payouts run again, once the books are verified once more.")),
    ]
