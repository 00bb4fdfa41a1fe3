"""What must always hold of signatures."""

from accounts.esign.canonical import hash_of
from accounts.esign.keys import is_signed
from accounts.esign.statements import statement_of
from accounts.invariants import invariant
from accounts.models import Signature

MOST_SHOWN = 20


@invariant("signatures_hold")
def signatures_hold() -> list[str]:
    """Each signature's content has the hash that was signed, and the company's seal is on every word of its row."""
    breaches: list[str] = []
    for row in Signature.objects.order_by("pk").iterator(chunk_size=1000):
        if hash_of(row.content) != row.document_hash:
            breaches.append(f"{row.number}: the content is not what was signed")
        if not is_signed(statement_of(row), key_id=row.key_id, seal=row.seal):
            breaches.append(f"{row.number}: the seal is not on this row")
    return breaches[:MOST_SHOWN]
