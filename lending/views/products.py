"""Products in the office: what is offered, and the next version on its way."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import clock
from accounts.access import PersonRequest, staff
from accounts.errors import Refused
from lending import product_story
from lending.forms.product import ProductForm, ProposeProductForm
from lending.models import ProductProposal
from lending.policies import access_product_as_staff, access_product_proposal
from lending.product_draft import draft_from, draft_of
from lending.queries.products import current_version, current_versions, pending_proposal_of, proposals
from lending.services.drop_product_proposal import drop_product_proposal
from lending.services.propose_product import propose_product
from lending.services.save_product_proposal import save_product_proposal


@staff("lending.see_products")
@require_GET
def products(request: PersonRequest) -> HttpResponse:
    """List what is offered and what is drafted."""
    today = clock.today()
    context = {
        "offers": [product_story.offer(version, today) for version in current_versions()],
        "proposals": proposals()[:20],
        "may_edit": request.user.has_right("lending.edit_products"),
    }
    return render(request, "lending/office/products.html", context)


@staff("lending.see_products")
@require_GET
def product(request: PersonRequest, code: str) -> HttpResponse:
    """Show a product: its figures today, and every version it had."""
    found = access_product_as_staff(code)
    version = current_version(found.code)
    if version is None:
        raise Http404
    context = {
        "product": found,
        "version": version,
        "figures": product_story.product_figures(version, clock.today()),
        "facts": product_story.version_facts(version),
        "versions": found.versions.select_related("published_by").order_by("-version"),
        "proposal": pending_proposal_of(found.code),
        "may_edit": request.user.has_right("lending.edit_products"),
    }
    return render(request, "lending/office/product.html", context)


@staff("lending.edit_products")
@require_http_methods(["GET", "POST"])
def new_product(request: PersonRequest) -> HttpResponse:
    """Draft a product that does not exist yet, or with `?from=` the next version of one that does."""
    code = request.GET.get("from", "")
    version = current_version(code) if code else None
    draft = draft_of(version) if version else None
    form = ProductForm(request.POST if request.method == "POST" else None, draft=draft, is_new=draft is None)
    if form.is_valid():
        try:
            row = save_product_proposal(draft=form.to_draft(), saved_by=request.user)
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("The draft is kept."))
            return redirect("office_product_proposal", number=row.number)
    return _editor(request, form)


@staff("lending.see_products")
@require_http_methods(["GET", "POST"])
def proposal(request: PersonRequest, number: str) -> HttpResponse:
    """Show a draft with its figures; whoever may edit changes it."""
    row = access_product_proposal(number)
    user = request.user
    is_editable = row.status == ProductProposal.Status.DRAFT and user.has_right("lending.edit_products")
    if request.method == "POST" and not is_editable:
        raise Http404
    form = ProductForm(
        request.POST if request.method == "POST" else None, draft=draft_from(row.values), is_new=False
    )
    if form.is_valid():
        try:
            save_product_proposal(draft=form.to_draft(), saved_by=user, number=row.number)
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("The draft is kept."))
            return redirect("office_product_proposal", number=row.number)
    return _editor(request, form, row, is_editable=is_editable)


@staff("lending.edit_products")
@require_POST
def figures(request: PersonRequest) -> HttpResponse:
    """Work out, while one types, what the draft would cost beside the cap; nothing is kept."""
    code = request.GET.get("from", "")
    version = current_version(code) if code else None
    draft = draft_of(version) if version else None
    form = ProductForm(request.POST, draft=draft, is_new=draft is None)
    return render(request, "lending/office/_product_figures.html", product_story.figures_of_form(form))


@staff("lending.edit_products")
@require_POST
def propose(request: PersonRequest, number: str) -> HttpResponse:
    """Put the draft before another person."""
    row = access_product_proposal(number)
    form = ProposeProductForm(request.POST)
    if form.is_valid():
        try:
            propose_product(number=row.number, maker=request.user, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("The draft waits for another person's approval."))
            return redirect("office_product_proposal", number=row.number)
    editor = ProductForm(draft=draft_from(row.values), is_new=False)
    return _editor(request, editor, row, is_editable=True, propose_form=form)


@staff("lending.edit_products")
@require_POST
def drop(request: PersonRequest, number: str) -> HttpResponse:
    """End a draft."""
    row = access_product_proposal(number)
    try:
        drop_product_proposal(number=row.number, actor=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return redirect("office_product_proposal", number=row.number)
    messages.success(request, _("The draft is dropped."))
    return redirect("office_products")


def _editor(
    request: HttpRequest,
    form: ProductForm,
    row: ProductProposal | None = None,
    *,
    is_editable: bool = True,
    propose_form: ProposeProductForm | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "proposal": row,
        "is_editable": is_editable,
        "propose_form": propose_form or ProposeProductForm(),
        "code": form.draft.code if form.draft else "",
        **product_story.figures_of_form(form),
    }
    if row is not None:
        context["changes"] = product_story.changes_of(row)
        context["moments"] = product_story.moments_of(row)
    has_errors = bool(form.errors) or bool(propose_form and propose_form.errors)
    return render(request, "lending/office/product_editor.html", context, status=400 if has_errors else 200)
