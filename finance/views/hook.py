"""Where the custodian bank reports what happened."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, JsonResponse, UnreadablePostError
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts.access import machine
from finance.custody.message import MAX_BODY_BYTES
from finance.services.receive_notification import receive_notification


@csrf_exempt
@machine
@require_POST
def custody(request: HttpRequest) -> JsonResponse:
    """Answer a notification; the bank proves itself by its seal, and nothing else gets in."""
    announced = str(request.META.get("CONTENT_LENGTH") or "0")
    if not announced.isdigit() or int(announced) > MAX_BODY_BYTES:
        return JsonResponse({"error": "too_large"}, status=413)
    try:
        body = request.body
    except (RequestDataTooBig, UnreadablePostError):
        return JsonResponse({"error": "too_large"}, status=413)
    answer = receive_notification(headers=request.headers, body=body)
    word = "outcome" if answer.status == 200 else "error"
    return JsonResponse({word: answer.word}, status=answer.status)
