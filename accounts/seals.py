"""The seal on what another machine tells us: HMAC-SHA256 over `timestamp.nonce.body` with a shared secret.

Both sides use it: a hook to check, a sandbox to sign. A seal is good for `FRESH_SECONDS`.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass

FRESH_SECONDS = 300

_TIMESTAMP = re.compile(r"[0-9]{1,12}", re.ASCII)
_NONCE = re.compile(r"[A-Za-z0-9_-]{8,64}", re.ASCII)


class BadSeal(Exception):
    """The message is not from whom it names, or is too old to be believed."""


@dataclass(frozen=True)
class Seal:
    """The headers and the secret one partner seals with; `prefix` is as in `X-Custody`."""

    prefix: str
    secret: str

    def sign(self, *, body: bytes, timestamp: int, nonce: str) -> dict[str, str]:
        """Return the headers that carry the seal."""
        return {
            f"{self.prefix}-Timestamp": str(timestamp),
            f"{self.prefix}-Nonce": nonce,
            f"{self.prefix}-Signature": self._seal(body, str(timestamp), nonce),
        }

    def check(self, *, headers: Mapping[str, str], body: bytes, now: int) -> str:
        """Return the nonce of a good and fresh seal; raises BadSeal. Headers are matched whatever their case.

        The seal is compared before the clock is looked at, so that a forger learns nothing from the difference.
        """
        given = {name.lower(): value for name, value in headers.items()}
        timestamp, nonce, signature = (
            given.get(f"{self.prefix}-{part}".lower(), "") for part in ("Timestamp", "Nonce", "Signature")
        )
        if not (_TIMESTAMP.fullmatch(timestamp) and _NONCE.fullmatch(nonce)):
            raise BadSeal
        if not hmac.compare_digest(self._seal(body, timestamp, nonce).encode(), signature.encode()):
            raise BadSeal
        if abs(now - int(timestamp)) > FRESH_SECONDS:
            raise BadSeal
        return nonce

    def _seal(self, body: bytes, timestamp: str, nonce: str) -> str:
        message = f"{timestamp}.{nonce}.".encode() + body
        return hmac.new(self.secret.encode(), message, hashlib.sha256).hexdigest()
