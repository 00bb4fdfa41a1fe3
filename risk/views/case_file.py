"""The case file as a PDF."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from accounts.access import PersonRequest, staff
from accounts.events import record_event
from accounts.web.file_answer import pdf_answer
from risk import policies
from risk.cases.file_paper import case_paper


@staff("risk.see_cases")
@require_GET
def case_file(request: PersonRequest, number: str) -> HttpResponse:
    """Print the case; that it left the screen is written down."""
    case = policies.access_case(request.user, number)
    content = case_paper(case, request.user.name)
    record_event("case.printed", subject=case, actor=request.user)
    return pdf_answer(content, f"{case.number}.pdf")
