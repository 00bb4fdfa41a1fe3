"""Prepare the copies of their data that people asked for."""

import datetime as dt
import hashlib
import logging

from django.db import transaction
from django.db.models import F, Q

from accounts import clock, crypto
from accounts.export_archive import make_archive
from accounts.models import ExportFile, PrivacyRequest
from accounts.rules import rule_value
from accounts.services.send_message import send_message
from accounts.states import move

logger = logging.getLogger(__name__)

# How long a worker may take before another believes it dead and tries again.
LEASE = dt.timedelta(minutes=10)
WAITING = (PrivacyRequest.Status.ASKED, PrivacyRequest.Status.BUILDING)


def build_exports(*, limit: int = 20) -> int:
    """Prepare what waits, one after the other; return how many are ready.

    Each is claimed by a move that is committed before anything is read, so no transaction is open while the archive is
    made and two workers do not make the same. One that fails waits with growing pauses; a worker that died is followed
    by another after ten minutes.
    """
    due = PrivacyRequest.objects.filter(kind="export", status__in=WAITING, next_try_at__lte=clock.now())
    return sum(_build(number) for number in list(due.order_by("pk").values_list("number", flat=True)[:limit]))


def _build(number: str) -> bool:
    asked = _claim(number)
    if asked is None:
        return False
    try:
        archive = make_archive(asked)
    except Exception:
        logger.exception("export %s could not be made", number)
        _put_off(asked)
        return False
    _record(asked, archive)
    return True


def _claim(number: str) -> PrivacyRequest | None:
    """Take one request for this worker; None where another one was faster."""
    at = clock.now()
    with transaction.atomic():
        waiting = PrivacyRequest.objects.filter(number=number, status__in=WAITING, next_try_at__lte=at)
        if waiting.update(next_try_at=at + LEASE, tries=F("tries") + 1) != 1:
            return None
        asked = PrivacyRequest.objects.select_related("user__person").get(number=number)
        if asked.status == PrivacyRequest.Status.ASKED:
            move(asked, PrivacyRequest.Status.BUILDING, actor=None, data={"user": asked.user.number})
    return asked


def _put_off(asked: PrivacyRequest) -> None:
    pause = dt.timedelta(seconds=min(30 * 2**asked.tries, 3600))
    with transaction.atomic():
        move(
            asked,
            PrivacyRequest.Status.ASKED,
            actor=None,
            data={"user": asked.user.number},
            next_try_at=clock.now() + pause,
        )


def _record(asked: PrivacyRequest, archive: bytes) -> None:
    """Keep the archive encrypted and tell the person."""
    sealed = crypto.encrypt(archive, context=ExportFile.CONTEXT)
    at = clock.now()
    days = rule_value("privacy.export")["good_for_days"]
    with transaction.atomic():
        current = PrivacyRequest.objects.filter(Q(status="building"), pk=asked.pk).first()
        if current is None:
            return
        ExportFile.objects.update_or_create(
            request=asked,
            defaults={
                "sealed": sealed,
                "size_bytes": len(archive),
                "sha256": hashlib.sha256(archive).hexdigest(),
                "made_at": at,
            },
        )
        move(
            current,
            PrivacyRequest.Status.READY,
            actor=None,
            data={"user": asked.user.number},
            ready_at=at,
            good_until_at=at + dt.timedelta(days=days),
        )
        send_message(
            to=asked.user,
            template="data_ready",
            context={"days": days},
            key=f"privacy:{asked.number}",
            link=f"/me/privacy/requests/{asked.number}/",
        )
