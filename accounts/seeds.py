"""The second factors' secrets, which stand encrypted inside of JSON, and their move to the newest key."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

from accounts import crypto
from accounts.locking import lock_one
from accounts.rotation import EncryptedColumn, EncryptedStore, register_encrypted
from accounts.sealed_files import document_files

SEED_CONTEXT = "mfa.seed"


def register_other_ciphertext() -> None:
    """Register what no encrypted field holds: seeds, sessions, copies of people's data, files."""
    register_encrypted(EncryptedStore("mfa_authenticator.data", _count_by_key, _rotate))
    register_encrypted(EncryptedColumn("django_session", "session_data", "session", key="session_key"))
    register_encrypted(EncryptedColumn("accounts_exportfile", "sealed", "accounts.exportfile.sealed"))
    register_encrypted(document_files().as_store())


def _is_sealed(value: Any) -> bool:
    return isinstance(value, str) and value.startswith(f"{crypto.VERSION}:")


def _count_by_key() -> dict[str, int]:
    counts: Counter[str] = Counter()
    for data in Authenticator.objects.values_list("data", flat=True).iterator():
        for value in data.values():
            for one in value if isinstance(value, list) else [value]:
                if _is_sealed(one):
                    key_id = one.split(":", 2)[1]
                    counts[key_id if key_id in crypto.key_ring() else "?"] += 1
    return dict(counts)


def _rotate(step: Callable[[int], None]) -> int:
    """Write each factor anew under its row's lock: a code that is being used up at the same time is not lost."""
    changed = 0
    for factor_id in list(Authenticator.objects.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            try:
                factor = lock_one(Authenticator.objects.filter(pk=factor_id))
            except Authenticator.DoesNotExist:
                continue
            data = {name: _renew(value) for name, value in factor.data.items()}
            if data != factor.data:
                changed += 1
                Authenticator.objects.filter(pk=factor_id).update(data=data)
        step(changed)
    return changed


def _renew(value: Any) -> Any:
    if isinstance(value, list):
        return [_renew(one) for one in value]
    writing = next(iter(crypto.key_ring()))
    key_id = value.split(":", 2)[1] if _is_sealed(value) else writing
    if key_id == writing or key_id not in crypto.key_ring():
        return value
    return crypto.encrypt(crypto.decrypt(value, context=SEED_CONTEXT), context=SEED_CONTEXT)
