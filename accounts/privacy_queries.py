"""What the privacy pages read: requests, and who looked at a person's data."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from accounts.models import Event, ExportFile, PrivacyRequest, User

LOOKS = ("data.unmasked", "customer.file_opened")
DOCUMENT_LOOKS = "document.seen"


def looks_at(user: User) -> QuerySet[Event]:
    """Return every look of somebody else at this customer's values, file or documents."""
    about = Q(subject_type="user", subject_id=user.pk, kind__in=LOOKS)
    about |= Q(kind=DOCUMENT_LOOKS, data__owner=user.number)
    looks = Event.objects.filter(about).exclude(actor=user)
    return looks.select_related("actor")


def privacy_requests_of(user: User) -> QuerySet[PrivacyRequest]:
    """Return what a person has asked."""
    return PrivacyRequest.objects.filter(user=user)


def open_export_of(user: User) -> PrivacyRequest | None:
    """Return the newest copy that is being prepared or waits to be downloaded."""
    rows = PrivacyRequest.objects.filter(user=user, kind="export", status__in=["asked", "building", "ready"])
    return rows.order_by("-pk").first()


def open_deletion_of(user: User) -> PrivacyRequest | None:
    """Return the deletion that is being decided or held up by law."""
    rows = PrivacyRequest.objects.filter(user=user, kind="deletion", status__in=["asked", "frozen"])
    return rows.order_by("-pk").first()


def requests_to_decide() -> QuerySet[PrivacyRequest]:
    """Return what waits for a colleague's decision; copies are prepared by themselves."""
    rows = PrivacyRequest.objects.filter(status="asked").exclude(kind="export")
    return rows.select_related("user__person")


def frozen_requests() -> QuerySet[PrivacyRequest]:
    """Return the deletions that the law holds up."""
    return PrivacyRequest.objects.filter(status="frozen").select_related("user__person")


def all_privacy_requests() -> QuerySet[PrivacyRequest]:
    """Return every request, whoever answered it."""
    return PrivacyRequest.objects.select_related("user__person")


@dataclass(frozen=True)
class FileFacts:
    size_bytes: int
    sha256: str


def file_facts(request: PrivacyRequest) -> FileFacts | None:
    """Return size and fingerprint of a copy without reading it."""
    row = ExportFile.objects.filter(request=request).values("size_bytes", "sha256").first()
    return FileFacts(**row) if row else None
