"""One press, one effect: a command carries a key, and the same key again finds the first result."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.models.command import Command
from accounts.models.user import User


def hash_inputs(inputs: dict[str, Any]) -> str:
    """Return a stable hash of a command's inputs (dates of posting are left out by the caller)."""
    return hashlib.sha256(json.dumps(inputs, sort_keys=True, default=str).encode()).hexdigest()


def run_once(
    *, actor: User, command: str, key: str, inputs: dict[str, Any], perform: Callable[[], str]
) -> str:
    """Carry out a command once for each (actor, command, key) and return the number of its result.

    The same key with the same inputs returns the first result; with other inputs it is refused (`key_reused`). A
    refusal inside `perform` keeps nothing, so the person may try again with the same form.
    """
    if not key:
        raise Refused("key_missing", _("This form is too old. Please open the page again."))
    fingerprint = hash_inputs(inputs)
    with transaction.atomic():
        row = _claim(actor, command, key, fingerprint)
        if row.result_number:
            return row.result_number
        row.result_number = perform()
        row.save(update_fields=["result_number"])
        return row.result_number


def _claim(actor: User, command: str, key: str, fingerprint: str) -> Command:
    """Insert the command row, waiting for a rival with the same key; refuse the key with other contents."""
    try:
        with transaction.atomic():
            return Command.objects.create(
                actor=actor,
                command=command,
                key=key,
                input_hash=fingerprint,
                result_number="",
                created_at=clock.now(),
            )
    except IntegrityError:
        row = Command.objects.get(actor=actor, command=command, key=key)
    if row.input_hash != fingerprint:
        raise Refused(
            "key_reused", _("This form was already sent with other values. Please open the page again.")
        )
    return row
