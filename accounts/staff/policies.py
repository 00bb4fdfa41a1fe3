"""Getting is checking, for the pages about those who work here."""

from django.http import Http404

from accounts.models import User
from accounts.staff.queries import staff_logins

SEE = "accounts.see_staff"


def access_staff_file(viewer: User, number: str) -> User:
    """Return a colleague's file to whoever may see all of them, and to the colleague."""
    found = staff_logins().filter(number=number).first()
    if found is None or not (found.pk == viewer.pk or viewer.has_right(SEE)):
        raise Http404
    return found
