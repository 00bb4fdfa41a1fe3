"""The screen of an application on which papers are sent in: one entry for each kind, kept with the draft."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import PersonRequest, customer
from accounts.errors import Refused
from lending.application_papers import paper_groups
from lending.forms.application import PaperForm
from lending.policies import access_draft
from lending.queries.application_papers import asks_for_papers, papers_of
from lending.services.remove_application_paper import remove_application_paper
from lending.services.send_application_paper import send_application_paper
from lending.views.apply import back_url, steps


@customer
@require_http_methods(["GET", "POST"])
def apply_papers(request: PersonRequest, number: str) -> HttpResponse:
    """Show what is needed and what is there; a picture that is sent is kept at once."""
    application = access_draft(request.user, number)
    if not asks_for_papers(application):
        raise Http404
    form = PaperForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            send_application_paper(application=application, borrower=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("The picture is kept with your draft."))
            return redirect("apply_papers", number=number)
    context = {
        "application": application,
        "groups": paper_groups(application),
        "form": form,
        "steps": steps(application, "papers"),
        "back_url": back_url(application, "papers"),
    }
    status = 400 if form.is_bound and form.errors else 200
    return render(request, "lending/customer/apply_papers.html", context, status=status)


@customer
@require_POST
def remove_paper(request: PersonRequest, number: str, document: str) -> HttpResponse:
    """Take a picture away."""
    application = access_draft(request.user, number)
    paper = next((one for one in papers_of(application) if one.document.number == document), None)
    if paper is None:
        raise Http404
    try:
        remove_application_paper(paper=paper, borrower=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("The picture is erased."))
    return redirect("apply_papers", number=number)
