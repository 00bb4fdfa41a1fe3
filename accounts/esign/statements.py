"""What the company's seal on a signature says: every word of the row, so that none can be changed unseen."""

import datetime as dt

from accounts.esign.canonical import canonical
from accounts.models.signature import Signature

SEALED_FIELDS = (
    "number",
    "signer_id",
    "capacity",
    "method",
    "document_kind",
    "document_number",
    "document_hash",
    "text_version",
    "language",
    "address_masked",
    "authorisation",
    "request_id",
)


def statement_of(signature: Signature) -> str:
    """Return the text under the seal; the content stands in it by its hash."""
    said = {name: getattr(signature, name) for name in SEALED_FIELDS}
    return canonical(
        {**said, "signed_at": instant(signature.signed_at), "signed_on": signature.signed_on.isoformat()}
    )


def instant(at: dt.datetime) -> str:
    """Return an instant as it is sealed: in UTC, the same whatever zone the database answers in."""
    return at.astimezone(dt.UTC).isoformat()
