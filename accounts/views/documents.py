"""Looking at documents: the only way to the bytes, and it is written down each time."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from accounts import policies
from accounts.access import PersonRequest, signed_in
from accounts.services.see_document import see_document


@signed_in
@require_GET
def document(request: PersonRequest, number: str) -> HttpResponse:
    """Stream one document to whoever may see it; nothing on the way keeps it."""
    user = request.user
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
