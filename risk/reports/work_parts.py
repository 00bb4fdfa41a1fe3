"""What a report says of the month's work: screening and decisions, the committee, collections, inspections, events."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts import clock
from accounts.language import in_language
from accounts.web.formats import number, percent, yuan
from accounts.web.tables.sheets import NUMBER, PERCENT, TEXT, YUAN, Head, Line, Sheet
from risk.cases.statistics import Decided, decided_between
from risk.collections.results import MonthResults, month_results
from risk.committee.statistics import Record, committee_record
from risk.domain.shares import share_ppm
from risk.limits.story import LimitRow, limit_rows
from risk.models import InspectionFinding, OperationalEvent
from risk.reports.parts import Chart, Month, Series, Told
from risk.reports.words import moved_share
from risk.screening.queries import Statistics, statistics
from risk.screening.rule_sets import champion_on

MOST_RUNS = 20_000
MOST_RULES = 10


def instants_of(first_on: dt.date, last_on: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """Return the instants with which a span of days begins and ends, the second one not with it."""
    begins = dt.datetime.combine(first_on, dt.time(), clock.SHANGHAI)
    return begins, dt.datetime.combine(last_on + dt.timedelta(days=1), dt.time(), clock.SHANGHAI)


@dataclass(frozen=True)
class Screened:
    """The month's screening and decisions, and the decisions of the month before."""

    runs: Statistics
    rules: list[dict[str, Any]]
    decided: Decided
    before: Decided


def read_screening(month: Month) -> Screened | None:
    """Return what was screened and decided in the month."""
    before_on = month.first_on - dt.timedelta(days=1)
    decided, before = (
        decided_between(*instants_of(first_on, last_on))
        for first_on, last_on in ((month.first_on, month.last_on), (before_on.replace(day=1), before_on))
    )
    runs = statistics(month.first_on, month.last_on, MOST_RUNS)
    if not runs.tried and not decided.whole:
        return None
    return Screened(runs, list(champion_on(month.last_on).rules), decided, before)


def tell_screening(found: Screened) -> Told:
    """Say how many were approved and declined, against whose judgment, and by which rules."""
    decided, runs = found.decided, found.runs
    sentences = [
        _(
            "Applications screened: %(tried)s. Passed: %(passed)s, referred: %(referred)s, refused: %(refused)s."
        )
        % {
            "tried": number(runs.tried),
            "passed": number(runs.outcomes["pass"]),
            "referred": number(runs.outcomes["refer"]),
            "refused": number(runs.outcomes["refuse"]),
        },
        moved_share(
            _("The approval rate"),
            found.before.approval_ppm if found.before.whole else None,
            decided.approval_ppm,
        ),
        _("Judgments against the card: %(count)s, of them %(low)s better and %(high)s worse than it said.")
        % {
            "count": number(decided.overrides_low + decided.overrides_high),
            "low": number(decided.overrides_low),
            "high": number(decided.overrides_high),
        },
    ]
    names = {one["code"]: in_language(one["name_en"], one["name_zh"]) for one in found.rules}
    hits = sorted(runs.rules.items(), key=lambda one: (-one[1].refused, -one[1].referred, one[0]))
    lines = [
        Line([names.get(code, code), one.asked, one.referred, one.refused])
        for code, one in hits[:MOST_RULES]
        if one.referred or one.refused
    ]
    heads = [
        Head(_("Rule"), TEXT),
        Head(_("Asked"), NUMBER),
        Head(pgettext("screening", "Referred"), NUMBER),
        Head(pgettext("screening", "Refused"), NUMBER),
    ]
    return Told(
        sentences,
        (),
        [_decided_sheet(decided), Sheet("rules", _("Which rules referred and refused?"), heads, lines)],
        key={"approval_ppm": decided.approval_ppm, "decided": decided.whole},
    )


