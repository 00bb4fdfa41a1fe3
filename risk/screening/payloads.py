"""What approvals about the rules are bound to, and the rights around them."""

from typing import Any

from risk.models import RuleSet, RuleSwitch

PUBLISH_KIND = "risk.publish_rules"
SWITCH_ON_KIND = "risk.switch_rule_on"
SEE = "risk.see_screening"
EDIT = "risk.edit_rules"
APPROVE = "risk.approve_rules"
SWITCH = "risk.switch_rules"


def publish_payload(row: RuleSet) -> dict[str, Any]:
    """Return what a checker approves: exactly these rules, from this day, in this lane with this share."""
    return {
        "rule_set": row.number,
        "version": row.version,
        "content": row.content_hash,
        "lane": row.lane,
        "share_ppm": row.share_ppm,
        "in_force_from_on": row.in_force_from_on.isoformat() if row.in_force_from_on else "",
    }


def switch_payload(row: RuleSwitch) -> dict[str, Any]:
    """Return what a checker approves with a rule that is switched on again."""
    return {"switch": row.number, "rule": row.rule_code}
