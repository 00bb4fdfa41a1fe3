"""Getting is checking, for the pages about those who work here."""

from django.http import Http404

from accounts.models import Deputyship, StaffChange, StaffInvitation, User
from accounts.services.invite_colleague import token_hash
from accounts.staff.asking import ASK, may_ask_about
from accounts.staff.queries import staff_logins

SEE = "accounts.see_staff"


def access_staff_file(viewer: User, number: str) -> User:
    """Return a colleague's file to whoever may see all of them, and to the colleague."""
    found = staff_logins().filter(number=number).first()
    if found is None or not (found.pk == viewer.pk or viewer.has_right(SEE)):
        raise Http404
    return found


def access_change(number: str) -> StaffChange:
    """Return a request about a colleague; the page is for those who see all files."""
    rows = StaffChange.objects.select_related("colleague", "position__department", "handover_to", "asked_by")
    found = rows.filter(number=number).first()
    if found is None:
        raise Http404
    return found


def access_deputyship(viewer: User, number: str) -> Deputyship:
    """Return an absence to the two it is about, and to whoever may see all files."""
    rows = Deputyship.objects.select_related("principal", "deputy", "asked_by")
    found = rows.filter(number=number).first()
    if found is None or not (viewer.pk in (found.principal_id, found.deputy_id) or viewer.has_right(SEE)):
        raise Http404
    return found


def access_colleague_to_change(viewer: User, number: str) -> User:
    """Return a colleague who works here to whoever may ask for changes of staff."""
    found = User.objects.filter(kind=User.Kind.STAFF, is_active=True, number=number).first()
    if found is None or not viewer.has_right(ASK):
        raise Http404
    return found


def access_colleague_to_stand_in_for(viewer: User, number: str) -> User:
    """Return a colleague for naming a deputy: oneself, or of a department the viewer asks for."""
    found = User.objects.filter(kind=User.Kind.STAFF, is_active=True, number=number).first()
    if found is None or not (found.pk == viewer.pk or may_ask_about(viewer, found)):
        raise Http404
    return found


def access_staff_invitation(token: str) -> StaffInvitation:
    """Return the invitation of a link; the link is the key."""
    rows = StaffInvitation.objects.select_related("user")
    found = rows.filter(token_hash=token_hash(token)).first()
    if found is None:
        raise Http404
    return found
