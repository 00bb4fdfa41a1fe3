"""The five classes of a loan (RULES class.five): by days past due, by a restructure that is watched, by hand."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

NORMAL, SPECIAL_MENTION, SUBSTANDARD, DOUBTFUL, LOSS = CLASSES = (
    "normal",
    "special_mention",
    "substandard",
    "doubtful",
    "loss",
)
# From sub-standard on a loan is bad (不良).
BAD = CLASSES[2:]


class ClassRule(NamedTuple):
    """Hold over how many days past due each class begins."""

    special_mention_over_days: int
    substandard_over_days: int
    doubtful_over_days: int
    loss_over_days: int


class Watch(NamedTuple):
    """Hold a restructure: its day, the last day it is watched, and how many days the loan was late before it."""

    restructured_on: dt.date
    watched_until_on: dt.date
    days_before: int


class Downgrade(NamedTuple):
    """Hold a class set by hand, from its first to its last day."""

    five_class: str
    from_on: dt.date
    until_on: dt.date


def class_by_days(days: int, rule: ClassRule) -> str:
    """Return the class of a loan that is `days` past due; 0 is not late."""
    begun = sum(days > over for over in rule)
    return CLASSES[begun]


def worst(*classes: str) -> str:
    """Return the worst of several classes."""
    return max(classes, key=CLASSES.index)


def class_of_watch(watches: Sequence[Watch], on: dt.date, rule: ClassRule) -> str:
    """Return what the watch over a restructured loan leaves at best: special mention, or worse.

    A loan that was bad before its restructure keeps that class while it is watched, and one restructured again while
    it is watched is sub-standard at least.
    """
    found = NORMAL
    for position, watch in enumerate(watches):
        if not watch.restructured_on <= on <= watch.watched_until_on:
            continue
        before = class_by_days(watch.days_before, rule)
        was_watched = any(
            one.restructured_on < watch.restructured_on <= one.watched_until_on for one in watches[:position]
        )
        again = SUBSTANDARD if was_watched else SPECIAL_MENTION
        found = worst(found, again, before if before in BAD else NORMAL)
    return found


def classify(
    *,
    days: int,
    on: dt.date,
    rule: ClassRule,
    watches: Sequence[Watch] = (),
    downgrades: Sequence[Downgrade] = (),
    is_written_off: bool = False,
) -> str:
    """Return a loan's class on a day; by hand it only ever becomes worse than by the rule."""
    if is_written_off:
        return LOSS
    by_hand = [one.five_class for one in downgrades if one.from_on <= on <= one.until_on]
    return worst(class_by_days(days, rule), class_of_watch(watches, on, rule), *by_hand)
