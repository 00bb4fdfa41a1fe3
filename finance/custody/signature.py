"""The custodian bank's seal on a notification; our hook checks it, the sandbox bank signs with it."""

from collections.abc import Mapping

from django.conf import settings

from accounts.seals import FRESH_SECONDS, BadSeal, Seal

__all__ = ["FRESH_SECONDS", "BadSignature", "check", "sign"]

BadSignature = BadSeal


def sign(*, body: bytes, timestamp: int, nonce: str) -> dict[str, str]:
    """Return the headers that carry the seal."""
    return _seal().sign(body=body, timestamp=timestamp, nonce=nonce)


def check(*, headers: Mapping[str, str], body: bytes, now: int) -> str:
    """Return the nonce of a good and fresh seal; raises BadSignature."""
    return _seal().check(headers=headers, body=body, now=now)


def _seal() -> Seal:
    return Seal("X-Custody", settings.CUSTODY_WEBHOOK_SECRET)
