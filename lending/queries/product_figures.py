"""What a product would cost at each grade and term, the dearest and the cheapest way, beside the legal cap."""

import datetime as dt
from dataclasses import dataclass

from django.core.cache import cache

from lending.models import Grade, ProductVersion
from lending.product_terms import rate_of
from lending.queries.quotes import quote_loan
from lending.rate_cap import rate_cap_ppm

# A version never changes, and neither does what it costs on a day.
KEPT_SECONDS = 2 * 86_400


@dataclass(frozen=True, order=True)
class Corner:
    """One way to borrow, and what it costs a year with every fee, in ppm."""

    all_in_ppm: int
    grade: str
    periods: int
    method: str
    amount_fen: int


@dataclass(frozen=True)
class TermFigure:
    """One grade at one term: the contract rate, the dearest all-in rate and what is left below the cap, ppm a year."""

    periods: int
    rate_ppm: int
    dearest: Corner
    cheapest: Corner
    headroom_ppm: int

    @property
    def all_in_ppm(self) -> int:
        return self.dearest.all_in_ppm

    @property
    def is_over(self) -> bool:
        return self.headroom_ppm < 0


@dataclass(frozen=True)
class GradeFigures:
    grade: str
    terms: list[TermFigure]


@dataclass(frozen=True)
class ProductFigures:
    cap_ppm: int
    grades: list[GradeFigures]

    @property
    def terms(self) -> list[int]:
        """The terms of every row."""
        return [figure.periods for figure in self.grades[0].terms] if self.grades else []

    @property
    def dearest(self) -> Corner:
        """The dearest way to borrow of all."""
        return max(figure.dearest for row in self.grades for figure in row.terms)

    @property
    def cheapest(self) -> Corner:
        """The cheapest way to borrow of all."""
        return min(figure.cheapest for row in self.grades for figure in row.terms)

    @property
    def highest_ppm(self) -> int:
        """The dearest all-in rate of all."""
        return self.dearest.all_in_ppm

    @property
    def headroom_ppm(self) -> int:
        return self.cap_ppm - self.highest_ppm

    @property
    def over_ppm(self) -> int:
        """How far the dearest way is over the cap; 0 within it."""
        return max(0, -self.headroom_ppm)

    @property
    def is_over(self) -> bool:
        return self.headroom_ppm < 0


def product_figures(version: ProductVersion, on: dt.date) -> ProductFigures:
    """Return the figures of a version, stored or not; raises TermsError or Refused where no schedule exists.

    Every method and both the smallest and the largest loan count (RULES rate.cap).
    """
    cap_ppm = rate_cap_ppm(on)
    grades = [grade for grade in Grade.values if grade in version.rates_ppm]
    return ProductFigures(
        cap_ppm,
        [
            GradeFigures(grade, [_figure(version, grade, term, on, cap_ppm) for term in version.term_choices])
            for grade in grades
        ],
    )


def all_in_range(version: ProductVersion, on: dt.date) -> tuple[int, int]:
    """Return the cheapest and the dearest all-in rate a published version has on a day, ppm; worked out once a day."""
    key = f"lending.all_in_range:{version.pk}:{on.isoformat()}"
    found: tuple[int, int] | None = cache.get(key)
    if found is None:
        figures = product_figures(version, on)
        found = (figures.cheapest.all_in_ppm, figures.dearest.all_in_ppm)
        cache.set(key, found, KEPT_SECONDS)
    return found


def _figure(version: ProductVersion, grade: str, periods: int, on: dt.date, cap_ppm: int) -> TermFigure:
    rate_ppm = rate_of(version, grade, periods)
    corners = [
        Corner(
            quote_loan(
                version,
                amount_fen=amount_fen,
                rate_ppm=rate_ppm,
                periods=periods,
                method=method,
                on=on,
                cap_ppm=cap_ppm,
            ).all_in_ppm,
            grade,
            periods,
            method,
            amount_fen,
        )
        for method in version.methods
        for amount_fen in (version.amount_min_fen, version.amount_max_fen)
    ]
    dearest = max(corners)
    return TermFigure(periods, rate_ppm, dearest, min(corners), cap_ppm - dearest.all_in_ppm)
