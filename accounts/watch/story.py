"""What the pages of the watch-list say, made ready for their templates."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import clock
from accounts.models import Approval, WatchEntry
from accounts.watch.values import masked_value
from accounts.web.parts import Fact

# What happens to entries and at whom they are found, in words.
EVENT_WORDS: dict[str, Promise] = {
    "watch_entry.proposed": gettext_lazy("Entry proposed"),
    "watch_entry.in_force": gettext_lazy("Entry put in force"),
    "watch_entry.dropped": gettext_lazy("Entry not put in force"),
    "watch_entry.ended": gettext_lazy("Entry ended"),
    "watch_entry.expired": gettext_lazy("Entry ran out"),
    "watch_entry.kept": gettext_lazy("Looked at again and kept"),
    "watch_entry.seen": gettext_lazy("Value seen in full"),
    "watch_entry.searched": gettext_lazy("Value looked up"),
    "watch_hit.open": gettext_lazy("Found at a customer"),
    "watch_hit.cleared": gettext_lazy("Customer cleared"),
    "watch_hit.confirmed": gettext_lazy("Customer confirmed"),
}


@dataclass(frozen=True)
class EntryRow:
    """One line of the list."""

    entry: WatchEntry
    value: str
    is_due: bool


def entry_rows(entries: Iterable[WatchEntry]) -> list[EntryRow]:
    """Return the lines of a list, the values with stars."""
    today = clock.today()
    return [
        EntryRow(
            entry,
            masked_value(entry),
            entry.status == WatchEntry.Status.IN_FORCE and entry.review_on <= today,
        )
        for entry in entries
    ]


def entry_facts(entry: WatchEntry) -> list[Fact]:
    """Return everything an entry says, its value with stars."""
    return [
        Fact(entry.get_kind_display(), masked_value(entry)),
        Fact(_("Category"), entry.get_category_display()),
        Fact(_("List"), entry.list_name),
        Fact(_("What a hit does"), severity_words(entry.severity)),
        Fact(_("Source"), entry.source),
        Fact(_("Evidence"), entry.evidence),
        Fact(_("Proposed by"), entry.proposed_by.name, hint=_instant(entry.proposed_at)),
        Fact(_("In force since"), _instant(entry.in_force_at)),
        Fact(_("Counts until"), entry.expires_on.isoformat() if entry.expires_on else _("until it is ended")),
        Fact(_("Look again on"), entry.review_on.isoformat()),
    ]


def severity_words(severity: str) -> str:
    """Return what a hit of this severity does."""
    if severity == WatchEntry.Severity.STOP:
        return _(
            "Stops: the person is held, and only the end of the entry or another person's name lets them pass"
        )
    return _("Refers: a colleague looks, two may let the person pass")


def approval_facts(approval: Approval) -> list[Fact]:
    """Tell a checker which entry would come into force or end."""
    entry = WatchEntry.objects.select_related("proposed_by").filter(pk=approval.subject_id).first()
    if entry is None:
        return [Fact(_("Entry"), approval.subject_number)]
    return [Fact(_("Entry"), entry.number), *entry_facts(entry)]


def _instant(at: object) -> str:
    return f"{at.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}" if hasattr(at, "astimezone") else "—"
