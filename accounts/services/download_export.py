"""Hand a person the copy of the own data."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock, crypto
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import ExportFile, PrivacyRequest, User


def download_export(*, user: User, asked: PrivacyRequest) -> bytes:
    """Return the archive in clear and record that it was taken; refuses (`export_gone`) what is not there any more."""
    at = clock.now()
    with transaction.atomic():
        ready = PrivacyRequest.objects.filter(pk=asked.pk, status="ready", good_until_at__gte=at)
        if ready.update(downloaded_at=at) != 1:
            raise Refused(
                "export_gone", _("This copy is not there any more. Ask for a new one; it takes a minute.")
            )
        sealed = ExportFile.objects.values_list("sealed", flat=True).get(request=asked)
        record_event("privacy_request.downloaded", subject=asked, actor=user, data={"user": user.number})
    return crypto.decrypt(sealed, context=ExportFile.CONTEXT)
