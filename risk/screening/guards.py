"""What the database itself refuses: another word in a set of rules that somebody was asked to approve."""

from accounts.append_only import Guard, add_guard, keep_append_only

CHANGED_RULES = """
BEGIN
    RAISE EXCEPTION 'The rules of a set are changed while it is a draft only.'
        USING ERRCODE = 'integrity_constraint_violation';
END
"""


def guard_screening() -> None:
    """Register the triggers of runs, tests and rule sets."""
    keep_append_only("risk_screeningrun", "risk_ruletest")
    add_guard(
        Guard(
            name="risk_ruleset_refuses_new_rules",
            table="risk_ruleset",
            sqlite=(
                "CREATE TRIGGER risk_ruleset_refuses_new_rules"
                " BEFORE UPDATE OF rules, content_hash, version, number, lane, share_ppm, in_force_from_on"
                " ON risk_ruleset"
                " WHEN OLD.status <> 'draft'"
                " BEGIN SELECT RAISE(ABORT, 'The rules of a set are changed while it is a draft only.'); END"
            ),
            postgresql_event=(
                "BEFORE UPDATE OF rules, content_hash, version, number, lane, share_ppm, in_force_from_on"
                " ON risk_ruleset"
                " FOR EACH ROW WHEN (OLD.status <> 'draft')"
            ),
            postgresql_body=CHANGED_RULES,
        )
    )
