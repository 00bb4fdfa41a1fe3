"""Fetching operations' objects: checked while fetched."""

import datetime as dt

from django.http import Http404

from operations.models import DayClose, Notice


def access_notice(number: str) -> Notice:
    """Return a published notice; 404 where there is none."""
    notice = Notice.objects.filter(number=number).first()
    if notice is None:
        raise Http404
    return notice


def access_close(day: str) -> DayClose:
    """Return the close of a day written 2026-11-23; 404 where there is none."""
    try:
        date = dt.date.fromisoformat(day)
    except ValueError as error:
        raise Http404 from error
    close = DayClose.objects.filter(business_date=date).first()
    if close is None:
        raise Http404
    return close
