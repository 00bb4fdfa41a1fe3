"""How a loan's page tells what is due, what was paid, and why each amount is what it is."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import groupby
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.web.formats import rate, rate_up, yuan
from accounts.web.parts import Fact, InstalmentRow, Why, WhyLine
from finance.domain.money import PPM, divide
from lending.domain.rates import all_in_rate_ppm
from lending.domain.schedule import build_schedule, without_interest
from lending.domain.terms import DayCount, Method, Terms
from lending.labels import method_label, periods_label, purpose_label
from lending.models import Instalment, Loan, LoanPayment
from lending.queries.loans import LoanFile
from lending.subsidies.story import dealer_pays_fact

# What a share of the year is written over, by day count; the first that gives whole days is taken.
YEAR_DAYS: dict[str, tuple[int, ...]] = {
    DayCount.THIRTY_360: (360,),
    DayCount.ACT_360: (360,),
    DayCount.ACT_364: (364,),
    DayCount.ACT_365: (365,),
    DayCount.ACT_ACT: (365, 366),
}
PRINCIPAL_REASONS: dict[str, Promise] = {
    Method.EQUAL_INSTALMENT: gettext_lazy(
        "The level payment less the interest; the last instalment takes the rest."
    ),
    Method.EQUAL_PRINCIPAL: gettext_lazy("The same share each time; the last instalment takes the rest."),
    Method.INTEREST_ONLY: gettext_lazy("The whole principal in the last instalment."),
    Method.BULLET: gettext_lazy("The whole principal on the last day."),
    Method.FLAT: gettext_lazy("The same share each time; the last instalment takes the rest."),
}


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
    return [_timeline_row(file, row, file.terms_of(row)) for row in file.rows]


def _timeline_row(file: LoanFile, row: Instalment, terms: Terms) -> TimelineRow:
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
        why=[*explain(row, file.loan, terms), *_dealers_line(dealer_fen)],
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


def explain(row: Instalment, loan: Loan, terms: Terms) -> list[WhyLine]:
    """Return what an instalment is made of: each part with its sum and the rule it follows."""
    lines = _interest_lines(row, loan, terms)
    lines.append(
        WhyLine(_("Principal"), _principal_reason(row, loan), row.principal_fen, method_label(loan.method))
    )
    if row.fee_fen:
        lines.append(WhyLine(_("Service fee"), _fee_sum(row, terms), row.fee_fen, _("Your contract")))
    if row.overdue_interest_fen:
        lines.append(_overdue_line(row, loan))
    spared_fen = row.interest_not_owed_fen + row.fee_not_owed_fen
    if spared_fen:
        lines.append(
            WhyLine(
                _("Not owed"),
                _("Interest and fees of days that never came, for the loan was paid off early."),
                -spared_fen,
                _("Civil Code, article 677"),
            )
        )
    return lines


def _principal_reason(row: Instalment, loan: Loan) -> Any:
    if row.is_prepayment:
        return _("The part you chose to pay early.")
    return PRINCIPAL_REASONS.get(loan.method, "") if row.principal_fen else _("None yet, by the method.")


def _interest_lines(row: Instalment, loan: Loan, terms: Terms) -> list[WhyLine]:
    rule = _("Your contract, day count %(count)s; Civil Code, article 674") % {"count": terms.day_count}
    exact = Fraction(row.base_fen * row.rate_numerator, row.rate_denominator)
    rounded_fen = divide(exact.numerator, exact.denominator, terms.rounding)
    words = _(
        "%(base)s × %(rate)s a year × %(share)s of a year (%(days)s days) = %(exact)s, rounded to the fen"
    )
    said = words % {
        "base": yuan(row.base_fen),
        "rate": rate(loan.rate_ppm),
        "share": share_of_year(row, loan, terms),
        "days": row.days,
        "exact": exact_yuan(exact),
    }
    lines = [WhyLine(_("Interest"), said, rounded_fen, rule)]
    if row.carried_fen:
        words = _("Interest of earlier periods that was not due until now.")
        lines.append(WhyLine(_("Interest carried over"), words, row.carried_fen, rule))
    rest_fen = row.interest_fen - rounded_fen - row.carried_fen
    if rest_fen:
        words = _("Brings the parts of the whole schedule to their exact sum.")
        lines.append(WhyLine(_("Rounding"), words, rest_fen, _("Your contract")))
    return lines


def share_of_year(row: Instalment, loan: Loan, terms: Terms) -> str:
    """Return the period's share of a year, such as 30/360, from the row's own factor."""
    if not loan.rate_ppm:
        return f"{row.days}/{YEAR_DAYS[terms.day_count][0]}"
    share = Fraction(row.rate_numerator, row.rate_denominator) / Fraction(loan.rate_ppm, PPM)
    for base in YEAR_DAYS[terms.day_count]:
        if (share * base).denominator == 1:
            return f"{share * base}/{base}"
    return f"{share.numerator}/{share.denominator}"


def exact_yuan(fen: Fraction) -> str:
    """Return an amount before rounding, to a hundredth of a fen; an ellipsis where it goes on."""
    parts = fen.numerator * 100 // fen.denominator
    whole, rest = divmod(parts, 10_000)
    return f"¥{whole:,}.{rest:04d}" + ("" if (fen * 100).denominator == 1 else "…")


def _fee_sum(row: Instalment, terms: Terms) -> str:
    if row.is_prepayment:
        return _("By the days used, as in an early settlement.")
    if terms.fee_fen is not None:
        return _("The contract's fee for each instalment, less in step with principal you paid early.")
    parts = []
    if terms.monthly_fee_ppm:
        amounts = {"rate": rate(terms.monthly_fee_ppm), "base": yuan(terms.principal_fen)}
        parts.append(_("%(rate)s a month of %(base)s") % amounts)
    if terms.monthly_fee_fen:
        parts.append(_("%(fee)s a month") % {"fee": yuan(terms.monthly_fee_fen)})
    return " + ".join(parts)


def _overdue_line(row: Instalment, loan: Loan) -> WhyLine:
    """Say what late principal bore: fen × days at either rate, over 365."""
    sums = []
    for fen_days, rate_ppm in (
        (row.late_overdue_fen_days, loan.overdue_rate_ppm),
        (row.late_contract_fen_days, loan.rate_ppm),
    ):
        if fen_days:
            words = {"fen_days": yuan(fen_days), "rate": rate(rate_ppm)}
            sums.append(_("%(fen_days)s-days × %(rate)s a year / 365") % words)
    rule = _(
        "Instead of the contract rate, from the day after the due date, never on interest; Civil Code, article 676"
    )
    return WhyLine(_("Overdue interest"), " + ".join(sums), row.overdue_interest_fen, rule)


def payment_rows(file: LoanFile) -> list[dict[str, Any]]:
    """Return what was paid, newest first, with the instalments it went to."""
    return [
        {
            "payment": payment,
            "to": _went_to(file, payment),
            "fees_fen": payment.fee_fen + payment.early_fee_fen + payment.costs_fen,
        }
        for payment in reversed(file.payments)
    ]


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
    costs = _cost_lines(interest_fen, fee_fen, overdue_fen, early_fee_fen)
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
    principal = WhyLine(_("Principal"), "", loan.principal_fen)
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
    return Why(lines)
