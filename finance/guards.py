"""What the database itself refuses in the books: changes to what was posted, and anything new on a closed day."""

from accounts.append_only import Guard, add_guard, keep_append_only

CLOSED_ENTRY = """
BEGIN
    IF (SELECT min(business_date) FROM fresh) <= (SELECT closed_through_on FROM accounts_businessdate WHERE id = 1) THEN
        RAISE EXCEPTION 'An entry is dated on a closed day.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END
"""
# Entries get their ids while their day is locked, so the smallest id of a batch is of its oldest day.
CLOSED_TRANSFER = """
BEGIN
    IF (SELECT business_date FROM finance_entry WHERE id = (SELECT min(entry_id) FROM fresh))
        <= (SELECT closed_through_on FROM accounts_businessdate WHERE id = 1)
    THEN
        RAISE EXCEPTION 'A transfer belongs to a closed day.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END
"""


def guard_the_books() -> None:
    """Register the triggers of entries and transfers."""
    keep_append_only("finance_entry", "finance_transfer", "finance_accountday")
    add_guard(
        Guard(
            name="finance_entry_refuses_closed_day",
            table="finance_entry",
            sqlite=(
                "CREATE TRIGGER finance_entry_refuses_closed_day BEFORE INSERT ON finance_entry"
                " WHEN NEW.business_date <= (SELECT closed_through_on FROM accounts_businessdate WHERE id = 1)"
                " BEGIN SELECT RAISE(ABORT, 'An entry is dated on a closed day.'); END"
            ),
            postgresql_event="AFTER INSERT ON finance_entry REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT",
            postgresql_body=CLOSED_ENTRY,
        )
    )
    add_guard(
        Guard(
            name="finance_transfer_refuses_closed_day",
            table="finance_transfer",
            sqlite=(
                "CREATE TRIGGER finance_transfer_refuses_closed_day BEFORE INSERT ON finance_transfer"
                " WHEN (SELECT business_date FROM finance_entry WHERE id = NEW.entry_id)"
                " <= (SELECT closed_through_on FROM accounts_businessdate WHERE id = 1)"
                " BEGIN SELECT RAISE(ABORT, 'A transfer belongs to a closed day.'); END"
            ),
            postgresql_event="AFTER INSERT ON finance_transfer REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT",
            postgresql_body=CLOSED_TRANSFER,
        )
    )