def _decided_sheet(decided: Decided) -> Sheet:
    rows = [
        (_("Approved"), decided.approved),
        (_("Declined by people"), decided.declined),
        (_("Declined by rules"), decided.refused_by_rules),
    ]
    lines = [Line([label, count, share_ppm(count, decided.whole)]) for label, count in rows]
    lines.append(
        Line(
            [pgettext("figures", "In all"), decided.whole, share_ppm(decided.whole, decided.whole)],
            is_total=True,
        )
    )
    heads = [Head(_("Decision"), TEXT), Head(_("Applications"), NUMBER), Head(_("Share"), PERCENT)]
    note = _("Returned for papers is no decision; it is left out.")
    return Sheet("decided", _("What was decided?"), heads, lines, note=note)


def read_committee(month: Month) -> Record | None:
    """Return the committee's record of the month, None where nothing came before it."""
    record = committee_record(month.first_on, month.last_on)
    return record if record.decided or record.put_back else None


def tell_committee(record: Record) -> Told:
    """Say how the committee decided."""
    sentence = _(
        "Decided by the credit committee: %(decided)s. Approved: %(approved)s, declined: %(rejected)s, returned:"
        " %(returned)s; put back: %(put_back)s."
    ) % {
        "decided": number(record.decided),
        "approved": number(record.approved),
        "rejected": number(record.rejected),
        "returned": number(record.returned),
        "put_back": number(record.put_back),
    }
    rows = [
        (_("Unanimous"), record.unanimous),
        (_("Decided by the casting vote"), record.casting),
        (_("Vetoed"), record.vetoed),
        (_("Recusals"), record.recusals),
    ]
    heads = [Head(_("Figure"), TEXT), Head(_("Count"), NUMBER)]
    sheet = Sheet("committee", _("How did the committee decide?"), heads, [Line(list(row)) for row in rows])
    return Told([sentence], (), [sheet])


def read_collections(month: Month) -> MonthResults | None:
    """Return what collection achieved in the month."""
    results = month_results(month.first_on, "stage")
    return results if results.whole.cases else None


def tell_collections(results: MonthResults) -> Told:
    """Say what collection achieved, by stage."""
    whole = results.whole
    sentences = [
        _("Collection cases worked on: %(cases)s, cured: %(cured)s, recovered: %(amount)s.")
        % {"cases": number(whole.cases), "cured": number(whole.cured), "amount": yuan(whole.recovered_fen)}
    ]
    if whole.kept_ppm is not None:
        sentences.append(
            _("Promises to pay kept in full: %(kept)s of %(ended)s (%(share)s).")
            % {
                "kept": number(whole.promises_kept),
                "ended": number(whole.promises_ended),
                "share": percent(whole.kept_ppm),
            }
        )
    rows = [*((str(one.name), one.results) for one in results.lines), (pgettext("figures", "In all"), whole)]
    lines = [
        Line(
            [name, one.cases, one.cured, one.contacts, one.connected, one.promises_kept, one.recovered_fen],
            is_total=one is whole,
        )
        for name, one in rows
    ]
    heads = [
        Head(_("Stage"), TEXT),
        *(
            Head(label, NUMBER)
            for label in (
                pgettext("collection", "Cases"),
                _("Cured"),
                _("Contacts"),
                _("Connected"),
                _("Promises kept"),
            )
        ),
        Head(_("Recovered"), YUAN),
    ]
    return Told(sentences, (), [Sheet("collections", _("What did collection achieve?"), heads, lines)])


@dataclass(frozen=True)
class Overseen:
    """What inspections found and what went wrong in the month; amounts in fen."""

    found: int
    open: int
    late: int
    events: list[tuple[str, int, int, int]]


