"""Propose somebody or something for the watch-list."""

import datetime as dt
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import Document, User, WatchEntry
from accounts.numbers import next_number
from accounts.services.request_approval import request_approval
from accounts.services.store_document import store_document
from accounts.watch.payloads import ENTRY_KIND, entry_payload, page_of
from accounts.watch.values import read_watched

PREFIX = "WL"
LEAST_WORDS = 4


@dataclass(frozen=True)
class WatchWish:
    """What is to be looked out for; `birth_on` belongs to a name alone."""

    kind: str
    value: str
    category: str
    severity: str
    source: str
    evidence: str
    review_on: dt.date
    birth_on: dt.date | None = None
    expires_on: dt.date | None = None


def propose_watch_entry(
    *, wish: WatchWish, actor: User, paper: "UploadedFile[bytes] | None" = None
) -> WatchEntry:
    """Write the entry down and ask for another person's approval, under which it is put in force.

    Refuses (`watch_value`) what is no value of its kind, (`watch_words`) no source or evidence, (`watch_dates`) days
    that lie behind or after the end, (`watch_weak`) an address that would stop, (`watch_listed`) what stands on the
    list in this category already, and of a photographed paper what `store_document` refuses. Called outside a
    transaction.
    """
    watched = read_watched(wish.kind, wish.value, wish.birth_on)
    check_wish(wish)
    document = None
    if paper is not None:
        document = store_document(owner=actor, kind=Document.Kind.EVIDENCE, file=paper, actor=actor)
    try:
        with transaction.atomic():
            entry = WatchEntry.objects.create(
                number=next_number(PREFIX),
                kind=watched.kind,
                value=watched.value,
                value_index=watched.index,
                category=wish.category,
                severity=wish.severity,
                source=wish.source.strip(),
                evidence=wish.evidence.strip(),
                proposed_by=actor,
                proposed_at=clock.now(),
                expires_on=wish.expires_on,
                review_on=wish.review_on,
                document=document,
            )
            record_event("watch_entry.proposed", subject=entry, actor=actor)
            request_approval(
                maker=actor,
                kind=ENTRY_KIND,
                subject=entry,
                payload=entry_payload(entry),
                page_path=page_of(entry),
                reason=wish.source,
            )
            return entry
    except IntegrityError:
        raise Refused(
            "watch_listed", _("This stands on the list in this category already."), field="value"
        ) from None


def check_wish(wish: WatchWish) -> None:
    """Refuse what `propose_watch_entry` does of words, days and severity."""
    for name in ("source", "evidence"):
        if len(getattr(wish, name).strip()) < LEAST_WORDS:
            raise Refused("watch_words", _("Say where it comes from and what speaks for it."), field=name)
    if wish.kind == WatchEntry.Kind.ADDRESS and wish.severity == WatchEntry.Severity.STOP:
        raise Refused(
            "watch_weak",
            _("An address alone stops nobody: several families may live there."),
            field="severity",
        )
    today = clock.today()
    if wish.review_on <= today:
        raise Refused("watch_dates", _("The day has to lie ahead."), field="review_on")
    if wish.expires_on is not None and wish.expires_on < today:
        raise Refused("watch_dates", _("The day has to lie ahead."), field="expires_on")
