"""Keep what was filled in so far, so that one may go on another day."""

import json
from typing import Any

from django.db import transaction

from accounts import clock
from accounts.locking import lock_one
from accounts.models import FormDraft, User


def save_draft(*, user: User, code: str, screen: str, values: dict[str, Any]) -> None:
    """Keep one screen of a form; the other screens stay. It goes into no event: nothing was sent yet."""
    with transaction.atomic():
        lock_one(User.objects.filter(pk=user.pk))
        kept = FormDraft.objects.filter(user=user, code=code).first()
        screens = {**(json.loads(kept.content) if kept else {}), screen: values}
        FormDraft.objects.update_or_create(
            user=user, code=code, defaults={"content": json.dumps(screens), "saved_at": clock.now()}
        )


def drop_draft(*, user: User, code: str) -> None:
    """Throw a draft away, because it was sent or begun anew."""
    FormDraft.objects.filter(user=user, code=code).delete()
