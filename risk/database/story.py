"""What the pages of the risk database say, made ready for their templates."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import clock
from accounts.models import Dealer, User
from accounts.web.parts import Fact, Moment
from risk.database.exits import is_met, rule_words, watch_facts
from risk.database.lookup import Found, Thing
from risk.database.timeline import FileSubject
from risk.domain.watching import WatchFacts
from risk.models import RiskWatch

EVENT_WORDS: dict[str, Promise] = {
    "risk_watch.open": gettext_lazy("Under watch"),
    "risk_watch.reviewed": gettext_lazy("Watch reviewed"),
    "risk_watch.handed_over": gettext_lazy("Watch given to another owner"),
    "risk_watch.exit_proposed": gettext_lazy("Exit proposed: the rule is met"),
    "risk_watch.ended": gettext_lazy("Watch ended"),
    "file_note.written": gettext_lazy("Note written"),
    "file_note.struck": gettext_lazy("Note struck out"),
    "database.looked_up": gettext_lazy("Identifier looked up"),
    "dealer.file_opened": gettext_lazy("File opened"),
    "watch_appeal.open": gettext_lazy("Appeal against a list"),
    "watch_appeal.linked": gettext_lazy("Appeal tied to an entry"),
    "watch_appeal.accepted": gettext_lazy("Appeal accepted"),
    "watch_appeal.rejected": gettext_lazy("Appeal not accepted"),
    "watch_import.planned": gettext_lazy("File of entries sent in"),
    "watch_import.done": gettext_lazy("Entries of a file put in force"),
    "watch_import.dropped": gettext_lazy("Entries of a file not put in force"),
    "watch_export.planned": gettext_lazy("Export asked for"),
    "watch_export.ready": gettext_lazy("Export approved"),
    "watch_export.taken": gettext_lazy("Export fetched"),
    "watch_export.dropped": gettext_lazy("Export not approved or not fetched"),
}


@dataclass(frozen=True)
class FoundRow:
    """One line of what a search found: what it is, whom it names, the file to open."""

    what: Promise | str
    number: str
    name: str
    url: str


def title_of(subject: FileSubject) -> str:
    """Return what the head of a file is called."""
    return _("Standing of the dealer") if subject.dealer is not None else _("Standing of the customer")


def file_url_of(subject: FileSubject) -> str:
    """Return the page of a file."""
    route = "risk_dealer_file" if subject.dealer is not None else "risk_customer_file"
    return reverse(route, args=[subject.number])


def name_of(customer: User | None = None, dealer: Dealer | None = None) -> str:
    """Return a masked name, or a dealer's public one."""
    if dealer is not None:
        return dealer.name
    if customer is None:
        return ""
    return customer.person.masked_name if customer.person is not None else customer.number


def subject_facts(subject: FileSubject) -> list[Fact]:
    """Return who the file is about."""
    if subject.dealer is not None:
        dealer = subject.dealer
        organisation = dealer.organisation
        return [
            Fact(_("Dealer"), dealer.name, hint=dealer.number),
            Fact(_("Unified social credit code"), organisation.uscc if organisation else "—"),
            Fact(
                _("Legal representative"),
                organisation.legal_person.masked_name if organisation and organisation.legal_person else "—",
            ),
        ]
    customer = subject.of_customer
    person = customer.person
    return [
        Fact(_("Customer"), name_of(customer), hint=customer.number),
        Fact(_("Identity number"), person.masked_identity_number if person else "—"),
        Fact(_("Customer since"), clock_day(customer.joined_at)),
    ]


def clock_day(at: dt.datetime) -> str:
    """Return the day of an instant in Shanghai."""
    return at.astimezone(clock.SHANGHAI).date().isoformat()


def found_rows(found: Found) -> list[FoundRow]:
    """Return the lines of what a search found, people first; entries have a table of their own."""
    people = [
        FoundRow(_("Customer"), one.number, name_of(one), file_url_of(FileSubject(customer=one)))
        for one in found.people
    ]
    contacts = [
        FoundRow(
            _("Customer who gave the number as a contact"),
            one.number,
            name_of(one),
            file_url_of(FileSubject(customer=one)),
        )
        for one in found.contacts
    ]
    dealers = [
        FoundRow(_("Dealer"), one.number, one.name, file_url_of(FileSubject(dealer=one)))
        for one in found.dealers
    ]
    return [*people, *contacts, *dealers, *(row for thing in found.things for row in _thing_rows(thing))]


