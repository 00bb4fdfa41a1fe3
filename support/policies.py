"""Getting is checking: each function fetches one thing for one colleague, or there is no such thing for them (404)."""

from django.http import Http404

from accounts.models import User
from support.models import CustomerNote, Tag


def access_note(user: User, number: str) -> CustomerNote:
    """Return a note that stands, to staff who keep notes."""
    found = None
    if user.has_right("support.note_customers"):
        notes = CustomerNote.objects.filter(number=number, struck_at__isnull=True)
        found = notes.select_related("customer__person", "written_by").first()
    if found is None:
        raise Http404
    return found


def access_tag(user: User, code: str) -> Tag:
    """Return a tag of the list to staff who edit it."""
    found = Tag.objects.filter(code=code).first() if user.has_right("support.edit_tags") else None
    if found is None:
        raise Http404
    return found
