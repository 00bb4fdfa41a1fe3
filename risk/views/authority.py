"""Who may decide: the matrix in force, its versions, and the editor of the next one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import PersonRequest, staff
from accounts.errors import Refused
from risk import policies
from risk.authority.matrix import matrices, matrix_in_force, proposed_matrix, rows_of
from risk.authority.story import shown_lines, signers
from risk.forms.authority import AuthorityForm
from risk.models import AuthorityMatrix
from risk.services.propose_authority import propose_authority


@staff("risk.see_cases")
@require_GET
def authority(request: PersonRequest) -> HttpResponse:
    """Show the matrix in force and every version there was."""
    return _matrix_page(request, matrix_in_force(), None)


@staff("risk.see_cases")
@require_GET
def version(request: PersonRequest, number: str) -> HttpResponse:
    """Show one version, a proposed one beside what it would replace."""
    matrix = policies.access_authority_matrix(request.user, number)
    is_proposed = matrix.status == AuthorityMatrix.Status.PROPOSED
    return _matrix_page(request, matrix, matrix_in_force() if is_proposed else None)


@staff("risk.edit_authority")
@require_http_methods(["GET", "POST"])
def propose(request: PersonRequest) -> HttpResponse:
    """Write the next version and put it before another person."""
    current = matrix_in_force()
    rows = rows_of(current) if current is not None else []
    form = AuthorityForm(request.POST if request.method == "POST" else None, rows=rows)
    if form.is_valid():
        try:
            matrix = propose_authority(
                rows=form.to_rows(), maker=request.user, reason=form.cleaned_data["reason"]
            )
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("The matrix waits for another person's approval."))
            return redirect("risk_authority_version", number=matrix.number)
    return render(
        request, "risk/office/authority_editor.html", {"form": form}, status=422 if form.errors else 200
    )


def _matrix_page(
    request: PersonRequest, matrix: AuthorityMatrix | None, before: AuthorityMatrix | None
) -> HttpResponse:
    context = {
        "matrix": matrix,
        "lines": shown_lines(matrix, before) if matrix is not None else [],
        "signers": signers(matrix) if matrix is not None else {},
        "versions": matrices()[:20],
        "proposed": proposed_matrix(),
        "may_edit": request.user.has_right("risk.edit_authority"),
    }
    return render(request, "risk/office/authority.html", context)
