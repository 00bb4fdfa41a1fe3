"""Whether a figure lies within what the company is willing to bear."""

from typing import NamedTuple

WITHIN, WATCH, BEYOND = STATES = ("within", "watch", "beyond")


class Appetite(NamedTuple):
    """Hold the target and the limit of one figure; of a floor less is worse, of all others more."""

    target: int
    limit: int
    is_floor: bool = False


def appetite_state(value: int, appetite: Appetite) -> str:
    """Return whether a figure keeps its target, lies between target and limit, or beyond the limit."""
    sign = -1 if appetite.is_floor else 1
    if sign * value > sign * appetite.limit:
        return BEYOND
    return WITHIN if sign * value <= sign * appetite.target else WATCH
