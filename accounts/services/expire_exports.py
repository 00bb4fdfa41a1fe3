"""Empty the copies whose time is over."""

from django.db import transaction

from accounts import clock
from accounts.models import ExportFile, PrivacyRequest
from accounts.states import move_many


def expire_exports() -> int:
    """Move every copy past its time to expired and empty its file; return how many."""
    late = PrivacyRequest.objects.filter(status="ready", good_until_at__lt=clock.now())
    ids = list(late.order_by("pk").values_list("pk", flat=True)[:500])
    if not ids:
        return 0
    with transaction.atomic():
        moved = move_many(PrivacyRequest, ids, from_="ready", to="expired", actor=None)
        ExportFile.objects.filter(request__in=moved).update(sealed="")
    return len(moved)
