"""Whether this process can serve: asked by load balancers and by the start script."""

from django.db import connection
from django.db.utils import DatabaseError
from django.http import HttpRequest, JsonResponse

from accounts.access import machine


@machine
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when the database answers, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"ok": False, "database": "down"}, status=503)
    return JsonResponse({"ok": True, "database": "up"})
