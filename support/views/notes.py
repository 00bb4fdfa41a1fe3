"""Tags and notes on a customer, and the list of tags."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import PersonRequest, staff
from accounts.errors import Refused
from accounts.policies import access_customer
from support import policies, queries
from support.forms.notes import NoteForm, PutTagForm, StrikeForm, TagForm
from support.services.add_tag import add_tag
from support.services.put_tag import put_tag
from support.services.restore_tag import restore_tag
from support.services.retire_tag import retire_tag
from support.services.strike_note import strike_note
from support.services.take_tag_off import take_tag_off
from support.services.write_note import write_note


@staff("support.note_customers")
@require_http_methods(["GET", "POST"])
def new_note(request: PersonRequest, number: str) -> HttpResponse:
    """Write a note into a customer's file."""
    colleague = request.user
    customer = access_customer(colleague, number)
    form = NoteForm(request.POST or None)
    if form.is_valid():
        try:
            write_note(customer=customer, actor=colleague, **form.cleaned_data)
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("The note stands in the file."))
            return redirect("customer_file", number=customer.number)
    return render(request, "support/office/note.html", {"customer": customer, "form": form})


@staff("support.note_customers")
@require_http_methods(["GET", "POST"])
def strike(request: PersonRequest, number: str) -> HttpResponse:
    """Strike a note out, with the reason."""
    colleague = request.user
    note = policies.access_note(colleague, number)
    form = StrikeForm(request.POST or None)
    if form.is_valid():
        try:
            strike_note(note=note, reason=form.cleaned_data["reason"], actor=colleague)
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("The note is struck out; it stays readable."))
            return redirect("customer_file", number=note.customer.number)
    context = {"customer": note.customer, "note": note, "form": form}
    return render(request, "support/office/note.html", context)


@staff("support.note_customers")
@require_POST
def tag_customer(request: PersonRequest, number: str) -> HttpResponse:
    """Put a tag on a customer."""
    colleague = request.user
    customer = access_customer(colleague, number)
    form = PutTagForm(queries.offered_tags(), request.POST)
    if form.is_valid():
        put_tag(customer=customer, code=form.cleaned_data["tag"], actor=colleague)
    else:
        messages.error(request, _("Choose a tag from the list."))
    return redirect("customer_file", number=customer.number)


@staff("support.note_customers")
@require_POST
def untag_customer(request: PersonRequest, number: str, code: str) -> HttpResponse:
    """Take a tag off a customer."""
    colleague = request.user
    customer = access_customer(colleague, number)
    try:
        take_tag_off(customer=customer, code=code, actor=colleague)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return redirect("customer_file", number=customer.number)


@staff("support.edit_tags")
@require_http_methods(["GET", "POST"])
def tags(request: PersonRequest) -> HttpResponse:
    """List the tags and add one."""
    form = TagForm(request.POST or None)
    if form.is_valid():
        try:
            add_tag(actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            return redirect("tags")
    return render(request, "support/office/tags.html", {"form": form, "rows": queries.tag_list()})


@staff("support.edit_tags")
@require_POST
def retire(request: PersonRequest, code: str) -> HttpResponse:
    """Offer a tag no longer, or again."""
    colleague = request.user
    tag = policies.access_tag(colleague, code)
    change = retire_tag if tag.retired_at is None else restore_tag
    change(tag=tag, actor=colleague)
    return redirect("tags")
