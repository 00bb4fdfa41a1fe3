"""The watch-list in the office: the list, an entry, and what risk does on it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import PersonRequest, staff
from accounts.errors import Refused
from accounts.forms.watch import (
    WatchEndForm,
    WatchEntryForm,
    WatchFilterForm,
    WatchKeepForm,
    WatchSearchForm,
    WatchSeeForm,
)
from accounts.models import User, WatchEntry
from accounts.services.keep_watch_entry import keep_watch_entry
from accounts.services.look_up_watch_value import look_up_watch_value
from accounts.services.propose_watch_end import propose_watch_end
from accounts.services.propose_watch_entry import propose_watch_entry
from accounts.services.see_watch_value import see_watch_value
from accounts.watch import queries, story
from accounts.watch.payloads import PROPOSE
from accounts.watch.policies import access_watch_entry
from accounts.web import shown
from accounts.web.paging import page_by_key


@staff("accounts.see_watch_list")
@require_http_methods(["GET", "POST"])
@never_cache
def watch_list(request: PersonRequest) -> HttpResponse:
    """List entries by state, kind, category and severity, or find one by its whole value, which is posted."""
    user = request.user
    search = WatchSearchForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"search": search, "may_propose": user.has_right(PROPOSE)}
    if search.is_valid():
        found = look_up_watch_value(text=search.cleaned_data["q"], actor=user)
        return render(
            request,
            "accounts/office/watch_list.html",
            {**context, "rows": story.entry_rows(found), "is_search": True},
        )
    form = WatchFilterForm(request.GET)
    is_due = request.GET.get("view") == "due"
    filters = form.filters()
    page = page_by_key(queries.watch_entries(**filters, is_due=is_due), request)
    context |= {
        "form": form,
        "is_filtered": bool(filters),
        "page": page,
        "rows": story.entry_rows(page.rows),
        "is_due": is_due,
    }
    return render(request, "accounts/office/watch_list.html", context)


@staff("accounts.propose_watch_entries")
@require_http_methods(["GET", "POST"])
def propose(request: PersonRequest) -> HttpResponse:
    """Propose an entry."""
    posted = request.method == "POST"
    form = WatchEntryForm(request.POST if posted else None, request.FILES if posted else None)
    if form.is_valid():
        try:
            entry = propose_watch_entry(
                wish=form.wish, actor=request.user, paper=form.cleaned_data["paper"] or None
            )
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("Another person has to approve the entry now."))
            return redirect("watch_entry", number=entry.number)
    return render(request, "accounts/office/watch_new.html", {"form": form})


@staff("accounts.see_watch_list")
@require_GET
def entry(request: PersonRequest, number: str) -> HttpResponse:
    """Show an entry with what the person may do on it."""
    return _show(request, access_watch_entry(request.user, number))


@staff("accounts.propose_watch_entries")
@require_POST
def end(request: PersonRequest, number: str) -> HttpResponse:
    """Ask for the end of an entry."""
    form = WatchEndForm(request.POST, prefix="end")
    return _act(
        request,
        number,
        "end",
        form,
        lambda found, actor: propose_watch_end(entry=found, reason=form.cleaned_data["reason"], actor=actor),
        _("Another person has to approve the end now."),
    )


@staff("accounts.propose_watch_entries")
@require_POST
def keep(request: PersonRequest, number: str) -> HttpResponse:
    """Keep an entry after looking again."""
    form = WatchKeepForm(request.POST, prefix="keep")
    return _act(
        request,
        number,
        "keep",
        form,
        lambda found, actor: keep_watch_entry(
            entry=found, review_on=form.cleaned_data["review_on"], actor=actor
        ),
        _("Kept; it comes back on the day."),
    )


@staff("accounts.see_watch_list")
@require_POST
@never_cache
def see(request: PersonRequest, number: str) -> HttpResponse:
    """Show the value in full, once; the look is recorded."""
    actor = request.user
    found = access_watch_entry(actor, number)
    form = WatchSeeForm(request.POST, prefix="see")
    if not form.is_valid():
        return _show(request, found, {"see": form})
    value = see_watch_value(entry=found, reason=form.cleaned_data["reason"], actor=actor)
    return _show(request, found, value=value)


def _act(
    request: PersonRequest,
    number: str,
    name: str,
    form: Any,
    act: Callable[[WatchEntry, User], Any],
    done: str,
) -> HttpResponse:
    """Do one thing on the entry's page; show the page again with the form where it was refused."""
    actor = request.user
    found = access_watch_entry(actor, number)
    if form.is_valid():
        try:
            act(found, actor)
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, done)
            return redirect("watch_entry", number=number)
    return _show(request, found, {name: form})


def _show(
    request: PersonRequest, found: WatchEntry, sent: dict[str, Any] | None = None, value: str = ""
) -> HttpResponse:
    given = sent or {}
    pending = queries.pending_of(found)
    is_open = found.status == WatchEntry.Status.IN_FORCE
    may_propose = is_open and request.user.has_right(PROPOSE)
    context = {
        "entry": found,
        "facts": story.entry_facts(found),
        "value": value,
        "hits": queries.hits_of(found),
        "pending": pending,
        "moments": shown.event_moments(queries.events_of_entry(found)),
        "see_form": given.get("see") or WatchSeeForm(prefix="see"),
        "keep_form": (given.get("keep") or WatchKeepForm(prefix="keep")) if may_propose else None,
        "end_form": (given.get("end") or WatchEndForm(prefix="end")) if may_propose and not pending else None,
    }
    return render(request, "accounts/office/watch_entry.html", context, status=422 if sent else 200)
