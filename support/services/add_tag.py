"""Add a tag to the list."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import User
from support.models import Tag


def add_tag(*, code: str, name_zh: str, name_en: str, actor: User) -> Tag:
    """Add the tag, offered from now on. Refuses (`tag_taken`) a code that is on the list, retired or not."""
    try:
        with transaction.atomic():
            tag = Tag.objects.create(
                code=code, name_zh=name_zh, name_en=name_en, added_by=actor, added_at=clock.now()
            )
            record_event("tag.added", subject=None, actor=actor, data={"tag": code})
    except IntegrityError:
        raise Refused("tag_taken", _("There is a tag with this code already."), field="code") from None
    return tag
