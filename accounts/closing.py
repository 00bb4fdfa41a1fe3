"""The named steps of a day's close: each app registers its own, `operations.close_day` runs them in order.

A step yields batches. Each batch runs in one short transaction together with its progress mark.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class CloseStep:
    """A step: what rows it has to do on a date, and how one batch of them is done.

    `find(business_date, after_id, limit)` returns ids in ascending order above `after_id`; `work(business_date, ids)`
    does them in the transaction the close opened. A step without rows returns nothing and costs one query.
    """

    name: str
    title: Promise | str
    order: int
    find: Callable[[dt.date, int, int], Iterable[int]]
    work: Callable[[dt.date, list[int]], None]
    batch_size: int = 200
    # A step that opens its own snapshots or transactions; its progress mark follows in one of its own.
    is_atomic: bool = True


_steps: dict[str, CloseStep] = {}


def register_step(step: CloseStep) -> None:
    """Add a step to every close, from an app's `apps.py: ready()`."""
    if step.name in _steps and _steps[step.name] != step:
        raise ValueError(f"Two close steps are named {step.name}.")
    _steps[step.name] = step


def close_steps() -> list[CloseStep]:
    """Return the steps in the order in which a close runs them."""
    return sorted(_steps.values(), key=lambda step: (step.order, step.name))
