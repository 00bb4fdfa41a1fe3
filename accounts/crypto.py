"""Encryption of personal values at rest, and the blind indexes that find them again.

A value is stored as `v1:<key id>:<nonce and AES-GCM ciphertext>`. The first key of the ring writes; every key reads.
"""

import base64
import hashlib
import hmac
import os
from functools import cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models

VERSION = "v1"
NONCE_BYTES = 12


def derived_key(purpose: str) -> bytes:
    """Return 32 bytes made of the site's secret: the key for a purpose where no key was set."""
    kdf = HKDF(algorithm=hashes.SHA256(), length=32, salt=b"fenqi", info=purpose.encode())
    return kdf.derive(settings.SECRET_KEY.encode())


@cache
def key_ring() -> dict[str, AESGCM]:
    """Return the keys by id, the writing one first; refuses keys that are not 32 bytes."""
    ring: dict[str, AESGCM] = {}
    for item in settings.FIELD_KEYS:
        key_id, _, encoded = item.partition(":")
        key = base64.b64decode(encoded, validate=True)
        if not key_id or len(key) != 32:
            raise ImproperlyConfigured("FIELD_KEYS must be id:base64 pairs of 32 bytes each.")
        ring[key_id] = AESGCM(key)
    return ring or {"derived": AESGCM(derived_key("field"))}


@cache
def _index_key() -> bytes:
    return settings.BLIND_INDEX_KEY.encode() if settings.BLIND_INDEX_KEY else derived_key("blind-index")


def writing_key() -> str:
    """Return the id of the key that writes."""
    return next(iter(key_ring()))


def forget_keys() -> None:
    """Drop the cached keys, after the settings changed."""
    key_ring.cache_clear()
    _index_key.cache_clear()


def encrypt(data: bytes, *, context: str) -> str:
    """Return the stored form of `data`, bound to `context` so that it cannot be moved to another field."""
    key_id, cipher = next(iter(key_ring().items()))
    nonce = os.urandom(NONCE_BYTES)
    sealed = nonce + cipher.encrypt(nonce, data, context.encode())
    return f"{VERSION}:{key_id}:{base64.b64encode(sealed).decode()}"


def decrypt(stored: str, *, context: str) -> bytes:
    """Return the clear bytes; refuses (ValueError) an unknown key or a value changed or moved at rest."""
    version, key_id, encoded = stored.split(":", 2)
    cipher = key_ring().get(key_id)
    if version != VERSION or cipher is None:
        raise ValueError("The stored value names an unknown key.")
    sealed = base64.b64decode(encoded)
    try:
        return cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], context.encode())
    except InvalidTag as error:
        raise ValueError("The stored value was changed or moved.") from error


def blind_index(kind: str, value: str) -> str:
    """Return the keyed hash by which an encrypted value of this kind is found and kept unique."""
    return hmac.new(_index_key(), f"{kind}:{value}".encode(), hashlib.sha256).hexdigest()


class EncryptedTextField(models.TextField):
    """Text that is clear in Python and encrypted in the database; cannot be searched (use a blind index)."""

    @property
    def context(self) -> str:
        """What the values of this field are bound to."""
        return f"{self.model._meta.label_lower}.{self.attname}"

    def get_prep_value(self, value: Any) -> Any:
        text = super().get_prep_value(value)
        return text if text in (None, "") else encrypt(text.encode(), context=self.context)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return value if value in (None, "") else decrypt(value, context=self.context).decode()

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise TypeError("An encrypted field is found by its blind index.")
        return super().get_lookup(lookup_name)


def mask_phone(phone: str) -> str:
    """Return the phone with its middle hidden: 138****5678."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 8 else "****"


def mask_email(email: str) -> str:
    """Return the address with most of its local part hidden: b***@example.cn."""
    local, _, host = email.partition("@")
    return f"{local[:1]}***@{host}"


def mask_address_of_code(address: str) -> str:
    """Return the address that a code went to, masked: an e-mail address or a phone."""
    return mask_email(address) if "@" in address else mask_phone(address)


def mask_identity_number(number: str) -> str:
    """Return the identity number with the birth date hidden: 110101********1234."""
    return f"{number[:6]}********{number[-4:]}" if len(number) >= 12 else "****"


def mask_address(address: str) -> str:
    """Return the beginning of a postal address and stars: 浙江省杭州市****."""
    return f"{address[:6]}****"


def mask_card(number: str) -> str:
    """Return the card's last four digits: **** **** **** 1234."""
    return f"**** **** **** {number[-4:]}"


def mask_name(name: str) -> str:
    """Return the family name and stars: 张**."""
    return name[:1] + "*" * max(len(name) - 1, 1)
