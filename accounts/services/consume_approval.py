"""Use an approval up, in the transaction that does what was approved."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from accounts import clock
from accounts.approvals import is_same_person, payload_hash
from accounts.errors import Refused
from accounts.locking import lock
from accounts.models import Approval, User
from accounts.states import move


def consume_approval(
    *,
    number: str,
    kind: str,
    subject: models.Model | None,
    payload: Mapping[str, Any],
    actor: User | None,
    version: str = "",
) -> Approval:
    """Mark an approval as used; the caller holds the transaction and does now what was approved.

    The payload is built anew from what is about to be done, so that nothing else than what was approved is done.
    Refuses unless the approval is of this kind and approved (`not_approved`), unused, unexpired
    (`approval_expired`), bound to this object, version and payload (`content_changed`), and decided by another person
    than the maker (`same_person`).
    """
    found = lock(Approval.objects.filter(number=number, kind=kind))
    if not found or found[0].status != Approval.Status.APPROVED:
        raise Refused("not_approved", _("This has not been approved, or was carried out already."))
    [row] = found
    if row.expires_at <= clock.now():
        raise Refused("approval_expired", _("This request has expired and has to be made again."))
    if row.payload_hash != payload_hash(kind=kind, subject=subject, payload=payload, version=version):
        raise Refused("content_changed", _("What was approved is not what would be done now. Ask again."))
    if row.checker is None or is_same_person(row.checker, row.maker):
        raise Refused("same_person", _("Maker and checker are the same person."))
    move(row, Approval.Status.USED, actor=actor, data={"kind": kind}, ended_at=clock.now())
    return row
