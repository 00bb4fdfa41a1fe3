"""How good early warnings were: what followed them, against what happens anyway, and what came without one.

A signal covers the loans of its subject that were on the book and not yet bad on its day. It was right about a loan
that went bad within the days of follow-up. A young signal, whose days are not over, is counted and judged later.
"""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from finance.domain.money import PPM, round_half_up
from risk.domain.medians import median


class LoanCourse(NamedTuple):
    """A loan from its payout to the day it went bad, or left the book without having been bad."""

    loan_id: int
    disbursed_on: dt.date
    bad_on: dt.date | None
    ended_on: dt.date | None

    def is_covered_on(self, day: dt.date) -> bool:
        """Tell whether the loan was on the book and not yet bad at the end of a day."""
        return (
            self.disbursed_on <= day
            and (self.bad_on is None or self.bad_on > day)
            and (self.ended_on is None or self.ended_on > day)
        )

    def goes_bad_after(self, day: dt.date, follow_days: int) -> bool:
        """Tell whether it went bad within so many days after a day."""
        return self.bad_on is not None and day < self.bad_on <= day + dt.timedelta(days=follow_days)


class Raised(NamedTuple):
    """One signal: the group it is counted in, its day, the loans of its subject, and whether it was a false alarm."""

    group: tuple[str, int]
    raised_on: dt.date
    loan_ids: tuple[int, ...]
    is_false_alarm: bool = False


class Period(NamedTuple):
    """Signals raised and loans gone bad from a day to a day, judged by what happened within the days of follow-up."""

    start_on: dt.date
    end_on: dt.date
    follow_days: int

    @property
    def follow(self) -> dt.timedelta:
        return dt.timedelta(days=self.follow_days)


class HitRate(NamedTuple):
    """`covered` are loans behind signals whose days are over, `followed` those of them that went bad.

    `expected` is how many of as many loans of the whole book went bad after the same days; `late` are signals whose
    loans were all bad or gone, `young` those whose days are not over.
    """

    raised: int
    late: int
    young: int
    covered: int
    followed: int
    expected: Fraction
    bad: int
    caught: int
    median_lead_days: int | None
    false_alarms: int

    @property
    def precision_ppm(self) -> int | None:
        """The share of covered loans that went bad; None of nothing."""
        return _ppm(Fraction(self.followed), self.covered)

    @property
    def base_ppm(self) -> int | None:
        """The share of all loans that did, after the same days; None of nothing."""
        return _ppm(self.expected, self.covered)

    @property
    def lift_ppm(self) -> int | None:
        """How many times the base rate the precision is; None where nothing went bad at all."""
        return round_half_up(Fraction(self.followed * PPM, self.expected)) if self.expected else None

    @property
    def recall_ppm(self) -> int | None:
        """The share of the loans gone bad that a signal had announced; None of nothing."""
        return _ppm(Fraction(self.caught), self.bad)


def _ppm(part: Fraction, whole: int) -> int | None:
    return round_half_up(Fraction(part * PPM, whole)) if whole else None


class BaseRate:
    """Answers what share of the book went bad after a day; sorted once, each day costs a few searches."""

    def __init__(self, courses: Iterable[LoanCourse], follow_days: int) -> None:
        follow = dt.timedelta(days=follow_days)
        rows = list(courses)
        self._in = sorted(one.disbursed_on for one in rows)
        self._out = sorted(day for one in rows if (day := _leaves_on(one)) is not None)
        bad = [(one.disbursed_on, one.bad_on) for one in rows if one.bad_on is not None]
        # A loan that goes bad counts as doing so on each day from here until the day it does.
        self._soon_in = sorted(max(disbursed_on, bad_on - follow) for disbursed_on, bad_on in bad)
        self._soon_out = sorted(bad_on for _disbursed_on, bad_on in bad)

    def on(self, day: dt.date) -> Fraction:
        """Return the share of the loans covered on a day that went bad within the follow-up."""
        covered = bisect_right(self._in, day) - bisect_right(self._out, day)
        soon = bisect_right(self._soon_in, day) - bisect_right(self._soon_out, day)
        return Fraction(soon, covered) if covered else Fraction(0)


def _leaves_on(one: LoanCourse) -> dt.date | None:
    """A loan counts until it is bad or gone; one that went bad on the day it was paid out never counted."""
    days = [day for day in (one.bad_on, one.ended_on) if day is not None]
    return max(one.disbursed_on, min(days)) if days else None


def hit_rates(
    raised: Sequence[Raised], courses: Mapping[int, LoanCourse], period: Period
) -> dict[tuple[str, int], HitRate]:
    """Return the figures of each group of signals; signals of before the period count only for what they announced."""
    base = BaseRate(courses.values(), period.follow_days)
    groups = {one.group for one in raised}
    return {
        group: hit_rate([one for one in raised if one.group == group], courses, period, base)
        for group in sorted(groups)
    }


def hit_rate(
    raised: Sequence[Raised],
    courses: Mapping[int, LoanCourse],
    period: Period,
    base: BaseRate | None = None,
) -> HitRate:
    """Return the figures of these signals taken together."""
    base = base or BaseRate(courses.values(), period.follow_days)
    late = young = covered = followed = 0
    expected = Fraction(0)
    inside = [one for one in raised if one.raised_on >= period.start_on]
    for one in inside:
        loans = [courses[pk] for pk in one.loan_ids if courses[pk].is_covered_on(one.raised_on)]
        if not loans:
            late += 1
        elif one.raised_on + period.follow > period.end_on:
            young += 1
        else:
            covered += len(loans)
            followed += sum(loan.goes_bad_after(one.raised_on, period.follow_days) for loan in loans)
            expected += len(loans) * base.on(one.raised_on)
    bad = [one for one in courses.values() if one.bad_on and period.start_on <= one.bad_on <= period.end_on]
    leads = _leads(raised, bad, period)
    return HitRate(
        raised=len(inside),
        late=late,
        young=young,
        covered=covered,
        followed=followed,
        expected=expected,
        bad=len(bad),
        caught=len(leads),
        median_lead_days=median(leads),
        false_alarms=sum(one.is_false_alarm for one in inside),
    )


def _leads(raised: Sequence[Raised], bad: Sequence[LoanCourse], period: Period) -> list[int]:
    """Return for each loan that was announced how many days before it went bad the first signal came."""
    wanted = {one.loan_id: one for one in bad}
    first: dict[int, dt.date] = {}
    for one in sorted(raised, key=lambda one: one.raised_on):
        for pk in one.loan_ids:
            course = wanted.get(pk)
            if (
                course is not None
                and pk not in first
                and course.is_covered_on(one.raised_on)
                and course.goes_bad_after(one.raised_on, period.follow_days)
            ):
                first[pk] = one.raised_on
    return [(wanted[pk].bad_on - day).days for pk, day in first.items()]  # type: ignore[operator]
