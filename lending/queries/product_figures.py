"""What a product would cost at each grade and term, the dearest way, beside the legal cap."""

import datetime as dt
from dataclasses import dataclass

from lending.models import Grade, ProductVersion
from lending.product_terms import rate_of
from lending.queries.quotes import quote_loan
from lending.rate_cap import rate_cap_ppm


@dataclass(frozen=True)
class TermFigure:
    """One grade at one term: the contract rate, the dearest all-in rate and what is left below the cap, ppm a year."""

    periods: int
    rate_ppm: int
    all_in_ppm: int
    headroom_ppm: int

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
    def highest_ppm(self) -> int:
        """The dearest all-in rate of all."""
        return max(figure.all_in_ppm for row in self.grades for figure in row.terms)

    @property
    def headroom_ppm(self) -> int:
        return self.cap_ppm - self.highest_ppm

    @property
    def is_over(self) -> bool:
        return self.headroom_ppm < 0


def product_figures(version: ProductVersion, on: dt.date) -> ProductFigures:
    """Return the figures of a version, stored or not; raises TermsError or Refused where no schedule exists.

    The dearest of every method and of the smallest and the largest loan counts (RULES rate.cap).
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


def _figure(version: ProductVersion, grade: str, periods: int, on: dt.date, cap_ppm: int) -> TermFigure:
    rate_ppm = rate_of(version, grade, periods)
    all_in_ppm = max(
        quote_loan(
            version,
            amount_fen=amount_fen,
            rate_ppm=rate_ppm,
            periods=periods,
            method=method,
            on=on,
            cap_ppm=cap_ppm,
        ).all_in_ppm
        for method in version.methods
        for amount_fen in (version.amount_min_fen, version.amount_max_fen)
    )
    return TermFigure(periods, rate_ppm, all_in_ppm, cap_ppm - all_in_ppm)
