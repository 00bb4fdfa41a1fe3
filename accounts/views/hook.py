"""Where the SMS provider tells what became of messages."""

import json
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, JsonResponse, UnreadablePostError
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.access import machine
from accounts.seals import BadSeal, Seal
from accounts.services.record_sms_receipts import Receipt, record_sms_receipts

MAX_BODY_BYTES = 65_536
MAX_RECEIPTS = 500
STATES = {"delivered": True, "undelivered": False}


@csrf_exempt
@machine
@require_POST
def sms(request: HttpRequest) -> JsonResponse:
    """Take receipts; the provider proves itself by its seal, and a house without a secret takes none."""
    announced = str(request.META.get("CONTENT_LENGTH") or "0")
    if not announced.isdigit() or int(announced) > MAX_BODY_BYTES:
        return JsonResponse({"error": "too_large"}, status=413)
    try:
        body = request.body
    except (RequestDataTooBig, UnreadablePostError):
        return JsonResponse({"error": "too_large"}, status=413)
    seal = Seal("X-Sms", settings.SMS_WEBHOOK_SECRET)
    try:
        if not settings.SMS_WEBHOOK_SECRET:
            raise BadSeal
        seal.check(headers=request.headers, body=body, now=int(clock.now().timestamp()))
    except BadSeal:
        return JsonResponse({"error": "bad_signature"}, status=401)
    receipts = _read(body)
    if receipts is None:
        return JsonResponse({"error": "bad_message"}, status=400)
    return JsonResponse({"recorded": record_sms_receipts(receipts)})


def _read(body: bytes) -> list[Receipt] | None:
    """Return the receipts of `{"receipts": [{"key", "state", "reason"}]}`; None where one is not understood."""
    try:
        rows = json.loads(body)["receipts"]
    except (ValueError, KeyError, TypeError):
        return None
    if not isinstance(rows, list) or len(rows) > MAX_RECEIPTS or not all(map(_is_receipt, rows)):
        return None
    return [Receipt(row["key"], STATES[row["state"]], row.get("reason", "")) for row in rows]


def _is_receipt(row: Any) -> bool:
    return (
        isinstance(row, dict)
        and isinstance(row.get("key"), str)
        and isinstance(row.get("state"), str)
        and row["state"] in STATES
        and isinstance(row.get("reason", ""), str)
        and "\0" not in row["key"] + row.get("reason", "")
    )
