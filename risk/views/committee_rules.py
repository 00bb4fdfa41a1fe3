"""The credit committee's constitution and its record."""

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import clock
from accounts.access import PersonRequest, staff
from accounts.errors import Refused
from accounts.roles import ROLE_NAMES
from risk.committee import story
from risk.committee.constitution import constitution_in_force, titles_of
from risk.committee.reading import KEEP
from risk.committee.statistics import committee_record
from risk.forms.committee import ConstitutionForm, SeatForms
from risk.models import CommitteeConstitution
from risk.services.propose_constitution import propose_constitution

RECORD_DAYS = 365


@staff("risk.see_committee")
@require_GET
def constitution(request: PersonRequest) -> HttpResponse:
    """Show the rules in force, the version that waits, and those of before."""
    found = constitution_in_force()
    rules, titles = found.rules, titles_of(found.rules)
    versions = CommitteeConstitution.objects.select_related("proposed_by").order_by("-version")
    context = {
        "found": found,
        "facts": story.rule_facts(rules),
        "seats": [(titles[seat.code], seat, ROLE_NAMES.get(seat.deputy_role, "—")) for seat in rules.seats],
        "versions": list(versions[:20]),
        "may_propose": request.user.has_right(KEEP),
    }
    return render(request, "risk/office/committee_constitution.html", context)


@staff("risk.keep_committee")
@require_http_methods(["GET", "POST"])
def propose(request: PersonRequest) -> HttpResponse:
    """Propose other rules."""
    rules = constitution_in_force().rules
    seats = [
        {
            "role": seat.role,
            "deputy_role": seat.deputy_role,
            "presides": str(seat.presides),
            "is_required": seat.is_required,
            "has_veto": seat.has_veto,
        }
        for seat in rules.seats
    ]
    data = request.POST if request.method == "POST" else None
    form = ConstitutionForm(data, initial=ConstitutionForm.shown(rules))
    seat_forms = SeatForms(data, prefix="seats", initial=seats)
    if data is not None and form.is_valid() and seat_forms.is_valid():
        try:
            propose_constitution(
                rules=form.rules(seat_forms.cleaned_data),
                reason=form.cleaned_data["reason"],
                actor=request.user,
            )
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("Another person has to approve the rules now."))
            return redirect("committee_constitution")
    return render(
        request,
        "risk/office/committee_propose.html",
        {"form": form, "seat_forms": seat_forms},
        status=422 if data is not None else 200,
    )


@staff("risk.see_committee")
@require_GET
def statistics(request: PersonRequest) -> HttpResponse:
    """Show the record of the last year, or of another span."""
    until_on = _day(request.GET.get("until", ""), clock.today())
    from_on = _day(request.GET.get("from", ""), until_on - dt.timedelta(days=RECORD_DAYS))
    record = committee_record(min(from_on, until_on), until_on)
    context = {
        "record": record,
        "from_on": from_on,
        "until_on": until_on,
        "figures": story.record_figures(record),
        "outcomes": story.record_facts(record),
    }
    return render(request, "risk/office/committee_statistics.html", context)


def _day(text: str, otherwise: dt.date) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return otherwise
