"""The company's signing keys (Ed25519): the first of the ring signs, every key verifies.

Whoever has a public key can check a seal without asking this house; it stands on the page of verification.
"""

import base64
from functools import cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from accounts.crypto import derived_key


@cache
def signing_keys() -> dict[str, Ed25519PrivateKey]:
    """Return the keys by id, the signing one first; refuses seeds that are not 32 bytes."""
    ring: dict[str, Ed25519PrivateKey] = {}
    for item in settings.SIGNING_KEYS:
        key_id, _, encoded = item.partition(":")
        seed = base64.b64decode(encoded, validate=True)
        if not key_id or len(seed) != 32:
            raise ImproperlyConfigured("SIGNING_KEYS must be id:base64 pairs of 32 bytes each.")
        ring[key_id] = Ed25519PrivateKey.from_private_bytes(seed)
    return ring or {"derived": Ed25519PrivateKey.from_private_bytes(derived_key("signing"))}


def sign(text: str) -> tuple[str, str]:
    """Return the id of the signing key and its signature over a text, in base64."""
    key_id, key = next(iter(signing_keys().items()))
    return key_id, base64.b64encode(key.sign(text.encode())).decode()


def is_signed(text: str, *, key_id: str, seal: str) -> bool:
    """Whether a key of the ring made the signature over exactly this text."""
    key = signing_keys().get(key_id)
    if key is None:
        return False
    try:
        key.public_key().verify(base64.b64decode(seal, validate=True), text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def public_keys() -> dict[str, str]:
    """Return the public keys by id, in base64, the signing one first."""
    return {
        key_id: base64.b64encode(key.public_key().public_bytes_raw()).decode()
        for key_id, key in signing_keys().items()
    }