def read_oversight(month: Month) -> Overseen | None:
    """Return the month's findings and operational-risk events by kind."""
    begins, ends = instants_of(month.first_on, month.last_on)
    # A finding counts as open where it was not yet found in order by the month's end.
    is_open = Q(found_at__lt=ends) & (
        Q(rechecked_at=None) | Q(rechecked_at__gte=ends) | ~Q(status="verified")
    )
    counts = InspectionFinding.objects.aggregate(
        found=Count("pk", filter=Q(found_at__gte=begins, found_at__lt=ends)),
        open=Count("pk", filter=is_open),
        late=Count("pk", filter=is_open & Q(due_on__lt=month.last_on)),
    )
    rows = (
        OperationalEvent.objects.filter(happened_on__range=(month.first_on, month.last_on))
        .values("category")
        .annotate(n=Count("pk"), loss=Sum("loss_fen"), back=Sum("recovered_fen"))
    )
    events = [
        (row["category"], row["n"], int(row["loss"]), int(row["back"])) for row in rows.order_by("category")
    ]
    return Overseen(**counts, events=events) if events or any(counts.values()) else None


def tell_oversight(seen: Overseen) -> Told:
    """Say what inspections found, what is still to be mended, and what events cost."""
    loss_fen = sum(one[2] for one in seen.events)
    sentences = [
        _(
            "Findings of inspections in the month: %(found)s; not yet in order at its end: %(open)s, past their day:"
            " %(late)s."
        )
        % {"found": number(seen.found), "open": number(seen.open), "late": number(seen.late)},
        _("Operational-risk events: %(count)s. They cost %(loss)s, of which %(back)s came back.")
        % {
            "count": number(sum(one[1] for one in seen.events)),
            "loss": yuan(loss_fen),
            "back": yuan(sum(one[3] for one in seen.events)),
        },
    ]
    lines = [
        Line([str(OperationalEvent.Category(kind).label), n, loss, back, loss - back])
        for kind, n, loss, back in seen.events
    ]
    heads = [
        Head(_("Kind of event"), TEXT),
        Head(_("Events"), NUMBER),
        Head(_("Loss"), YUAN),
        Head(_("Of it came back"), YUAN),
        Head(_("Net loss"), YUAN),
    ]
    sheets = [Sheet("events", _("What went wrong, and what did it cost?"), heads, lines)] if lines else []
    return Told(sentences, (), sheets)


def read_limits(month: Month) -> list[LimitRow] | None:
    """Return the limits as they are used when the figures are frozen: lending keeps no past use of them."""
    return limit_rows() or None


def tell_limits(rows: list[LimitRow]) -> Told:
    """Say which limits are breached and which are nearly used up."""
    breached = [row for row in rows if row.use.free_fen < 0]
    near = [row for row in rows if row.tone == "attention" and row.use.free_fen >= 0]
    sentences = [
        _(
            "Limits in force when these figures were frozen: %(count)s; breached: %(breached)s, nearly used up:"
            " %(near)s."
        )
        % {"count": number(len(rows)), "breached": number(len(breached)), "near": number(len(near))}
    ]
    worst = Counter({f"{row.limit.get_kind_display()} {row.side}": row.used_ppm for row in rows}).most_common(
        8
    )
    chart = Chart(
        _("Which limits are used most?"),
        "bar",
        [name for name, _ppm in worst],
        [Series(_("Used of it"), [ppm for _name, ppm in worst])],
        "percent",
    )
    lines = [
        Line(
            [
                f"{row.limit.get_kind_display()} · {row.side}",
                row.limit.limit_fen,
                row.use.used_fen,
                row.used_ppm,
                row.state,
            ]
        )
        for row in rows[:20]
    ]
    heads = [
        Head(pgettext("figures", "Limit"), TEXT),
        Head(pgettext("limit", "Most"), YUAN),
        Head(pgettext("limit", "Used"), YUAN),
        Head(_("Used of it"), PERCENT),
        Head(_("State"), TEXT),
    ]
    sheet = Sheet("limits", _("Limits, the most used first"), heads, lines)
    return Told(sentences, [chart], [sheet], key={"breached_limits": len(breached)})
