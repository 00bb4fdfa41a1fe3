"""Getting is checking: tracking files, watches and work on lists, for who sees the risk database (else 404)."""

from django.http import Http404

from accounts.models import Dealer, User
from risk.database.timeline import FileSubject
from risk.models import FileNote, ListAppeal, ListExport, ListImport, RiskWatch

SEE = "risk.see_database"
KEEP = "risk.keep_database"
APPROVE = "risk.approve_database"
EXPORT = "risk.export_database"


def access_customer_file(user: User, number: str) -> FileSubject:
    """Return a customer's file; 404 where there is none, and where it is about themselves."""
    rows = User.objects.filter(kind=User.Kind.CUSTOMER).select_related("person")
    found = rows.filter(number=number).first() if user.has_right(SEE) else None
    if found is None or is_own(user, found):
        raise Http404
    return FileSubject(customer=found)


def access_dealer_file(user: User, number: str) -> FileSubject:
    """Return a dealer's file."""
    rows = Dealer.objects.select_related("organisation__legal_person", "manager")
    found = rows.filter(number=number).first() if user.has_right(SEE) else None
    if found is None:
        raise Http404
    return FileSubject(dealer=found)


def access_note(user: User, number: str) -> FileNote:
    """Return a note that stands, with whom it is about, to who keeps the database."""
    rows = FileNote.objects.select_related("customer__person", "dealer", "written_by")
    found = rows.filter(number=number, struck_at__isnull=True).first() if user.has_right(KEEP) else None
    if found is None or (found.customer is not None and is_own(user, found.customer)):
        raise Http404
    return found


def access_watch(user: User, number: str) -> RiskWatch:
    """Return a watch; 404 as for the file it belongs to."""
    rows = RiskWatch.objects.select_related(
        "customer__person", "loan", "dealer__organisation", "owner", "placed_by", "ended_by"
    )
    found = rows.filter(number=number).first() if user.has_right(SEE) else None
    if found is None or (found.customer is not None and is_own(user, found.customer)):
        raise Http404
    return found


def access_appeal(user: User, number: str) -> ListAppeal:
    """Return an appeal to who sees lists and the risk database."""
    rows = ListAppeal.objects.select_related(
        "customer__person", "entry__proposed_by", "recorded_by", "decided_by"
    )
    found = rows.filter(number=number).first() if _sees_lists(user) else None
    if found is None or (found.customer is not None and is_own(user, found.customer)):
        raise Http404
    return found


def access_import(user: User, number: str) -> ListImport:
    """Return a file of entries to who sees lists and the risk database."""
    rows = ListImport.objects.select_related("uploaded_by").defer("content")
    found = rows.filter(number=number).first() if _sees_lists(user) else None
    if found is None:
        raise Http404
    return found


def access_own_export(user: User, number: str) -> ListExport:
    """Return an export to who asked for it and may take it out, else 404."""
    rows = ListExport.objects.select_related("customer__person", "dealer__organisation__legal_person")
    found = rows.filter(number=number, asked_by=user).first() if user.has_right(EXPORT) else None
    if found is None:
        raise Http404
    return found


def is_own(user: User, customer: User) -> bool:
    """Whether a file is about the colleague who looks."""
    return customer.person_id is not None and customer.person_id == user.person_id


def _sees_lists(user: User) -> bool:
    return user.has_right(SEE) and user.has_right("accounts.see_watch_list")
