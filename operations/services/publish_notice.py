"""Publish a notice on the site."""

from django.db import transaction

from accounts import clock
from accounts.commands import run_once
from accounts.events import record_event
from accounts.models import User
from accounts.numbers import next_number
from operations.models import Notice


def publish_notice(
    *, author: User, title_en: str, title_zh: str, body_en: str, body_zh: str, key: str
) -> Notice:
    """Put a notice on the site in both languages, at once; the same key again returns the same notice."""
    texts = {"title_en": title_en, "title_zh": title_zh, "body_en": body_en, "body_zh": body_zh}

    def perform() -> str:
        notice = Notice.objects.create(
            number=next_number("NW"), published_at=clock.now(), published_by=author, **texts
        )
        record_event("notice.published", subject=notice, actor=author)
        return notice.number

    with transaction.atomic():
        number = run_once(actor=author, command="publish_notice", key=key, inputs=texts, perform=perform)
        return Notice.objects.get(number=number)
