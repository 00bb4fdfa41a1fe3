"""Doorbells of operations."""

import datetime as dt
import logging

from celery import shared_task
from django.conf import settings

from accounts import clock
from accounts.errors import Refused
from accounts.web.request_context import request_context
from operations.services.close_until import close_until

logger = logging.getLogger(__name__)


@shared_task
def close_due_days() -> None:
    """Close every business day that lies behind the calendar; another process that is already at it goes on alone."""
    if not settings.CLOSE_AUTOMATICALLY:
        return
    with request_context():
        try:
            close_until(last=clock.wall_date() - dt.timedelta(days=1))
        except Refused as refusal:
            if refusal.code not in {"close_running", "close_lost"}:
                raise
            logger.info("close left to another process: %s", refusal.code)
