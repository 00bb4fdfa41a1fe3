"""Offer a tag of the list no longer."""

from django.db import transaction

from accounts import clock
from accounts.events import record_event
from accounts.models import User
from support.models import Tag


def retire_tag(*, tag: Tag, actor: User) -> None:
    """Offer the tag no longer; whoever has it keeps it. One that is retired is left as it is."""
    with transaction.atomic():
        if Tag.objects.filter(pk=tag.pk, retired_at__isnull=True).update(retired_at=clock.now()):
            record_event("tag.retired", subject=None, actor=actor, data={"tag": tag.code})