THINGS: dict[str, Promise] = {
    "application": gettext_lazy("Application"),
    "loan": gettext_lazy("Loan"),
    "creditcase": gettext_lazy("Credit case"),
    "collectioncase": gettext_lazy("Collection case"),
    "goodsorder": gettext_lazy("Goods order"),
    "riskwatch": gettext_lazy("Watch of risk"),
}


def _thing_rows(thing: Thing) -> list[FoundRow]:
    what = THINGS[thing.subject_type]
    rows = []
    if thing.customer is not None:
        url = file_url_of(FileSubject(customer=thing.customer))
        rows.append(FoundRow(what, thing.number, name_of(thing.customer), url))
    if thing.dealer is not None:
        url = file_url_of(FileSubject(dealer=thing.dealer))
        rows.append(FoundRow(what, thing.number, thing.dealer.name, url))
    return rows


def before_url(before: dt.datetime | None, kind: str) -> str:
    """Return the address of the older page, empty on the last."""
    if before is None:
        return ""
    kept = {"kind": kind} if kind else {}
    return "?" + urlencode({**kept, "before": before.isoformat()})


def read_before(text: str) -> dt.datetime | None:
    """Return the instant of an address; what cannot be read is the newest page."""
    try:
        at = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo is not None else None


@dataclass(frozen=True)
class WatchRow:
    """One watch with its exit rule in words."""

    watch: RiskWatch
    name: str
    number: str
    rule: str
    url: str
    is_late: bool


def watch_rows(watches: Iterable[RiskWatch]) -> list[WatchRow]:
    """Return the lines of the watch-list."""
    today = clock.today()
    return [
        WatchRow(
            watch,
            name_of(watch.customer, watch.dealer),
            watched_number(watch),
            rule_words(watch),
            reverse("risk_watch", args=[watch.number]),
            watch.is_live and watch.review_on < today,
        )
        for watch in watches
    ]


def watched_number(watch: RiskWatch) -> str:
    """Return the number of what is under watch."""
    subject = watch.loan or watch.dealer or watch.customer
    return subject.number if subject is not None else ""


def subject_of(watch: RiskWatch) -> FileSubject:
    """Return whose file a watch stands in."""
    return FileSubject(dealer=watch.dealer) if watch.dealer else FileSubject(customer=watch.customer)


def watch_facts_lines(watch: RiskWatch) -> list[Fact]:
    """Return what a watch is about and what ends it."""
    facts = [
        Fact(_("Under watch"), name_of(watch.customer, watch.dealer), hint=watched_number(watch)),
        Fact(_("Trigger"), watch.get_trigger_display(), hint=watch.source_number),
        Fact(_("Why"), watch.words),
        Fact(_("Owner"), watch.owner.name),
        Fact(_("Placed by"), watch.placed_by.name, hint=watch.placed_on.isoformat()),
        Fact(_("Review on"), watch.review_on.isoformat() if watch.is_live else "—"),
        Fact(_("Ends when"), rule_words(watch)),
    ]
    if watch.ended_by is not None and watch.ended_at is not None:
        early = _("before the rule was met") if watch.is_early else _("the rule was met")
        facts.append(Fact(_("Ended by"), watch.ended_by.name, hint=f"{clock_day(watch.ended_at)} · {early}"))
        facts.append(Fact(_("Because"), watch.end_words))
    return facts


@dataclass(frozen=True)
class ExitStand:
    """How far the exit rule is met today."""

    is_met: bool
    facts: list[Fact]


def exit_stand(watch: RiskWatch) -> ExitStand:
    """Return what the rule counts today."""
    counted = watch_facts(watch, clock.today())
    return ExitStand(is_met(watch, counted), _counted(counted))


def _counted(counted: WatchFacts) -> list[Fact]:
    return [
        Fact(_("Days past due"), counted.days_past_due, is_figure=True),
        Fact(_("Owes something"), _("yes") if counted.owes else _("no")),
        Fact(_("Instalments on time in a row"), counted.on_time_in_a_row, is_figure=True),
        Fact(_("Reviews in a row that found nothing"), counted.clear_reviews_in_a_row, is_figure=True),
    ]


def review_moments(watch: RiskWatch) -> list[Moment]:
    """Return the reviews of a watch, newest first."""
    rows = watch.reviews.select_related("reviewed_by").order_by("-pk")
    return [
        Moment(
            title=row.get_found_display(),
            at=row.reviewed_at.astimezone(clock.SHANGHAI),
            sentence=_("%(words)s — next look on %(day)s")
            % {"words": row.words, "day": row.next_on.isoformat()},
            who=row.reviewed_by.name,
            icon="calendar-check",
            tone="good" if row.found == row.Found.NOTHING else "attention",
        )
        for row in rows
    ]
