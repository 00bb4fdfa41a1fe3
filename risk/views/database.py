"""The risk database: finding somebody by a whole identifier, tracking files, notes on them."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import PersonRequest, staff
from accounts.watch.payloads import SEE as SEE_LISTS
from accounts.watch.story import entry_rows
from accounts.web.attempt import attempt
from accounts.web.file_answer import pdf_answer
from risk.database import policies, queries, story
from risk.database.file_paper import file_paper
from risk.database.lists import list_counts
from risk.database.shared_sources import notes_of
from risk.database.summary import dealers_of, summary_of
from risk.database.timeline import FileSubject, kinds_shown, timeline_page
from risk.forms.database import FileNoteForm, IdentifierForm, StrikeNoteForm
from risk.services.look_up_identifier import look_up_identifier
from risk.services.open_tracking_file import open_tracking_file, record_look
from risk.services.strike_file_note import strike_file_note
from risk.services.write_file_note import write_file_note

NEWEST_NOTES = 20


@staff("risk.see_database")
@require_http_methods(["GET", "POST"])
@never_cache
def home(request: PersonRequest) -> HttpResponse:
    """Find somebody or something; the identifier is posted. Below, what waits in the room."""
    user = request.user
    form = IdentifierForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form, "sees_lists": user.has_right(SEE_LISTS)}
    if form.is_valid():
        found = look_up_identifier(text=form.cleaned_data["q"], actor=user)
        rows = story.found_rows(found)
        if len(rows) == 1 and not found.entries:
            return redirect(rows[0].url)
        context |= {"is_search": True, "rows": rows, "entries": entry_rows(found.entries)}
        return render(request, "risk/office/database/home.html", context)
    context |= {
        "due": story.watch_rows(queries.watches_due(user).select_related(*queries.WITH)),
        "running": queries.watches().count(),
        "late": queries.watches("late").count(),
        "to_confirm": queries.watches("exit").count(),
        "lists": list_counts() if context["sees_lists"] else {},
        "appeals": queries.appeals_open().count() if context["sees_lists"] else 0,
    }
    return render(request, "risk/office/database/home.html", context, status=400 if form.errors else 200)


@staff("risk.see_database")
@require_GET
@never_cache
def customer_file(request: PersonRequest, number: str) -> HttpResponse:
    """Show a customer's file; the look is recorded."""
    return _file(request, policies.access_customer_file(request.user, number))


@staff("risk.see_database")
@require_GET
@never_cache
def dealer_file(request: PersonRequest, number: str) -> HttpResponse:
    """Show a dealer's file; the look is recorded."""
    return _file(request, policies.access_dealer_file(request.user, number))


@staff("risk.see_database")
@require_GET
@never_cache
def print_customer(request: PersonRequest, number: str) -> HttpResponse:
    """Print a customer's file, of the kind that is shown."""
    return _print(request, policies.access_customer_file(request.user, number))


@staff("risk.see_database")
@require_GET
@never_cache
def print_dealer(request: PersonRequest, number: str) -> HttpResponse:
    """Print a dealer's file, of the kind that is shown."""
    return _print(request, policies.access_dealer_file(request.user, number))


@staff("risk.keep_database")
@require_POST
def note_customer(request: PersonRequest, number: str) -> HttpResponse:
    """Note something on a customer's file."""
    return _note(request, policies.access_customer_file(request.user, number))


@staff("risk.keep_database")
@require_POST
def note_dealer(request: PersonRequest, number: str) -> HttpResponse:
    """Note something on a dealer's file."""
    return _note(request, policies.access_dealer_file(request.user, number))


@staff("risk.keep_database")
@require_http_methods(["GET", "POST"])
def strike_note(request: PersonRequest, number: str) -> HttpResponse:
    """Strike out a note."""
    note = policies.access_note(request.user, number)
    subject = FileSubject(customer=note.customer, dealer=note.dealer)
    form = StrikeNoteForm(request.POST or None)
    if request.method == "POST" and attempt(
        request,
        form,
        lambda: strike_file_note(note=note, actor=request.user, **form.cleaned_data),
        _("The note is struck out; it stays readable."),
        aside={"stale_state"},
    ):
        return redirect(story.file_url_of(subject))
    context = {"note": note, "form": form, "file_url": story.file_url_of(subject), "subject": subject}
    return render(request, "risk/office/database/strike.html", context, status=422 if form.errors else 200)


def _note(request: PersonRequest, subject: FileSubject) -> HttpResponse:
    form = FileNoteForm(request.POST)
    if attempt(
        request,
        form,
        lambda: write_file_note(subject=subject, actor=request.user, **form.cleaned_data),
        _("The note stands in the file."),
    ):
        return redirect(story.file_url_of(subject))
    return _file(request, subject, form)


def _file(
    request: PersonRequest, subject: FileSubject, note_form: FileNoteForm | None = None
) -> HttpResponse:
    viewer = request.user
    kinds = kinds_shown(viewer, subject)
    kind = request.GET.get("kind", "")
    kind = kind if kind in dict(kinds) else ""
    before = story.read_before(request.GET.get("before", ""))
    # An older page of a file that is open already is no other look.
    summary = (
        summary_of(subject, viewer)
        if before or note_form
        else open_tracking_file(subject=subject, actor=viewer)
    )
    page = timeline_page(subject, viewer, kind=kind, before=before)
    may_keep = viewer.has_right(policies.KEEP)
    context = {
        "subject": subject,
        "name": story.name_of(subject.customer, subject.dealer),
        "subject_facts": story.subject_facts(subject),
        "summary": summary,
        "watches": story.watch_rows(summary.watches),
        "kinds": kinds,
        "kind": kind,
        "page": page,
        "is_first": before is None,
        "next_url": story.before_url(page.next_before, kind),
        "dealers": dealers_of(subject.customer) if subject.customer is not None else [],
        "notes": notes_of(subject).select_related("written_by", "struck_by").order_by("-pk")[:NEWEST_NOTES],
        "note_form": (note_form or FileNoteForm()) if may_keep else None,
        "may_export": viewer.has_right(policies.EXPORT),
    }
    return render(request, "risk/office/database/file.html", context, status=422 if note_form else 200)


def _print(request: PersonRequest, subject: FileSubject) -> HttpResponse:
    viewer = request.user
    kind = request.GET.get("kind", "")
    kind = kind if kind in dict(kinds_shown(viewer, subject)) else ""
    content = file_paper(subject, viewer, summary_of(subject, viewer), kind)
    record_look(subject, viewer, is_printed=True)
    return pdf_answer(content, f"{subject.number}.pdf")
