"""Bulk writing of what a payment brings to its holders: two statements for any number of claims."""

import datetime as dt
import json
from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection


class ReceiptRow(NamedTuple):
    """What one payment brings to one claim."""

    payment_id: int
    claim_id: int
    holder_id: int
    principal_fen: int
    interest_fen: int
    overdue_interest_fen: int


_INSERT = """
INSERT INTO lending_claimreceipt
    (payment_id, claim_id, holder_id, principal_fen, interest_fen, overdue_interest_fen, received_on, received_at)
"""
_INSERT_POSTGRESQL = (
    _INSERT
    + """
SELECT payment_id, claim_id, holder_id, principal_fen, interest_fen, overdue_interest_fen, %s, %s
FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[])
    AS row (payment_id, claim_id, holder_id, principal_fen, interest_fen, overdue_interest_fen)
"""
)
_INSERT_SQLITE = (
    _INSERT
    + """
SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'),
    json_extract(value, '$[3]'), json_extract(value, '$[4]'), json_extract(value, '$[5]'), %s, %s
FROM json_each(%s)
"""
)
_LOWER_POSTGRESQL = """
UPDATE lending_claim AS claim SET outstanding_fen = claim.outstanding_fen - paid.fen
FROM unnest(%s::bigint[], %s::bigint[]) AS paid (id, fen)
WHERE claim.id = paid.id
"""
_LOWER_SQLITE = """
UPDATE lending_claim SET outstanding_fen = outstanding_fen - json_extract(paid.value, '$[1]')
FROM json_each(%s) AS paid
WHERE lending_claim.id = json_extract(paid.value, '$[0]')
"""


def write_receipts(rows: Sequence[ReceiptRow], *, received_on: dt.date, received_at: dt.datetime) -> None:
    """Insert the receipts in one statement."""
    if not rows:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            columns = [_array(column) for column in zip(*rows, strict=True)]
            cursor.execute(_INSERT_POSTGRESQL, [received_on, received_at, *columns])
        else:
            cursor.execute(_INSERT_SQLITE, [received_on, received_at, json.dumps(rows)])


def lower_claims(paid: Sequence[tuple[int, int]]) -> None:
    """Take repaid principal off the claims, (claim id, fen) each, in one statement; the CHECK refuses too much."""
    if not paid:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            ids, amounts = zip(*paid, strict=True)
            cursor.execute(_LOWER_POSTGRESQL, [_array(ids), _array(amounts)])
        else:
            cursor.execute(_LOWER_SQLITE, [json.dumps(paid)])


def _array(values: Sequence[int]) -> str:
    """Return an array literal: it costs the parser a tenth of an ARRAY[…] with an expression for each member."""
    return "{" + ",".join(map(str, values)) + "}"
