"""The help centre."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.access import public
from support.content import help_answers


@public
def help_centre(request: HttpRequest) -> HttpResponse:
    """Show the answers, or those that hold every word of the search."""
    search = request.GET.get("q", "")[:80].strip()
    answers = help_answers(request.LANGUAGE_CODE, search)
    return render(request, "support/public/help.html", {"answers": answers, "search": search})
