"""Fetch the bank's statement of a day, take it in, and match the day."""

import datetime as dt

from accounts.errors import Refused
from accounts.models import User
from finance.custody.gateway import custody_gateway
from finance.models import CustodyStatement
from finance.services.import_statement import import_statement, known_file
from finance.services.match_statement import match_statement


def reconcile_day(*, day: dt.date, actor: User | None = None) -> CustodyStatement | None:
    """Return the day's statement as it then stands, None while the bank has none.

    Called with no transaction open, and may be called again: the same file is matched anew and not taken in twice,
    another one replaces it. Days before whose lines were still in transit are matched again first.
    """
    content = custody_gateway().fetch_statement(day=day)
    if content is None:
        return None
    statement: CustodyStatement | None
    try:
        statement = import_statement(content=content, source=CustodyStatement.Source.BANK, actor=actor)
    except Refused:
        # Taken in before, or by a rival meanwhile.
        statement = known_file(content)
    waiting = CustodyStatement.objects.filter(business_on__lt=day, status__in=("matched", "broken"))
    for statement_id in (
        waiting.exclude(in_transit_fen=0).order_by("business_on").values_list("pk", flat=True)
    ):
        match_statement(statement_id=statement_id, actor=actor)
    if statement is None:
        return None
    return match_statement(statement_id=statement.pk, actor=actor) or statement
