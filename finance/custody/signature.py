"""The seal on a notification: HMAC-SHA256 over `timestamp.nonce.body` with the shared secret.

Both sides use this module: our hook to check, the sandbox bank to sign. A seal is good for `FRESH_SECONDS`.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping

from django.conf import settings

TIMESTAMP_HEADER = "X-Custody-Timestamp"
NONCE_HEADER = "X-Custody-Nonce"
SIGNATURE_HEADER = "X-Custody-Signature"
FRESH_SECONDS = 300

_TIMESTAMP = re.compile(r"[0-9]{1,12}", re.ASCII)
_NONCE = re.compile(r"[A-Za-z0-9_-]{8,64}", re.ASCII)


class BadSignature(Exception):
    """The notification is not from the bank, or is too old to be believed."""


def sign(*, body: bytes, timestamp: int, nonce: str) -> dict[str, str]:
    """Return the headers that carry the seal."""
    return {
        TIMESTAMP_HEADER: str(timestamp),
        NONCE_HEADER: nonce,
        SIGNATURE_HEADER: _seal(body, str(timestamp), nonce),
    }


def check(*, headers: Mapping[str, str], body: bytes, now: int) -> str:
    """Return the nonce of a good and fresh seal; raises BadSignature. Headers are matched whatever their case.

    The seal is compared before the clock is looked at, so that a forger learns nothing from the difference.
    """
    given = {name.lower(): value for name, value in headers.items()}
    timestamp, nonce = given.get(TIMESTAMP_HEADER.lower(), ""), given.get(NONCE_HEADER.lower(), "")
    signature = given.get(SIGNATURE_HEADER.lower(), "")
    if not (_TIMESTAMP.fullmatch(timestamp) and _NONCE.fullmatch(nonce)):
        raise BadSignature
    if not hmac.compare_digest(_seal(body, timestamp, nonce).encode(), signature.encode()):
        raise BadSignature
    if abs(now - int(timestamp)) > FRESH_SECONDS:
        raise BadSignature
    return nonce


def _seal(body: bytes, timestamp: str, nonce: str) -> str:
    message = f"{timestamp}.{nonce}.".encode() + body
    return hmac.new(settings.CUSTODY_WEBHOOK_SECRET.encode(), message, hashlib.sha256).hexdigest()
