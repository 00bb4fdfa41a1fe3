"""Looking at documents: the only way to the bytes, and it is written down each time."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from accounts import policies
from accounts.access import signed_in
from accounts.models import User
from accounts.services.see_document import see_document


@signed_in
@require_GET
def document(request: HttpRequest, number: str) -> HttpResponse:
    """Stream one document to whoever may see it; nothing on the way keeps it."""
    user = cast(User, request.user)
    found = policies.access_document(user, number)
    content = see_document(document=found, actor=user)
    return HttpResponse(
        content,
        content_type=found.content_type,
        headers={
            "Content-Disposition": f'inline; filename="{found.number}.jpg"',
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin",
        },
    )
