"""What must always hold between the daily totals and the transfers. One sentence for each breach."""

from django.db import connection
from django.utils.translation import gettext as _

from accounts.invariants import invariant
from finance.domain.money import format_yuan
from finance.queries.daily_totals import sides_of

SHOWN = 20

WRITTEN = """
SELECT id, business_date FROM finance_entry
WHERE business_date <= (SELECT MAX(business_date) FROM finance_accountday) AND kind NOT IN ({kinds})
"""
# Both readings of each day and code, one taken from the other: what is left differs.
DIFFERENCES = """
SELECT business_date, code, SUM(debits_fen), SUM(credits_fen), SUM(sides) FROM (
    SELECT business_date, code, debits_fen, credits_fen, sides FROM finance_accountday
  UNION ALL
    SELECT business_date, code, -debits_fen, -credits_fen, -sides
    FROM ({rebuilt}) AS rebuilt
) AS both_readings
GROUP BY business_date, code
HAVING SUM(debits_fen) <> 0 OR SUM(credits_fen) <> 0 OR SUM(sides) <> 0
ORDER BY business_date, code
LIMIT {shown}
"""


@invariant("daily_totals_equal_transfers")
def daily_totals_equal_transfers() -> list[str]:
    """The totals of each written day, rebuilt from its transfers, are those the close wrote, no day left out."""
    query = DIFFERENCES.format(rebuilt=sides_of(WRITTEN), shown=SHOWN)
    with connection.cursor() as cursor:
        cursor.execute(query)
        rows = cursor.fetchall()
    return [
        _("%(day)s, account %(code)s: daily totals differ by debits %(debits)s, credits %(credits)s.")
        % {
            "day": day,
            "code": code,
            "debits": format_yuan(int(debits_fen)),
            "credits": format_yuan(int(credits_fen)),
        }
        for day, code, debits_fen, credits_fen, _sides in rows
    ]
