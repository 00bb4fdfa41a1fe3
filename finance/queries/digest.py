"""One number for a whole book: two books are equal when their digests are."""

import hashlib

from django.db import connection

CHUNK = 2000

LOGIN = "COALESCE(owner.email, owner.phone_index, owner.number, '')"
# The C collation and SQLite's own both order by bytes, so both databases give one digest.
ROWS = """
SELECT entry.business_date, entry.kind, account.code, {login}, side.amount_fen
FROM (
    SELECT entry_id, debit_id AS account_id, amount_fen FROM finance_transfer
  UNION ALL
    SELECT entry_id, credit_id, -amount_fen FROM finance_transfer
) AS side
JOIN finance_entry AS entry ON entry.id = side.entry_id
JOIN finance_ledgeraccount AS account ON account.id = side.account_id
LEFT JOIN accounts_user AS owner ON owner.id = account.owner_id
ORDER BY entry.business_date, entry.kind {by_bytes}, account.code {by_bytes}, {login} {by_bytes}, side.amount_fen
"""


def books_digest() -> str:
    """Return SHA-256 over the sorted (business date, kind, account code, owner login, amount), debits positive.

    Rows are sorted by the database and read in chunks, so the memory needed does not grow with the books.
    """
    by_bytes = 'COLLATE "C"' if connection.vendor == "postgresql" else ""
    digest = hashlib.sha256()
    with connection.chunked_cursor() as cursor:
        cursor.execute(ROWS.format(login=LOGIN, by_bytes=by_bytes))
        while rows := cursor.fetchmany(CHUNK):
            lines = [
                f"{on}\t{kind}\t{code}\t{login}\t{amount_fen}\n" for on, kind, code, login, amount_fen in rows
            ]
            digest.update("".join(lines).encode())
    return digest.hexdigest()
