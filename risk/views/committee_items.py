"""One item before the credit committee: declare an interest, read the pack, vote, count, break a tie."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.access import PersonRequest, staff
from accounts.approvals import is_same_person
from accounts.errors import Refused
from accounts.web.attempt import attempt
from accounts.web.confirm_self import confirms_self
from risk.cases.grading import card_grade, card_words
from risk.cases.parts import shown_parts
from risk.committee import policies, story
from risk.committee.bench import Bench
from risk.committee.reading import KEEP, may_read_pack, may_read_votes
from risk.forms.committee import CastingForm, DeclarationForm, DiscussionForm, VoteForm
from risk.models import AgendaItem, CommitteeMeeting, CreditCase
from risk.policies import may_open_case
from risk.services.break_tie import break_tie
from risk.services.cast_vote import cast_vote
from risk.services.close_vote import close_vote
from risk.services.declare_interest import declare_interest
from risk.services.name_borrower import name_borrower
from risk.services.note_discussion import note_discussion
from risk.services.open_pack import open_pack
from risk.services.open_vote import open_vote
from risk.services.put_back_item import put_back_item

Status = AgendaItem.Status


@staff("risk.see_committee")
@never_cache
@require_GET
def item(request: PersonRequest, number: str) -> HttpResponse:
    """Show an item as far as its reader may see it."""
    found, bench = policies.access_item(request.user, number)
    return _show(request, found, bench)


@staff("risk.sit_on_committee")
@require_POST
def declare(request: PersonRequest, number: str) -> HttpResponse:
    """Take a declaration of interest; whoever declares one leaves the item by it."""
    found, bench = policies.access_item(request.user, number)
    form = DeclarationForm(request.POST, prefix="declare")
    if form.is_valid():
        try:
            said = declare_interest(item=found, member=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            if said.is_recused:
                messages.success(request, _("You are recused: this item is closed to you."))
                return redirect("committee_meeting", number=found.meeting.number)
            messages.success(request, _("Thank you. The pack is open to you."))
            return redirect("committee_item", number=number)
    return _show(request, found, bench, {"declaration_form": form})


@staff("risk.sit_on_committee")
@confirms_self("privacy")
@require_POST
@never_cache
def name(request: PersonRequest, number: str) -> HttpResponse:
    """Show the borrower's name in full, once, to who has to declare."""
    found, bench = policies.access_item(request.user, number)
    try:
        shown = name_borrower(item=found, member=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return redirect("committee_item", number=number)
    return _show(request, found, bench, borrower_name=shown.value)


@staff("risk.sit_on_committee")
@confirms_self("decision")
@require_POST
def vote(request: PersonRequest, number: str) -> HttpResponse:
    """Take a vote and put it under seal."""
    found, bench = policies.access_item(request.user, number)
    form = VoteForm(request.POST, prefix="vote", item=found, has_veto=_has_veto(request, bench))
    return _act(
        request,
        found,
        bench,
        {"vote_form": form},
        lambda: cast_vote(item=found, member=request.user, wish=form.wish, key=form.key),
        _("Your vote is under seal. It is final, and nobody sees it before the count."),
    )


@staff("risk.chair_committee")
@require_POST
def open_votes(request: PersonRequest, number: str) -> HttpResponse:
    """Open the vote."""
    found, bench = policies.access_item(request.user, number)
    return _act(
        request,
        found,
        bench,
        {},
        lambda: open_vote(item=found, actor=request.user),
        _("Those present may vote now."),
    )


@staff("risk.chair_committee")
@confirms_self("decision")
@require_POST
def count(request: PersonRequest, number: str) -> HttpResponse:
    """Close the vote and count."""
    found, bench = policies.access_item(request.user, number)
    return _act(
        request,
        found,
        bench,
        {},
        lambda: close_vote(item=found, actor=request.user),
        _("The votes are counted."),
    )


@staff("risk.chair_committee")
@confirms_self("decision")
@require_POST
def cast(request: PersonRequest, number: str) -> HttpResponse:
    """Break a tie."""
    found, bench = policies.access_item(request.user, number)
    form = CastingForm(request.POST, prefix="casting")
    return _act(
        request,
        found,
        bench,
        {"casting_form": form},
        lambda: break_tie(item=found, actor=request.user, wish=form.wish),
        _("The casting vote decides."),
    )


@staff("risk.see_committee")
@require_POST
def put_back(request: PersonRequest, number: str) -> HttpResponse:
    """Put the item off: the secretary before the opening, in session who presides."""
    found, bench = policies.access_item(request.user, number)
    return _act(
        request,
        found,
        bench,
        {},
        lambda: put_back_item(item=found, actor=request.user, is_secretary=request.user.has_right(KEEP)),
        _("The item comes before the next meeting."),
    )


@staff("risk.keep_committee")
@require_POST
def note(request: PersonRequest, number: str) -> HttpResponse:
    """Take the secretary's note."""
    found, bench = policies.access_item(request.user, number)
    form = DiscussionForm(request.POST, prefix="note")
    return _act(
        request,
        found,
        bench,
        {"note_form": form},
        lambda: note_discussion(item=found, words=form.cleaned_data["words"], actor=request.user),
        _("The note stands in the minutes."),
    )


def _act(
    request: PersonRequest,
    found: AgendaItem,
    bench: Bench,
    forms: dict[str, Any],
    act: Callable[[], Any],
    done: str,
) -> HttpResponse:
    """Do one thing on an item's page; show the page again with the form, or the refusal, where it was refused."""
    form = next(iter(forms.values()), None)
    if attempt(request, form, act, done, aside=("already_decided", "over_limit")):
        return redirect("committee_item", number=found.number)
    return _show(request, found, bench, forms)


def _has_veto(request: PersonRequest, bench: Bench) -> bool:
    seat = bench.seat_of(request.user)
    return seat is not None and bench.rules.seat(seat.code).has_veto


def _show(
    request: PersonRequest,
    found: AgendaItem,
    bench: Bench,
    forms: dict[str, Any] | None = None,
    *,
    borrower_name: str = "",
) -> HttpResponse:
    user, given, meeting = request.user, forms or {}, found.meeting
    seat, presiding = bench.seat_of(user), bench.presiding_seat
    is_on = meeting.status in (CommitteeMeeting.Status.CALLED, CommitteeMeeting.Status.OPEN)
    has_declared = seat is not None and seat.code in bench.declared
    is_votable = found.status == Status.VOTING and seat is not None and seat.is_present and has_declared
    presides = presiding is not None and is_same_person(presiding.member, user)
    in_session = meeting.status == CommitteeMeeting.Status.OPEN
    may_keep = user.has_right(KEEP)
    reads_pack = may_read_pack(user, found, bench)
    pack = open_pack(item=found, reader=user) if reads_pack else None
    sees_votes = may_read_votes(user, found, bench)
    context = {
        "item": found,
        "name": borrower_name,
        "meeting": meeting,
        "proposal": story.proposal_facts(found),
        "grade_words": card_words(found.case, found.grade) if reads_pack else "",
        "is_against_card": card_grade(found.case) not in ("", found.grade),
        "may_open_case": may_open_case(user, found.case),
        "pack": pack,
        "pack_facts": story.pack_facts(pack) if pack is not None else [],
        "parts": shown_parts(CreditCase(facts=pack.content["facts"])) if pack is not None else [],
        "votes": story.shown_votes(found, bench) if sees_votes else [],
        "result": story.result_facts(found, bench) if sees_votes else [],
        "voters": [(one, bench.titles[one.code], one.code in bench.voted) for one in bench.seats],
        "recused": [bench.titles[one.code] for one in bench.seats if one.code in bench.recused],
        "undeclared": [bench.titles[code] for code in bench.undeclared],
        "gap_words": bench.gap_words() if in_session else "",
        "borrower": found.case.application.borrower,
        "has_voted": seat is not None and seat.code in bench.voted,
        "must_declare": seat is not None and not has_declared and is_on,
        "declaration_form": given.get("declaration_form") or DeclarationForm(prefix="declare")
        if seat is not None
        and is_on
        and found.status in (Status.LISTED, Status.VOTING)
        and seat.code not in bench.voted
        else None,
        "has_declared": has_declared,
        "vote_form": given.get("vote_form")
        or VoteForm(prefix="vote", item=found, has_veto=_has_veto(request, bench))
        if is_votable and seat is not None and seat.code not in bench.voted
        else None,
        "may_open": presides and in_session and found.status == Status.LISTED,
        "may_count": presides and in_session and found.status == Status.VOTING,
        "all_voted": not bench.missing_votes,
        "casting_form": given.get("casting_form") or CastingForm(prefix="casting")
        if presides and in_session and found.status == Status.TIED
        else None,
        "may_put_back": found.status in AgendaItem.LIVE
        and ((presides and in_session) or (may_keep and meeting.status in CommitteeMeeting.AHEAD)),
        "note_form": given.get("note_form")
        or DiscussionForm(prefix="note", initial={"words": found.discussion})
        if may_keep and meeting.status in ("open", "closed")
        else None,
    }
    return render(request, "risk/office/committee_item.html", context, status=422 if given else 200)
