"""How a loan's page tells what is due, what was paid, and why each amount is what it is."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.web.formats import rate, rate_up, yuan
from accounts.web.parts import Fact, InstalmentRow, Why, WhyLine
from lending.domain.rates import all_in_rate_ppm
from lending.domain.schedule import build_schedule, without_interest
from lending.instalment_story import explain, under_version
from lending.labels import method_label, periods_label, purpose_label
from lending.models import Instalment, Loan, LoanPayment
from lending.queries.loans import LoanFile
from lending.subsidies.story import dealer_pays_fact


@dataclass(frozen=True)
class TimelineRow(InstalmentRow):
    """An instalment with what it is made of."""

    overdue_interest_fen: int = 0
    why: list[WhyLine] = field(default_factory=list)


@dataclass(frozen=True)
class Headline:
    """What matters now: the amount and what it is."""

    amount_fen: int
    words: str
    status: str
    status_label: str


def tell_headline(file: LoanFile) -> Headline:
    """Return the next payment, what is overdue, or that the loan is paid off."""
    loan, due_fen = file.loan, file.dues.now_fen
    if loan.status == Loan.Status.WRITTEN_OFF:
        words = _("still owed; written off on %(on)s") % {"on": date_format(loan.written_off_on)}
        return Headline(due_fen, words, loan.status, str(loan.get_status_display()))
    if loan.status != Loan.Status.ACTIVE:
        on = loan.settled_on
        words = _("left to pay; ended on %(on)s") % {"on": date_format(on) if on else "—"}
        return Headline(file.dues.now_fen, words, loan.status, str(loan.get_status_display()))
    if file.overdue_days:
        words = ngettext(
            "due now; overdue for %(count)s day", "due now; overdue for %(count)s days", file.overdue_days
        ) % {"count": file.overdue_days}
        return Headline(due_fen, words, "overdue", _("Overdue"))
    if due_fen:
        return Headline(due_fen, _("due today"), "due", _("Due today"))
    row = file.next_row
    on = date_format(row.due_on) if row else "—"
    days = (row.due_on - file.as_of).days if row else 0
    words = ngettext(
        "next payment, on %(on)s, in %(count)s day", "next payment, on %(on)s, in %(count)s days", days
    ) % {"on": on, "count": days}
    return Headline(file.dues.ahead_fen, words, loan.status, str(loan.get_status_display()))


@dataclass(frozen=True)
class NextPayment:
    """What one loan asks for next, in short; overdue interest is named on the loan's own page."""

    number: str
    amount_fen: int
    words: str
    status: str
    status_label: str


def next_payments(rows: Sequence[Any]) -> list[NextPayment]:
    """Return the next payment of each loan, from `open_instalments_of`, the earliest due first."""
    groups = [list(group) for _loan_id, group in groupby(rows, key=lambda row: row.loan_id)]
    groups.sort(key=lambda group: (group[0].due_on, group[0].loan_id))
    return [_next_payment(group, group[0].today_on) for group in groups]


def _next_payment(rows: list[Instalment], as_of: dt.date) -> NextPayment:
    first = rows[0]
    asked = [row for row in rows if row.due_on <= as_of] or rows[:1]
    amount_fen = sum(row.borrower_unpaid_fen - row.unpaid_overdue_interest_fen for row in asked)
    on = date_format(first.due_on)
    if first.due_on < as_of:
        words, status, label = _("due now, and overdue interest on top"), "overdue", _("Overdue")
    elif first.due_on == as_of:
        words, status, label = _("due today"), "due", _("Due today")
    else:
        words, status, label = _("due on %(on)s") % {"on": on}, "upcoming", _("Upcoming")
    return NextPayment(first.loan.number, amount_fen, words, status, label)


def timeline(file: LoanFile) -> list[TimelineRow]:
    """Return every instalment in force with its state, what was paid of it and why it is what it is."""
    return [_timeline_row(file, row) for row in file.rows]


def _timeline_row(file: LoanFile, row: Instalment) -> TimelineRow:
    status, label = _state(file, row)
    owed_fen = row.total_fen + row.overdue_interest_fen - row.interest_not_owed_fen - row.fee_not_owed_fen
    dealer_fen = file.dealer_interest_of(row)
    return TimelineRow(
        n=row.n,
        due_on=row.due_on,
        principal_fen=row.principal_fen,
        interest_fen=row.interest_fen - row.interest_not_owed_fen - dealer_fen,
        fee_fen=row.fee_fen - row.fee_not_owed_fen,
        total_fen=owed_fen - dealer_fen,
        # The dealer's part is neither owed nor paid by the borrower.
        paid_fen=owed_fen - dealer_fen - row.borrower_unpaid_fen,
        status=status,
        status_label=label,
        overdue_interest_fen=row.overdue_interest_fen,
        why=[*explain(file, row), *_dealers_line(dealer_fen)],
    )


