"""What the database itself refuses in the books: changes to what was posted, and anything new on a closed day.

Adjusting entries of the company's own book are the exception: they may be dated on a day that has ended, until their
month is hard closed.
"""

from accounts.append_only import Guard, add_guard, keep_append_only
from finance.models.ledger import ADJUSTING_KINDS

ADJUSTING = ", ".join(f"'{kind}'" for kind in ADJUSTING_KINDS)
CLOSED_THROUGH = "(SELECT closed_through_on FROM accounts_businessdate WHERE id = 1)"
NEEDS = frozenset({"accounts_businessdate", "finance_bookperiod"})
# What of the entries that are dated on closed days may not be: all but adjustments of months that are not hard closed.
FORBIDDEN = """
({row}.kind NOT IN ({adjusting}) OR EXISTS (
    SELECT 1 FROM finance_bookperiod WHERE status = 'hard' AND month_on = {month}
))
"""
SQLITE_MONTH = "substr({row}.business_date, 1, 8) || '01'"
POSTGRESQL_MONTH = "date_trunc('month', {row}.business_date)::date"
# The first look is all that an entry of today costs; only what is dated back is looked at more closely.
CLOSED_ENTRY = """
BEGIN
    IF (SELECT min(business_date) FROM fresh) <= {closed_through} AND EXISTS (
        SELECT 1 FROM fresh AS entry WHERE entry.business_date <= {closed_through} AND {forbidden}
    ) THEN
        RAISE EXCEPTION 'An entry is dated on a closed day.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END
"""
# Entries get their ids while their day is locked, so the smallest id of a batch is of its oldest day.
CLOSED_TRANSFER = """
BEGIN
    IF EXISTS (
        SELECT 1 FROM finance_entry AS entry
        WHERE entry.id = (SELECT min(entry_id) FROM fresh)
            AND entry.business_date <= {closed_through} AND {forbidden}
    ) THEN
        RAISE EXCEPTION 'A transfer belongs to a closed day.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END
"""
SQLITE_TRANSFER = """
CREATE TRIGGER finance_transfer_refuses_closed_days BEFORE INSERT ON finance_transfer
WHEN EXISTS (
    SELECT 1 FROM finance_entry AS entry
    WHERE entry.id = NEW.entry_id AND entry.business_date <= {closed_through} AND {forbidden}
)
BEGIN SELECT RAISE(ABORT, 'A transfer belongs to a closed day.'); END
"""
REFUSE_CHANGE = """
BEGIN
    RAISE EXCEPTION 'A hard closed month stays closed.' USING ERRCODE = 'integrity_constraint_violation';
END
"""


def guard_the_books() -> None:
    """Register the triggers of entries, transfers, daily totals, charts and periods."""
    keep_append_only("finance_entry", "finance_transfer", "finance_accountday")
    keep_append_only("finance_adjustment", "finance_chartline")
    forbidden = _forbidden("entry", POSTGRESQL_MONTH)
    add_guard(
        Guard(
            name="finance_entry_refuses_closed_days",
            table="finance_entry",
            sqlite=(
                "CREATE TRIGGER finance_entry_refuses_closed_days BEFORE INSERT ON finance_entry"
                f" WHEN NEW.business_date <= {CLOSED_THROUGH} AND {_forbidden('NEW', SQLITE_MONTH)}"
                " BEGIN SELECT RAISE(ABORT, 'An entry is dated on a closed day.'); END"
            ),
            postgresql_event="AFTER INSERT ON finance_entry REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT",
            postgresql_body=CLOSED_ENTRY.format(closed_through=CLOSED_THROUGH, forbidden=forbidden),
            needs=NEEDS,
        )
    )
    add_guard(
        Guard(
            name="finance_transfer_refuses_closed_days",
            table="finance_transfer",
            sqlite=SQLITE_TRANSFER.format(
                closed_through=CLOSED_THROUGH, forbidden=_forbidden("entry", SQLITE_MONTH)
            ),
            postgresql_event="AFTER INSERT ON finance_transfer REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT",
            postgresql_body=CLOSED_TRANSFER.format(closed_through=CLOSED_THROUGH, forbidden=forbidden),
            needs=NEEDS,
        )
    )
    _guard_periods()


def _forbidden(row: str, month: str) -> str:
    return FORBIDDEN.format(row=row, adjusting=ADJUSTING, month=month.format(row=row))


def _guard_periods() -> None:
    for verb in ("UPDATE", "DELETE"):
        name = f"finance_bookperiod_refuses_{verb.lower()}_when_hard"
        add_guard(
            Guard(
                name=name,
                table="finance_bookperiod",
                sqlite=(
                    f"CREATE TRIGGER {name} BEFORE {verb} ON finance_bookperiod WHEN OLD.status = 'hard'"
                    " BEGIN SELECT RAISE(ABORT, 'A hard closed month stays closed.'); END"
                ),
                postgresql_event=(
                    f"BEFORE {verb} ON finance_bookperiod FOR EACH ROW WHEN (OLD.status = 'hard')"
                ),
                postgresql_body=REFUSE_CHANGE,
            )
        )
