"""What the pages of appeals, files of entries and exports say, and what approvers are told."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts import clock
from accounts.models import Approval, Event, WatchEntry
from accounts.models.watch_entry import LIST_NAMES
from accounts.watch.story import EntryRow, entry_rows
from accounts.web import shown
from accounts.web.parts import Fact, Moment
from risk.database.list_file import LISTS
from risk.database.lists import standing_entries
from risk.database.story import clock_day, name_of
from risk.models import ListAppeal, ListExport, ListImport


@dataclass(frozen=True)
class OwnRow:
    """One objection as the customer reads it: nothing of what a list says."""

    number: str
    asked_on: str
    answer_by: str
    state: Promise | str
    is_open: bool


def own_rows(appeals: Iterable[ListAppeal]) -> list[OwnRow]:
    """Return a customer's own objections. An accepted one is open to them until the second person has agreed."""
    rows = []
    for one in appeals:
        waits = one.status == ListAppeal.Status.OPEN
        waits |= one.status == ListAppeal.Status.ACCEPTED and not _has_ended(one)
        rows.append(
            OwnRow(
                one.number,
                clock_day(one.asked_at),
                one.answer_by_on.isoformat(),
                _("being looked at") if waits else _("looked at; what was wrong has been corrected"),
                waits,
            )
        )
    return rows


def _has_ended(appeal: ListAppeal) -> bool:
    return appeal.entry is not None and appeal.entry.status != WatchEntry.Status.IN_FORCE


def appeal_facts(appeal: ListAppeal) -> list[Fact]:
    """Return who asks what, by when, and what came of it."""
    facts = [
        Fact(
            _("Who asks"),
            name_of(appeal.customer) or "—",
            hint=appeal.customer.number if appeal.customer else "",
        ),
        Fact(_("How"), appeal.get_way_display(), hint=clock_day(appeal.asked_at)),
        Fact(_("What they say"), appeal.words),
        Fact(_("Answer by"), appeal.answer_by_on.isoformat()),
        Fact(_("Entry"), appeal.entry.number if appeal.entry else _("not tied yet")),
    ]
    if appeal.entry is not None:
        facts.append(Fact(_("Entry proposed by"), appeal.entry.proposed_by.name))
    if appeal.way == ListAppeal.Way.COLLEAGUE:
        facts.append(Fact(_("Taken down by"), appeal.recorded_by.name))
    if appeal.decided_by is not None and appeal.decided_at is not None:
        facts.append(Fact(_("Decided by"), appeal.decided_by.name, hint=clock_day(appeal.decided_at)))
        facts.append(Fact(_("Why"), appeal.reason))
    return facts


def entries_about(appeal: ListAppeal) -> list[EntryRow]:
    """Return the entries in force that name who asks, and the one it is tied to."""
    found = standing_entries(appeal.customer, clock.today()) if appeal.customer is not None else []
    if appeal.entry is not None and appeal.entry not in found:
        found.append(appeal.entry)
    return entry_rows(found)


def moments_of(subject_type: str, pk: int) -> list[Moment]:
    """Return what happened to an appeal or a file of entries."""
    return shown.event_moments(
        Event.objects.select_related("actor").filter(Q(subject_type=subject_type, subject_id=pk))
    )


def import_facts(row: ListImport) -> list[Fact]:
    """Return what a file of entries holds."""
    return [
        Fact(_("Source"), row.source),
        Fact(_("Lines"), row.lines, is_figure=True),
        Fact(_("On the black list"), row.black_count, is_figure=True),
        Fact(_("On the grey list"), row.grey_count, is_figure=True),
        Fact(_("File (SHA-256)"), row.file_hash),
        Fact(_("Sent in by"), row.uploaded_by.name, hint=clock_day(row.uploaded_at)),
        Fact(_("Approval"), row.approval_number),
    ]


def column_facts() -> list[Fact]:
    """Return what each column of a file may hold."""
    kinds = ", ".join(f"{code} ({label})" for code, label in WatchEntry.Kind.choices)
    categories = ", ".join(f"{code} ({label})" for code, label in WatchEntry.Category.choices)
    lists = ", ".join(f"{code} ({LIST_NAMES[severity]})" for code, severity in LISTS.items())
    return [
        Fact("kind", kinds),
        Fact("value", _("whole, as on the paper; of a name the Chinese characters")),
        Fact("birth_on", _("with a name alone: 1990-01-01")),
        Fact("list", lists),
        Fact("category", categories),
        Fact("evidence", _("what speaks for it")),
        Fact("expires_on", _("the last day; empty: until it is ended")),
        Fact("review_on", _("the day of the next look; empty: as the rule says")),
    ]


def import_approval_facts(approval: Approval) -> list[Fact]:
    """Tell a checker what the file would put in force."""
    row = ListImport.objects.select_related("uploaded_by").filter(pk=approval.subject_id).first()
    return import_facts(row) if row is not None else [Fact(_("Import"), approval.subject_number)]


def export_approval_facts(approval: Approval) -> list[Fact]:
    """Tell a checker what would leave the house, and for what."""
    row = (
        ListExport.objects.select_related("asked_by", "customer", "dealer")
        .filter(pk=approval.subject_id)
        .first()
    )
    if row is None:
        return [Fact(_("Export"), approval.subject_number)]
    subject = row.customer or row.dealer
    lists = {"stop": _("black list"), "refer": _("grey list")}
    return [
        Fact(_("What leaves the house"), row.get_kind_display()),
        Fact(_("Which"), subject.number if subject else lists.get(row.severity, _("both lists"))),
        Fact(_("Values"), _("in full") if row.is_full else _("with stars")),
        Fact(_("What it is for"), row.reason),
        Fact(_("Asked by"), row.asked_by.name),
    ]
