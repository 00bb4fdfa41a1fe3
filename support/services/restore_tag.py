"""Offer a retired tag again."""

from django.db import transaction

from accounts.events import record_event
from accounts.models import User
from support.models import Tag


def restore_tag(*, tag: Tag, actor: User) -> None:
    """Offer a retired tag again."""
    with transaction.atomic():
        if Tag.objects.filter(pk=tag.pk, retired_at__isnull=False).update(retired_at=None):
            record_event("tag.restored", subject=None, actor=actor, data={"tag": tag.code})
