"""The conditions of a proposal or a vote: as they are kept, read back and said."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from lending.models.condition import ConditionKind
from lending.services.set_condition import ConditionTerms
from risk.domain.committee import Condition
from risk.models import CommitteeMeeting


def keep_conditions(conditions: Iterable[Condition]) -> list[dict[str, str]]:
    """Return conditions as proposals, votes and minutes keep them."""
    return [
        {"words": one.words, "kind": one.kind, "due_on": one.due_on.isoformat() if one.due_on else ""}
        for one in conditions
    ]


def read_conditions(kept: Iterable[Any]) -> tuple[Condition, ...]:
    """Return kept conditions; a bare text is from before they had a stage, and stops the listing."""
    return tuple(
        Condition(one)
        if isinstance(one, str)
        else Condition(
            one["words"], one["kind"], dt.date.fromisoformat(one["due_on"]) if one["due_on"] else None
        )
        for one in kept
    )


def terms_of(conditions: Iterable[Condition]) -> tuple[ConditionTerms, ...]:
    """Return conditions as lending takes them."""
    return tuple(ConditionTerms(one.words, one.kind, one.due_on) for one in conditions)


def conditions_from(terms: Iterable[ConditionTerms]) -> tuple[Condition, ...]:
    """Return what was written in a form as the committee votes on it."""
    return tuple(Condition(one.words.strip(), one.kind, one.due_on) for one in terms if one.words.strip())


def condition_words(one: Condition) -> str:
    """Return a condition with its stage and its day."""
    stage = ConditionKind(one.kind).label
    if one.due_on is None:
        return _("%(words)s (%(stage)s)") % {"words": one.words, "stage": stage}
    return _("%(words)s (%(stage)s, by %(on)s)") % {"words": one.words, "stage": stage, "on": one.due_on}


def last_day_of(meeting: CommitteeMeeting) -> dt.date:
    """Return the day on which a meeting decides at the latest."""
    return (meeting.closes_at or meeting.starts_at).astimezone(clock.SHANGHAI).date()


def are_in_time(conditions: Iterable[Condition], meeting: CommitteeMeeting) -> bool:
    """Tell whether every day named is still to come when the meeting decides."""
    last_on = max(last_day_of(meeting), clock.today())
    return all(one.due_on is None or one.due_on >= last_on for one in conditions)


def check_conditions(conditions: Iterable[Condition], meeting: CommitteeMeeting) -> None:
    """Refuse (`due_missing`) what is due later or afterwards without a day, (`bad_date`) a day before the decision."""
    for one in conditions:
        if one.kind != ConditionKind.PRECEDENT and one.due_on is None:
            raise Refused("due_missing", _("Say by when: %s") % one.words, field="conditions")
        if not are_in_time([one], meeting):
            raise Refused(
                "bad_date",
                _("The day of this condition is over when the meeting decides: %s") % one.words,
                field="conditions",
            )