def _dealers_line(dealer_fen: int) -> list[WhyLine]:
    if not dealer_fen:
        return []
    words = _("Set aside by the dealer, who pays it to the lenders on the due date.")
    return [WhyLine(_("Paid by the dealer"), words, -dealer_fen, _("Your contract"))]


def _state(file: LoanFile, row: Instalment) -> tuple[str, str]:
    if row.settled_at is not None:
        return "paid", _("Paid")
    if row.due_on < file.as_of:
        days = (file.as_of - row.due_on).days
        return "overdue", ngettext("Overdue for %(count)s day", "Overdue for %(count)s days", days) % {
            "count": days
        }
    if row.due_on == file.as_of:
        return "due", _("Due today")
    is_begun = row.unpaid_fen < row.total_fen - row.interest_not_owed_fen - row.fee_not_owed_fen
    return ("partly_paid", _("Partly paid")) if is_begun else ("upcoming", _("Upcoming"))


def payment_rows(file: LoanFile) -> list[dict[str, Any]]:
    """Return what was paid, newest first, with the instalments it went to."""
    return [
        {
            "payment": payment,
            "to": _went_to(file, payment),
            "why": why_payment(file, payment),
            "fees_fen": payment.fee_fen + payment.early_fee_fen + payment.costs_fen,
        }
        for payment in reversed(file.payments)
    ]


def why_payment(file: LoanFile, payment: LoanPayment) -> Why:
    """Return what a payment went to, part by part in the order of the law, under the version of the product."""
    lines = [WhyLine(_("Costs of collection"), "", payment.costs_fen, _("Civil Code, article 561"))]
    for part in file.parts.get(payment.pk, []):
        words = _("no. %(n)s, due on %(on)s") % {
            "n": part.instalment.n,
            "on": date_format(part.instalment.due_on),
        }
        lines += [
            WhyLine(_("Interest"), words, part.interest_fen, _("Your contract; Civil Code, article 674")),
            WhyLine(_("Principal"), words, part.principal_fen, method_label(file.loan.method)),
            WhyLine(_("Overdue interest"), words, part.overdue_interest_fen, _("Civil Code, article 676")),
            WhyLine(_("Service fee"), words, part.fee_fen, _("Your contract")),
        ]
    early = _("Your contract, named in the quote")
    lines.append(WhyLine(_("Early settlement fee"), "", payment.early_fee_fen, early))
    return Why(under_version(file.loan.product_version, [line for line in lines if line.amount_fen]))


def _went_to(file: LoanFile, payment: LoanPayment) -> str:
    shown = [
        _("no. %(n)s: %(amount)s")
        % {
            "n": part.instalment.n,
            "amount": yuan(part.principal_fen + part.interest_fen + part.overdue_interest_fen + part.fee_fen),
        }
        for part in file.parts.get(payment.pk, [])
    ]
    return " · ".join(shown)


