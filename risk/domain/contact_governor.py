"""Whether a debtor may be contacted now: RULES `collection` (NIFA guideline 2024; GB/T 45251-2025)."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field

DEBTOR = "debtor"
# What is counted and bound to hours; a letter lies in the box until its reader wants it.
SPOKEN = frozenset({"call", "visit"})
IN_HOURS = frozenset({"call", "visit", "sms"})


@dataclass(frozen=True)
class ContactRule:
    """The numbers of the rule: connected calls a day, and the quiet hours, which may pass midnight."""

    connected_calls_a_day: int
    quiet_from: dt.time
    quiet_until: dt.time
    only_debtor: bool = True


@dataclass(frozen=True)
class Standing:
    """What is known about one debtor and one loan at this instant.

    `pauses` are codes of what makes collection wait; `connected_today` counts over all loans and all officers;
    `open_calls` are begun and not yet ended, each of which may still become a connected one.
    """

    is_owed: bool
    pauses: Collection[str] = ()
    connected_today: int = 0
    open_calls: int = 0
    # Hours the debtor agreed to be called in besides, in Shanghai.
    window: "tuple[dt.time, dt.time] | None" = None


@dataclass(frozen=True)
class Verdict:
    """Why a contact may not be made, the weightiest first; empty where it may."""

    codes: tuple[str, ...] = ()
    # When the hours allow it again, where they alone stand against it.
    from_at: dt.time | None = field(default=None)

    @property
    def is_allowed(self) -> bool:
        return not self.codes


def judge(
    rule: ContactRule, standing: Standing, *, channel: str, local: dt.time, party: str = DEBTOR
) -> Verdict:
    """Return the verdict on a contact by a channel at a time of day in Shanghai.

    Codes: `not_late`, `third_party`, those of the pauses, `quiet_hours`, `too_many_calls`. The quiet hours begin with
    their first second (22:00:00 is refused) and end with their last (08:00:00 is allowed).
    """
    codes = []
    if not standing.is_owed:
        codes.append("not_late")
    if rule.only_debtor and party != DEBTOR:
        codes.append("third_party")
    codes += sorted(standing.pauses)
    from_at = None
    if channel in IN_HOURS and is_quiet(rule, local) and not _agreed(standing, local):
        codes.append("quiet_hours")
        from_at = rule.quiet_until if codes == ["quiet_hours"] else None
    if channel == "call" and standing.connected_today + standing.open_calls >= rule.connected_calls_a_day:
        codes.append("too_many_calls")
        from_at = None
    return Verdict(tuple(codes), from_at)


def is_quiet(rule: ContactRule, local: dt.time) -> bool:
    """Tell whether a time of day lies in the quiet hours; they may pass midnight."""
    return within(local, rule.quiet_from, rule.quiet_until)


def within(local: dt.time, from_at: dt.time, until_at: dt.time) -> bool:
    """Tell whether a time of day lies in [from, until), which may pass midnight; nothing where both are the same."""
    if from_at <= until_at:
        return from_at <= local < until_at
    return local >= from_at or local < until_at


def _agreed(standing: Standing, local: dt.time) -> bool:
    return standing.window is not None and within(local, *standing.window)
