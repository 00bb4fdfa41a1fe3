"""Stages of collection, the fair share of cases, and promises to pay, as plain arithmetic."""

import datetime as dt
from collections.abc import Mapping, Sequence

STAGES = ("care", "early", "late", "legal")


def stage_of(days_late: int, bounds: Sequence[int]) -> str:
    """Return the stage of a loan so many days late; `bounds` are the last days of all stages but the last."""
    return next((stage for stage, last in zip(STAGES, bounds, strict=False) if days_late <= last), STAGES[-1])


def days_of_stage(stage: str, bounds: Sequence[int]) -> tuple[int, int | None]:
    """Return the first and the last day of a stage; the last stage has no last day."""
    place = STAGES.index(stage)
    first = bounds[place - 1] + 1 if place else 1
    return first, bounds[place] if place < len(bounds) else None


def fair_officer(loads: Mapping[int, tuple[int, int]]) -> int | None:
    """Return whose turn it is: fewest open cases, then least principal in them, then who came first (smallest id).

    `loads` maps each officer's id to (open cases, outstanding fen); None without officers.
    """
    return min(loads, key=lambda officer: (*loads[officer], officer), default=None)


def promise_outcome(*, amount_fen: int, paid_fen: int, due_on: dt.date, closed_on: dt.date) -> str:
    """Return what became of a promise by the payments posted since it was made: kept, partly, broken, or still open.

    `closed_on` is the last day that is over, so that a payment on the promised day itself always counts.
    """
    if paid_fen >= amount_fen:
        return "kept"
    if closed_on < due_on:
        return "open"
    return "partly" if paid_fen > 0 else "broken"
