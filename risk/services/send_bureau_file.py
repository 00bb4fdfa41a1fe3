"""Send an approved file to the credit bureau."""

import logging

from django.db import transaction

from accounts import clock
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.providers.sms import ProviderRefused, ProviderUnavailable
from accounts.states import move
from risk.models import BureauFile
from risk.providers.reporting import bureau_reporter

logger = logging.getLogger(__name__)


def send_bureau_file(*, number: str) -> BureauFile:
    """Hand the bytes over and keep the receipt; the file's number is the key, so sending again is safe.

    The bureau is called with no transaction open. Without a receipt the file stays approved with what was said, and
    comes again with the sweep. A version before it counts as replaced from then on.
    """
    row = BureauFile.objects.get(number=number)
    if row.status != BureauFile.Status.APPROVED:
        return row
    try:
        receipt = bureau_reporter().send(number=row.number, content=row.content, sha256=row.sha256)
    except (ProviderUnavailable, ProviderRefused, OSError) as error:
        logger.warning("%s was not taken by the bureau: %s", row.number, error)
        return _record_failure(row, type(error).__name__)
    return _record_receipt(row, receipt)


def files_to_send() -> list[str]:
    """Return the approved files that have no receipt, oldest first."""
    rows = BureauFile.objects.filter(status=BureauFile.Status.APPROVED).order_by("pk")
    return list(rows.values_list("number", flat=True))


def _record_failure(file: BureauFile, error: str) -> BureauFile:
    with transaction.atomic():
        row = lock_one(BureauFile.objects.filter(pk=file.pk))
        if row.status == BureauFile.Status.APPROVED:
            row.tries, row.error = row.tries + 1, error
            row.save(update_fields=["tries", "error"])
            if row.tries == 1:
                record_event("bureau_file.not_taken", subject=row, actor=None, data={"error": error})
    return row


def _record_receipt(file: BureauFile, receipt: str) -> BureauFile:
    with transaction.atomic():
        row = lock_one(BureauFile.objects.filter(pk=file.pk))
        if row.status != BureauFile.Status.APPROVED:
            return row
        at = clock.now()
        earlier = BureauFile.objects.filter(as_of_on=row.as_of_on, status=BureauFile.Status.SENT).first()
        if earlier is not None:
            move(earlier, BureauFile.Status.REPLACED, actor=None, data={"by": row.number}, ended_at=at)
        move(
            row,
            BureauFile.Status.SENT,
            actor=None,
            data={"sha256": row.sha256, "receipt": receipt},
            sent_at=at,
            receipt=receipt[:60],
            tries=row.tries + 1,
            error="",
        )
    return row
