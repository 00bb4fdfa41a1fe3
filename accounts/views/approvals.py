"""The inbox of requests for approval, and one request."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts import policies, queries
from accounts.access import PersonRequest, any_staff
from accounts.errors import Refused
from accounts.forms.approvals import ApprovalDecisionForm
from accounts.models import Approval
from accounts.services.decide_approval import decide_approval
from accounts.services.withdraw_approval import withdraw_approval
from accounts.web import approval_story
from accounts.web.confirm_self import confirms_self
from accounts.web.paging import page_by_key


@any_staff
@require_GET
def approvals(request: PersonRequest) -> HttpResponse:
    """List what waits for this person, what the person asked for, or everything the person may see."""
    user = request.user
    view = request.GET.get("view", "")
    rows = {
        "mine": queries.approvals_seen_by(user).filter(maker=user),
        "all": queries.approvals_seen_by(user),
    }.get(view, queries.approvals_to_decide(user))
    page = page_by_key(rows, request)
    context = {"page": page, "rows": approval_story.rows(page.rows), "view": view}
    return render(request, "accounts/office/approvals.html", context)


@any_staff
@require_GET
def approval(request: PersonRequest, number: str) -> HttpResponse:
    """Show what is asked, in facts, and let the one who may decide."""
    user = request.user
    row = policies.access_approval(user, number)
    form = ApprovalDecisionForm(initial={"shown_hash": row.payload_hash})
    return _show(request, row, form)


@any_staff
@confirms_self("approval")
@require_POST
def decide(request: PersonRequest, number: str) -> HttpResponse:
    """Approve or do not approve."""
    user = request.user
    row = policies.access_approval(user, number)
    form = ApprovalDecisionForm(request.POST)
    if not form.is_valid():
        return _show(request, row, form)
    is_approved = form.cleaned_data["decision"] == "approve"
    try:
        decide_approval(
            checker=user,
            number=row.number,
            is_approved=is_approved,
            shown_hash=form.cleaned_data["shown_hash"],
            note=form.cleaned_data["note"],
        )
    except Refused as refusal:
        form.add_refusal(refusal)
        return _show(request, row, form)
    messages.success(
        request,
        _("Approved. It is being carried out.")
        if is_approved
        else _("Not approved; the maker sees your note."),
    )
    return redirect("approval", number=row.number)


@any_staff
@require_POST
def withdraw(request: PersonRequest, number: str) -> HttpResponse:
    """Take one's own request back."""
    user = request.user
    row = policies.access_approval(user, number)
    try:
        withdraw_approval(maker=user, number=row.number)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Taken back; nothing was changed."))
    return redirect("approval", number=row.number)


def _show(request: PersonRequest, row: Approval, form: ApprovalDecisionForm) -> HttpResponse:
    user = request.user
    story = approval_story.tell(row, user)
    context = {"approval": row, "story": story, "form": form}
    return render(request, "accounts/office/approval.html", context, status=400 if form.errors else 200)