def cost_facts(file: LoanFile) -> list[Fact]:
    """Return what the loan costs in all, with the all-in rate of its contract."""
    loan = file.loan
    # What was paid on instalments that a newer schedule replaced counts as well.
    interest_fen = sum(one.interest_fen for one in file.own_payments) + sum(
        row.borrower_interest_fen for row in file.rows
    )
    dealer_fen = file.dealer_interest_fen
    fee_fen = sum(one.fee_fen for one in file.payments) + sum(row.unpaid_fee_fen for row in file.rows)
    early_fee_fen = sum(payment.early_fee_fen for payment in file.payments)
    overdue_fen = sum(one.overdue_interest_fen for one in file.payments) + sum(
        row.unpaid_overdue_interest_fen for row in file.rows
    )
    schedule = build_schedule(file.contract_terms)
    is_free = loan.product_version.is_interest_paid_by_dealer
    all_in_ppm = all_in_rate_ppm(without_interest(schedule) if is_free else schedule)
    cost_fen = interest_fen + fee_fen + overdue_fen + early_fee_fen
    costs = under_version(
        loan.product_version, _cost_lines(interest_fen, fee_fen, overdue_fen, early_fee_fen)
    )
    facts = [
        Fact(_("You received"), yuan(loan.principal_fen), _("Nothing was deducted."), is_figure=True),
        Fact(
            _("Interest"),
            yuan(interest_fen),
            _("%(rate)s a year") % {"rate": rate(0 if is_free else loan.rate_ppm)},
            is_figure=True,
            why=_paid_and_to_come(file, "interest_fen"),
        ),
        *([dealer_pays_fact(dealer_fen, loan.rate_ppm)] if dealer_fen else []),
        Fact(
            _("Service fee"),
            yuan(fee_fen),
            _("Due with each instalment."),
            is_figure=True,
            why=_paid_and_to_come(file, "fee_fen"),
        ),
    ]
    facts += _late_and_early_facts(file, overdue_fen, early_fee_fen, costs)
    [principal] = under_version(
        loan.product_version, [WhyLine(_("Principal"), _("As it was paid out."), loan.principal_fen)]
    )
    return [
        *facts,
        Fact(_("Cost of the loan"), yuan(cost_fen), is_figure=True, why=Why(costs)),
        Fact(
            _("You pay back in all"),
            yuan(loan.principal_fen + cost_fen),
            is_figure=True,
            is_total=True,
            why=Why([principal, *costs]),
        ),
        Fact(_("Paid so far"), yuan(file.paid_fen), is_figure=True, why=why_paid(file.own_payments)),
        Fact(
            _("Annual rate with all fees"),
            "—" if all_in_ppm is None else rate_up(all_in_ppm),
            _("of the contract; the law allowed %(cap)s") % {"cap": rate(loan.cap_rate_ppm)},
            is_figure=True,
        ),
    ]


def _late_and_early_facts(
    file: LoanFile, overdue_fen: int, early_fee_fen: int, costs: list[WhyLine]
) -> list[Fact]:
    """Return what came on top because the loan was paid late or early; nothing where neither did."""
    facts = []
    if overdue_fen:
        facts.append(
            Fact(
                _("Overdue interest"),
                yuan(overdue_fen),
                _("up to today"),
                True,
                why=_paid_and_to_come(file, "overdue_interest_fen"),
            )
        )
    if early_fee_fen:
        facts.append(
            Fact(_("Early settlement fee"), yuan(early_fee_fen), is_figure=True, why=Why(costs[-1:]))
        )
    return facts


def contract_facts(loan: Loan) -> list[Fact]:
    """Return what was agreed."""
    return [
        Fact(_("Product"), loan.product_version.name),
        Fact(_("Purpose"), purpose_label(loan.application.purpose)),
        Fact(_("Term"), periods_label(loan.periods)),
        Fact(_("Repayment"), method_label(loan.method)),
        Fact(_("Paid out on"), loan.disbursed_on.isoformat()),
        Fact(_("Ends on"), loan.matures_on.isoformat()),
        Fact(
            _("When paid late"),
            rate(loan.overdue_rate_ppm),
            _("a year on overdue principal, after %(days)s days of grace") % {"days": loan.grace_days},
            is_figure=True,
        ),
    ]


def _cost_lines(*amounts: int) -> list[WhyLine]:
    """Return interest, service fee, overdue interest and early fee, those that are not nothing."""
    labels = (_("Interest"), _("Service fee"), _("Overdue interest"), _("Early settlement fee"))
    return [WhyLine(label, "", fen) for label, fen in zip(labels, amounts, strict=True) if fen]


def why_paid(payments: Sequence[LoanPayment]) -> Why:
    """Return a sum of payments as its payments."""
    words = _("%(kind)s, %(number)s")
    return Why(
        [
            WhyLine(
                date_format(payment.paid_on),
                words % {"kind": payment.get_kind_display(), "number": payment.number},
                payment.amount_fen,
            )
            for payment in payments
        ]
    )


def _paid_and_to_come(file: LoanFile, name: str) -> Why:
    """Return one component of the loan's cost: what was paid of it, and what the schedule still asks, row by row."""
    paid_fen = sum(getattr(payment, name) for payment in file.own_payments)
    lines = [WhyLine(_("Paid so far"), "", paid_fen)]
    for row in file.rows:
        own = row.borrower_interest_fen if name == "interest_fen" else None
        fen = getattr(row, f"unpaid_{name}") if own is None else own
        if fen:
            words = _("no. %(n)s, due on %(on)s") % {"n": row.n, "on": date_format(row.due_on)}
            lines.append(WhyLine(words, "", fen))
    return Why(under_version(file.loan.product_version, lines))
