"""Verifying a paper: anybody may, and learns whether it is genuine and in force, and nothing about a person."""

import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import public
from accounts.web.throttle import asks_too_often
from lending.contracts.looking_up import find_by_code, find_by_hash
from lending.contracts.story import is_genuine, paper_state, verified_facts
from lending.forms.papers import FileForm, VerifyForm
from lending.models import LoanPaper

MOST, SECONDS = 30, 60


@public
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Take a fingerprint, number and code, or the file; a browser with scripts works the file's out itself."""
    if request.method == "POST" and request.FILES:
        return _verify_file(request)
    form = VerifyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if asks_too_often(request, "verify", most=MOST, seconds=SECONDS):
            return _page(request, form, is_too_often=True)
        said = form.cleaned_data
        found = find_by_hash(said["hash"]) if said["hash"] else find_by_code(said["number"], said["code"])
        if found is not None:
            return redirect("verified", paper_hash=found.content_hash)
        return _answer(request, None)
    return _page(request, form)


@public
@require_GET
def verified(request: HttpRequest, paper_hash: str) -> HttpResponse:
    """Say of a fingerprint whether a paper of ours has it, what it is and whether it is in force."""
    if asks_too_often(request, "verify", most=MOST, seconds=SECONDS):
        return _page(request, VerifyForm(), is_too_often=True)
    return _answer(request, find_by_hash(paper_hash))


def _verify_file(request: HttpRequest) -> HttpResponse:
    """Work out the fingerprint and let the file go."""
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, VerifyForm(), file_form=form)
    digest = hashlib.sha256()
    for chunk in form.cleaned_data["file"].chunks():
        digest.update(chunk)
    return redirect("verified", paper_hash=digest.hexdigest())


def _page(
    request: HttpRequest, form: VerifyForm, *, file_form: FileForm | None = None, is_too_often: bool = False
) -> HttpResponse:
    context = {"form": form, "file_form": file_form or FileForm(), "is_too_often": is_too_often}
    return render(request, "lending/public/verify.html", context, status=429 if is_too_often else 200)


def _answer(request: HttpRequest, paper: LoanPaper | None) -> HttpResponse:
    context: dict[str, Any] = {"paper": paper, "form": VerifyForm(), "file_form": FileForm()}
    if paper is None:
        context |= {"tone": "attention", "title": _("Unknown"), "icon": "circle-question-mark"}
    elif is_genuine(paper):
        context |= {
            "tone": "good",
            "title": _("Genuine"),
            "icon": "shield-check",
            "facts": verified_facts(paper),
            "state": paper_state(paper),
        }
    elif getattr(paper, "seal", None) is None:
        context |= {"tone": "attention", "title": _("Not sealed yet"), "icon": "clock"}
    else:
        context |= {"tone": "danger", "title": _("Do not rely on it"), "icon": "shield-alert"}
    is_unknown = paper is None and request.method == "GET"
    return render(request, "lending/public/verified.html", context, status=404 if is_unknown else 200)
