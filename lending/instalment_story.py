"""Why an instalment is what it is: each part with its sum, the rule it follows and the version of the product."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.web.formats import rate, yuan
from accounts.web.parts import WhyLine
from finance.domain.money import PPM, divide
from lending.bad_days.acceleration import REASON as CALLED_IN
from lending.domain.overdue import OverdueRule, price_overdue
from lending.domain.terms import DayCount, Method, Terms
from lending.labels import method_label, version_words
from lending.models import Instalment, ProductVersion
from lending.queries.loans import LoanFile

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


def explain(file: LoanFile, row: Instalment) -> list[WhyLine]:
    """Return what an instalment is made of: each part with its sum, the rule it follows and the product's version."""
    loan, terms = file.loan, file.terms_of(row)
    lines = _interest_lines(row, terms, _interest_rule(file, row, terms))
    reason = _principal_reason(file, row, terms)
    lines.append(WhyLine(_("Principal"), reason, row.principal_fen, method_label(loan.method)))
    if row.fee_fen:
        lines.append(WhyLine(_("Service fee"), _fee_sum(row, terms), row.fee_fen, _("Your contract")))
    if row.overdue_interest_fen:
        lines.append(_overdue_line(file, row))
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
    return under_version(loan.product_version, lines)


def under_version(version: ProductVersion, lines: Sequence[WhyLine]) -> list[WhyLine]:
    """Return reasons with the product and its version behind each rule: a loan keeps the one it was made under."""
    words = version_words(version)
    return [replace(line, rule=f"{line.rule} · {words}" if line.rule else words) for line in lines]


def _principal_reason(file: LoanFile, row: Instalment, terms: Terms) -> Any:
    if row.is_prepayment:
        return _("The part you chose to pay early.")
    if not row.principal_fen:
        return _("None yet, by the method.")
    called_in = next(
        (one for one in file.versions if one.version == row.schedule_version and one.reason == CALLED_IN),
        None,
    )
    if called_in is not None and row.due_on >= file.loan.matures_on:
        on = {"on": date_format(called_in.made_on)}
        return _("All the principal that was not yet due when the loan was called in on %(on)s.") % on
    is_last = row.due_on >= file.loan.matures_on
    if terms.method == Method.EQUAL_INSTALMENT and not is_last and called_in is None:
        return _level_words(row, terms)
    return PRINCIPAL_REASONS.get(file.loan.method, "")


def _level_words(row: Instalment, terms: Terms) -> str:
    """Derive the level payment with the figures in it, where every period has the same share of the year."""
    level_fen = row.principal_fen + row.interest_fen
    words = {
        "base": yuan(terms.principal_fen),
        "n": terms.periods - terms.principal_grace_periods,
        "level": yuan(level_fen),
        "interest": yuan(row.interest_fen),
    }
    is_even = (
        terms.day_count == DayCount.THIRTY_360 and terms.first_days is None and not terms.down_payment_ppm
    )
    if not is_even:
        return _("The level payment of %(level)s less the interest of %(interest)s.") % words
    if not row.rate_numerator:
        return _("%(base)s ÷ %(n)s = %(level)s, rounded.") % words
    words |= {"rate": rate(terms.annual_rate_ppm), "share": share_of_year(row, terms)}
    return (
        _(
            "With i = %(rate)s × %(share)s the level payment is %(base)s × i ÷ (1 − (1 + i)^−%(n)s) = %(level)s; "
            "less the interest of %(interest)s."
        )
        % words
    )


def _interest_rule(file: LoanFile, row: Instalment, terms: Terms) -> str:
    """Return where the rate comes from: the contract, or the version of the schedule that lowered it."""
    if terms.annual_rate_ppm == file.contract_terms.annual_rate_ppm:
        return _("Your contract, day count %(count)s; Civil Code, article 674") % {"count": terms.day_count}
    lowered = next(one for one in file.versions if one.terms["annual_rate_ppm"] == terms.annual_rate_ppm)
    return _(
        "Your contract with its supplement of %(on)s, version %(version)s of the schedule, which lowered the rate; day "
        "count %(count)s; Civil Code, article 674"
    ) % {"on": date_format(lowered.made_on), "version": lowered.version, "count": terms.day_count}


