"""Provisions for loan losses by class (RULES provision, guideline of 2002): a general part and a special one.

There are two readings of the general provision. By default it is taken on all balances, the special one on top. The
other takes it on normal balances alone, since every other class has a special provision. Of the balances 9,000,000 /
500,000 / 200,000 / 150,000 / 150,000 the first makes 100,000 + 285,000 = 385,000, the second 90,000 + 285,000, which
is 375,000.
"""

from collections.abc import Mapping
from typing import NamedTuple

from finance.domain.money import PPM, divide_half_up
from risk.domain.classification import CLASSES, DOUBTFUL, LOSS, NORMAL, SPECIAL_MENTION, SUBSTANDARD

ON_ALL, ON_NORMAL = READINGS = ("all", "normal")


class ProvisionRule(NamedTuple):
    """Hold the shares in ppm of a balance, and by which share of it the two in the middle may differ."""

    general_ppm: int
    special_mention_ppm: int
    substandard_ppm: int
    doubtful_ppm: int
    loss_ppm: int
    middle_tolerance_ppm: int


class ClassProvision(NamedTuple):
    """Hold the provision of one class, in fen, with the share its special part is of the balance."""

    five_class: str
    balance_fen: int
    special_ppm: int
    general_fen: int
    special_fen: int

    @property
    def total_fen(self) -> int:
        """Return both parts together."""
        return self.general_fen + self.special_fen


def middle_range_ppm(share_ppm: int, rule: ProvisionRule) -> tuple[int, int]:
    """Return the lowest and highest share that may be chosen for a class in the middle."""
    reach = divide_half_up(share_ppm * rule.middle_tolerance_ppm, PPM)
    return share_ppm - reach, share_ppm + reach


def provisions(
    balances_fen: Mapping[str, int],
    rule: ProvisionRule,
    *,
    reading: str = ON_ALL,
    substandard_ppm: int | None = None,
    doubtful_ppm: int | None = None,
) -> list[ClassProvision]:
    """Return the provision of each class, best first; each part is rounded once, half up.

    Raises ValueError for an unknown reading, and for a share chosen outside the rule's range.
    """
    if reading not in READINGS:
        raise ValueError(f"There is no reading {reading}.")
    shares = {
        NORMAL: 0,
        SPECIAL_MENTION: rule.special_mention_ppm,
        SUBSTANDARD: _chosen(substandard_ppm, rule.substandard_ppm, rule),
        DOUBTFUL: _chosen(doubtful_ppm, rule.doubtful_ppm, rule),
        LOSS: rule.loss_ppm,
    }
    found = []
    for name in CLASSES:
        balance_fen = balances_fen.get(name, 0)
        general_ppm = rule.general_ppm if reading == ON_ALL or name == NORMAL else 0
        found.append(
            ClassProvision(
                name,
                balance_fen,
                shares[name],
                divide_half_up(balance_fen * general_ppm, PPM),
                divide_half_up(balance_fen * shares[name], PPM),
            )
        )
    return found


def _chosen(chosen_ppm: int | None, share_ppm: int, rule: ProvisionRule) -> int:
    lowest, highest = middle_range_ppm(share_ppm, rule)
    if chosen_ppm is not None and not lowest <= chosen_ppm <= highest:
        raise ValueError(f"A share of {chosen_ppm} ppm is outside {lowest} to {highest}.")
    return share_ppm if chosen_ppm is None else chosen_ppm
