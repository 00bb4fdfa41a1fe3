"""What the rules say about when and how often a message may reach somebody."""

import datetime as dt
import re

from accounts import clock
from accounts.domain.quiet_hours import end_of_quiet
from accounts.models.message import Message, MessageCategory
from accounts.rules import rule_value

# A reminder days late misleads more than it helps; the inbox has it all the same.
GOOD_FOR = dt.timedelta(days=2)
REASON_LENGTH = 300
ADDRESS = re.compile(r"[^\s'\"<>(){}]+@[^\s'\"<>(){}]+|\d[\d -]{6,}\d")
# What wakes people: an e-mail lies until they look.
QUIET = {
    (MessageCategory.COLLECTION, Message.Channel.SMS),
    (MessageCategory.MARKETING, Message.Channel.SMS),
}


def good_for(category: str) -> dt.timedelta:
    """Return how long after its making a message is still worth sending."""
    if category == MessageCategory.COLLECTION:
        return dt.timedelta(days=int(rule_value("collection.messages")["waits_days"]))
    return GOOD_FOR


def quiet_until(category: str, channel: str, at: dt.datetime) -> dt.datetime | None:
    """Return when the quiet hours (rule `collection`) end for such a message, None where it may go now."""
    if (category, channel) not in QUIET:
        return None
    hours = rule_value("collection")
    return end_of_quiet(
        at.astimezone(clock.SHANGHAI),
        starts=dt.time.fromisoformat(hours["quiet_from"]),
        ends=dt.time.fromisoformat(hours["quiet_until"]),
    )


def next_morning(at: dt.datetime) -> dt.datetime:
    """Return the end of the coming night's quiet hours."""
    opens = dt.time.fromisoformat(rule_value("collection")["quiet_until"])
    tomorrow = at.astimezone(clock.SHANGHAI).date() + dt.timedelta(days=1)
    return dt.datetime.combine(tomorrow, opens, tzinfo=clock.SHANGHAI)


def collection_messages_a_day() -> int:
    """Return how many collection messages a person may get by one channel on one day."""
    return int(rule_value("collection.messages")["a_day"])


def without_addresses(words: str) -> str:
    """Return a provider's words without the address they like to repeat: it would stand in clear in our tables."""
    return ADDRESS.sub("***", words)[:REASON_LENGTH]
