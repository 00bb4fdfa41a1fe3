"""Give a first signature back."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User
from risk.models import CreditCase


def drop_signature(*, case: CreditCase, actor: User, because: str) -> None:
    """Take the first signature off an undecided case, so that another offer can be signed.

    Refuses (`no_signature`) where there is none, (`reason_missing`).
    """
    if not because.strip():
        raise Refused("reason_missing", _("Say why."), field="because")
    with transaction.atomic():
        row = lock_one(CreditCase.objects.filter(pk=case.pk))
        signature = row.signatures.filter(dropped_at__isnull=True).first()
        if signature is None or row.status not in CreditCase.WAITING:
            raise Refused("no_signature", _("There is no first signature on this case."))
        signature.dropped_at, signature.dropped_because = clock.now(), because.strip()[:200]
        signature.save(update_fields=["dropped_at", "dropped_because"])
        record_event("case.signature_dropped", subject=row, actor=actor, data={"signature": signature.pk})
