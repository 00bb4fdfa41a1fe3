"""What the rule packs say about access of staff."""

from dataclasses import dataclass

from accounts.rules import rule_value


@dataclass(frozen=True)
class AccessRules:
    invitation_days: int
    longest_deputy_days: int
    furthest_days: int


def access_rules() -> AccessRules:
    """Return how long an invitation holds, how long one stands in at most, and how far ahead a change is asked."""
    return AccessRules(**rule_value("staff.access"))
