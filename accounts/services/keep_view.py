"""Keep a list's filter, order and columns under a name."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.models import SavedView, User

MOST_VIEWS = 20


def keep_view(*, user: User, table: str, name: str, query: str) -> SavedView:
    """Keep the view, in place of the user's own one of the same name.

    Refuses an empty or long name (`view_name`) and a twenty-first view of one list (`too_many_views`).
    """
    name = " ".join(name.split())
    longest = SavedView._meta.get_field("name").max_length or 0
    if not 0 < len(name) <= longest:
        raise Refused("view_name", _("Give the view a name of at most 30 characters."), field="name")
    with transaction.atomic():
        mine = SavedView.objects.filter(user=user, table=table)
        if mine.exclude(name=name).count() >= MOST_VIEWS:
            raise Refused("too_many_views", _("Twenty views are kept of one list. Drop one first."))
        kept, _is_new = SavedView.objects.update_or_create(
            user=user, table=table, name=name, defaults={"query": query, "kept_at": clock.now()}
        )
    return kept
