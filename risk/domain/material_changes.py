"""What of a borrower's statement has changed so much that an approval no longer rests on it."""

from dataclasses import dataclass

from finance.domain.money import PPM


@dataclass(frozen=True)
class Stated:
    """What a borrower said of work and money; amounts in fen, a debt is all that is owed elsewhere."""

    income_fen: int
    debt_fen: int
    employment: str
    employer: str = ""


@dataclass(frozen=True)
class Bounds:
    """Income that fell by this part or more, and debt that rose by this much or more, are material."""

    income_drop_ppm: int
    debt_rise_fen: int


@dataclass(frozen=True)
class Change:
    """What changed by its code; the figures in fen where there are any."""

    code: str
    was_fen: int | None = None
    now_fen: int | None = None


def stated_changes(was: Stated, now: Stated, bounds: Bounds) -> list[Change]:
    """Return what changed to the worse: less income, more debt elsewhere, other work.

    An employer counts only where both were named; more income and less debt never do.
    """
    found = []
    dropped = (was.income_fen - now.income_fen) * PPM
    if dropped > 0 and dropped >= was.income_fen * bounds.income_drop_ppm:
        found.append(Change("income", was.income_fen, now.income_fen))
    if now.debt_fen > was.debt_fen and now.debt_fen - was.debt_fen >= bounds.debt_rise_fen:
        found.append(Change("debt", was.debt_fen, now.debt_fen))
    is_elsewhere = bool(was.employer and now.employer) and was.employer.strip() != now.employer.strip()
    if was.employment != now.employment or is_elsewhere:
        found.append(Change("work"))
    return found