def _interest_lines(row: Instalment, terms: Terms, rule: str) -> list[WhyLine]:
    exact = Fraction(row.base_fen * row.rate_numerator, row.rate_denominator)
    rounded_fen = divide(exact.numerator, exact.denominator, terms.rounding)
    words = _(
        "%(base)s × %(rate)s a year × %(share)s of a year (%(days)s days) = %(exact)s, rounded to the fen"
    )
    said = words % {
        "base": yuan(row.base_fen),
        "rate": rate(terms.annual_rate_ppm),
        "share": share_of_year(row, terms),
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


def share_of_year(row: Instalment, terms: Terms) -> str:
    """Return the period's share of a year, such as 30/360, from the row's own factor."""
    if not terms.annual_rate_ppm:
        return f"{row.days}/{YEAR_DAYS[terms.day_count][0]}"
    share = Fraction(row.rate_numerator, row.rate_denominator) / Fraction(terms.annual_rate_ppm, PPM)
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


def _overdue_line(file: LoanFile, row: Instalment) -> WhyLine:
    """Say what late principal bore: each part of it × the days until it was paid × its rate / 365."""
    loan, words = file.loan, []
    for fen, days, rate_ppm, paid_on in late_parts(file, row):
        figures = {"base": yuan(fen), "days": days, "rate": rate(rate_ppm)}
        said = _("%(base)s × %(days)s days × %(rate)s a year / 365") % figures
        words.append(f"{said} ({_paid_words(paid_on)})")
    said = " + ".join(words)
    if _is_limited(file, row):
        most = {"sum": said, "most": yuan(row.overdue_interest_fen)}
        said = _("%(sum)s; the legal or the product's limit lets it be %(most)s") % most
    rule = _(
        "What is paid within %(days)s days of grace bears the contract rate; else the overdue rate counts from the day "
        "after the due date, instead of the contract rate and never on interest; Civil Code, article 676"
    ) % {"days": loan.grace_days}
    return WhyLine(_("Overdue interest"), said, row.overdue_interest_fen, rule)


def late_parts(file: LoanFile, row: Instalment) -> list[tuple[int, int, int, dt.date | None]]:
    """Return the parts of a row's late principal: fen, days late, rate in ppm, the day it was paid or None."""
    loan, end_on = file.loan, min(file.as_of, file.loan.debit_asked_on or file.as_of)
    contract_ppm = file.terms_of(row).annual_rate_ppm
    grace_ends_on = row.due_on + dt.timedelta(days=loan.grace_days)
    paid = [
        (one.on, one.amount_fen) for one in file.book.principal_payments.get(row.pk, []) if one.on <= end_on
    ]
    unpaid_fen = row.principal_fen - row.principal_not_owed_fen - sum(fen for _on, fen in paid)
    parts: list[tuple[int, int, int, dt.date | None]] = []
    for on, fen, paid_on in [*((on, fen, on) for on, fen in sorted(paid)), (end_on, unpaid_fen, None)]:
        days = max(0, (on - row.due_on).days)
        if fen and days:
            rate_ppm = contract_ppm if on <= grace_ends_on else loan.overdue_rate_ppm
            parts.append((fen, days, rate_ppm, paid_on))
    return parts


def _paid_words(paid_on: dt.date | None) -> str:
    if paid_on is None:
        return _("not paid yet")
    return _("paid on %(on)s") % {"on": date_format(paid_on)}


def _is_limited(file: LoanFile, row: Instalment) -> bool:
    """Whether a limit kept the overdue interest below what its days would give."""
    loan = file.loan
    rule = OverdueRule(file.terms_of(row).annual_rate_ppm, loan.overdue_rate_ppm, loan.grace_days)
    full = price_overdue(row.late_contract_fen_days, row.late_overdue_fen_days, rule, 0)
    return row.overdue_interest_fen < full.total_fen
