"""How grave a risk is: likelihood × effect, each from one to five, in the steps of a policy."""

from collections.abc import Sequence

LEVELS = ("low", "moderate", "high", "severe")
HIGHEST = 5


def risk_points(likelihood: int, effect: int) -> int:
    """Return the product; raises ValueError outside of one to five."""
    if not (1 <= likelihood <= HIGHEST and 1 <= effect <= HIGHEST):
        raise ValueError("Likelihood and effect go from 1 to 5.")
    return likelihood * effect


def risk_level(likelihood: int, effect: int, steps: Sequence[int]) -> str:
    """Return the level; `steps` are the points from which moderate, high and severe begin."""
    return LEVELS[sum(risk_points(likelihood, effect) >= step for step in steps)]
