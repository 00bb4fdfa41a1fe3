"""What holders' claims bring, as contracted, added up by the database: a portfolio may hold ten thousand claims.

Each holder's share of a loan is laid over its open instalments by what is outstanding, principal cumulatively, so that
the shares of all instalments are the claim's principal to the fen. A single share may differ by a fen from what the
largest remainder gives on the day.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from django.db import connection
from django.db.models import Sum

from accounts.models import User
from lending.domain.forecast import Coming, days_past_due
from lending.models import ClaimReceipt, ForecastMonth

_SQL = """
WITH own AS (
    SELECT claim.holder_id, claim.loan_id, CAST(SUM(claim.outstanding_fen) AS bigint) AS fen
    FROM lending_claim AS claim
    JOIN lending_loan AS loan ON loan.id = claim.loan_id
    WHERE claim.status = 'active' AND loan.status = 'active' AND loan.outstanding_fen > 0
        AND claim.holder_id IN ({places})
    GROUP BY claim.holder_id, claim.loan_id
),
due AS (
    SELECT row.loan_id, row.due_on, loan.grade, loan.overdue_since_on, loan.outstanding_fen AS whole_fen,
        row.principal_fen - row.principal_paid_fen AS principal_fen,
        row.interest_fen - row.interest_not_owed_fen - row.interest_paid_fen AS interest_fen,
        CAST(
            SUM(row.principal_fen - row.principal_paid_fen) OVER (PARTITION BY row.loan_id ORDER BY row.n) AS bigint
        ) AS through_fen
    FROM lending_instalment AS row
    JOIN lending_loan AS loan ON loan.id = row.loan_id
    WHERE row.settled_at IS NULL AND row.superseded_at IS NULL AND row.loan_id IN (SELECT loan_id FROM own)
)
SELECT own.holder_id, due.due_on, due.grade, due.overdue_since_on,
    SUM(
        (2 * own.fen * due.through_fen + due.whole_fen) / (2 * due.whole_fen)
        - (2 * own.fen * (due.through_fen - due.principal_fen) + due.whole_fen) / (2 * due.whole_fen)
    ),
    SUM((2 * own.fen * due.interest_fen + due.whole_fen) / (2 * due.whole_fen))
FROM own
JOIN due ON due.loan_id = own.loan_id
GROUP BY own.holder_id, due.due_on, due.grade, due.overdue_since_on
"""


def coming_of_holders(holder_ids: Sequence[int], as_of: dt.date) -> dict[int, list[Coming]]:
    """Return by holder what falls due and is not paid, by due date, in one query."""
    found: dict[int, list[Coming]] = defaultdict(list)
    if not holder_ids:
        return found
    with connection.cursor() as cursor:
        cursor.execute(_SQL.format(places=", ".join(["%s"] * len(holder_ids))), list(holder_ids))
        rows = cursor.fetchall()
    for holder_id, due_on, grade, since_on, principal_fen, interest_fen in rows:
        since = None if since_on is None else _day(since_on)
        found[holder_id].append(
            Coming(_day(due_on), grade, days_past_due(since, as_of), int(principal_fen), int(interest_fen))
        )
    for of_holder in found.values():
        of_holder.sort()
    return found


def _day(value: dt.date | str) -> dt.date:
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


def forecasts_of(holder: User) -> list[ForecastMonth]:
    """Return the forecasts that were kept, each of its own day and month, the oldest first."""
    return list(ForecastMonth.objects.filter(holder=holder).order_by("made_on", "month_on"))


def receipts_by_month(holder: User, *, opened_through_on: dt.date | None = None) -> dict[dt.date, int]:
    """Return what came in each month; with a day, only from claims that were held by then."""
    rows = ClaimReceipt.objects.filter(holder=holder).order_by()
    if opened_through_on is not None:
        rows = rows.filter(claim__opened_on__lte=opened_through_on, received_on__gt=opened_through_on)
    found: dict[dt.date, int] = defaultdict(int)
    for on, *amounts in rows.values_list("received_on").annotate(
        principal=Sum("principal_fen"), interest=Sum("interest_fen"), overdue=Sum("overdue_interest_fen")
    ):
        found[on.replace(day=1)] += sum(amounts)
    return found
