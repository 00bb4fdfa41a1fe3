"""Write down where the face service expects the person."""

from django.db import transaction

from accounts.locking import lock_one
from accounts.models import FaceCheck


def record_face_start(*, number: str, page_url: str, reference: str) -> FaceCheck:
    """Keep the service's page and reference; a check that was answered meanwhile is returned as it is."""
    with transaction.atomic():
        check = lock_one(FaceCheck.objects.filter(number=number))
        if check.status == FaceCheck.Status.ASKED:
            check.page_url, check.provider_reference = page_url, reference
            check.save(update_fields=["page_url", "provider_reference"])
        return check
