"""What the committee's pages say, made ready for their templates."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts import clock
from accounts.models import Approval
from accounts.web.formats import number, percent, yuan
from accounts.web.parts import Fact
from risk.committee import words
from risk.committee.bench import Bench
from risk.committee.conditions import condition_words, read_conditions
from risk.committee.constitution import read_rules, titles_of
from risk.committee.outcome import joined
from risk.committee.pack import ReadPack
from risk.committee.statistics import Record
from risk.committee.votes import VoteWish, open_vote_content
from risk.domain.committee import Rules
from risk.domain.committee_record import Share
from risk.models import AgendaItem, CommitteeConstitution, CommitteeMeeting, CreditCase

EVENT_WORDS: dict[str, Promise] = {
    "committee_constitution.proposed": gettext_lazy("New rules of the committee proposed"),
    "committee_meeting.planned": gettext_lazy("Meeting planned"),
    "committee_meeting.called": gettext_lazy("Members called"),
    "committee_meeting.seated": gettext_lazy("Another member seated"),
    "committee_meeting.came": gettext_lazy("Member came"),
    "committee_meeting.left": gettext_lazy("Member left"),
    "committee_meeting.open": gettext_lazy("Meeting opened"),
    "committee_meeting.closed": gettext_lazy("Meeting ended"),
    "committee_meeting.minuted": gettext_lazy("Minutes confirmed and sealed"),
    "committee_meeting.minutes_read": gettext_lazy("Minutes taken out"),
    "agenda_item.listed": gettext_lazy("Case laid before the committee"),
    "agenda_item.declared": gettext_lazy("No interest declared"),
    "agenda_item.recused": gettext_lazy("Member recused"),
    "agenda_item.pack_read": gettext_lazy("Pack opened"),
    "agenda_item.voting": gettext_lazy("Vote opened"),
    "agenda_item.voted": gettext_lazy("Vote put under seal"),
    "agenda_item.cast": gettext_lazy("Casting vote given"),
    "agenda_item.noted": gettext_lazy("Note for the minutes"),
}


@dataclass(frozen=True)
class ShownVote:
    """One opened vote."""

    seat: str
    name: str
    choice: str
    is_veto: bool
    is_dissent: bool
    reasons: str
    words: str
    offer: str
    conditions: Sequence[str]


@dataclass(frozen=True)
class CalendarDay:
    """One day of the month's sheet."""

    on: dt.date
    is_of_month: bool
    is_today: bool
    meetings: Sequence[CommitteeMeeting]


def rule_facts(rules: Rules) -> list[Fact]:
    """Return a constitution's numbers."""
    return [
        Fact(
            _("Quorum"),
            _("%(quorum)s of %(seats)s seats") % {"quorum": rules.quorum, "seats": len(rules.seats)},
            hint=_("A recusal makes it no smaller."),
        ),
        Fact(
            _("An approval takes"), words.majority_words(rules), hint=_("Abstainers are counted among them.")
        ),
        Fact(
            _("On a tie"),
            _("the casting vote of who presides") if rules.is_simple else _("no decision"),
        ),
        Fact(_("Notice"), _("%(hours)s hours") % {"hours": rules.notice_hours}),
        Fact(
            _("In writing at most"),
            _("%(hours)s hours") % {"hours": rules.virtual_hours},
            hint=_("What is not decided by then comes before the next meeting."),
        ),
    ]


def approval_facts(approval: Approval) -> list[Fact]:
    """Tell a checker which rules would come into force."""
    row = CommitteeConstitution.objects.filter(pk=approval.subject_id).first()
    if row is None:
        return [Fact(_("Constitution"), approval.subject_number)]
    rules = read_rules(row.content)
    titles = titles_of(rules)
    seats = [
        Fact(
            titles[seat.code],
            "; ".join(
                said
                for said in (
                    _("must vote") if seat.is_required else "",
                    _("veto") if seat.has_veto else "",
                )
                if said
            )
            or "—",
        )
        for seat in rules.seats
    ]
    return [Fact(_("Version"), row.version, is_figure=True), *rule_facts(rules), *seats]


def meeting_facts(meeting: CommitteeMeeting, bench: Bench) -> list[Fact]:
    """Return what names a meeting."""
    facts = [
        Fact(_("Begins"), _instant(meeting.starts_at)),
        Fact(_("Way of meeting"), meeting.get_kind_display()),
    ]
    if meeting.closes_at is not None:
        facts.append(
            Fact(
                _("Time is up"),
                _instant(meeting.closes_at),
                hint=_("What is not decided by then comes before the next meeting."),
            )
        )
    if meeting.place:
        facts.append(Fact(_("Place"), meeting.place))
    facts += [
        Fact(_("Secretary"), meeting.planned_by.name),
        Fact(
            _("Quorum"),
            _("%(quorum)s of %(seats)s seats")
            % {"quorum": bench.rules.quorum, "seats": len(bench.rules.seats)},
        ),
        Fact(_("Constitution"), _("version %(version)s") % {"version": meeting.constitution_version}),
    ]
    if meeting.end_reason:
        reason = (
            _("The time for this meeting is up.") if meeting.end_reason == "time_up" else meeting.end_reason
        )
        facts.append(Fact(_("Called off because"), reason))
    return facts


def proposal_facts(item: AgendaItem) -> list[Fact]:
    """Return what is laid before the committee."""
    application = item.case.application
    return [
        Fact(_("Application"), application.number),
        Fact(_("Product"), application.product_version.name),
        Fact(_("Asked for"), yuan(application.amount_fen or 0), is_figure=True),
        Fact(_("Amount proposed"), yuan(item.amount_fen), is_figure=True),
        Fact(_("Grade proposed"), item.grade),
        Fact(_("Credit limit"), yuan(item.limit_fen), is_figure=True),
        *(Fact(_("Condition"), condition_words(one)) for one in read_conditions(item.conditions)),
        Fact(_("Presented by"), item.presenter.name),
    ]


def pack_facts(pack: ReadPack) -> list[Fact]:
    """Return the borrower's facts as they were when the case was opened."""
    said, facts = pack.content, pack.content["facts"]
    application = CreditCase._meta.get_field("application").related_model
    labels = {
        name: dict(application._meta.get_field(name).flatchoices)
        for name in ("purpose", "employment", "industry")
    }
    is_chinese = (get_language() or "").startswith("zh")

    def money(name: str) -> str:
        return yuan(facts[name]) if facts.get(name) is not None else "—"

    def label(name: str) -> Any:
        return labels[name].get(facts.get(name), facts.get(name) or "—")

    return [
        Fact(_("Borrower"), said["borrower"]["masked"], hint=said["borrower"]["number"]),
        Fact(_("Product"), said["product_zh"] if is_chinese else said["product_en"]),
        Fact(_("Asked for"), money("asked_fen"), is_figure=True),
        Fact(_("Number of instalments"), facts.get("periods") or "—", is_figure=True),
        Fact(_("Purpose"), label("purpose")),
        Fact(_("Age"), facts.get("age") or "—", is_figure=True),
        Fact(_("Work"), label("employment")),
        Fact(_("Industry"), label("industry")),
        Fact(_("Months in this work"), facts.get("employed_months") or "—", is_figure=True),
        Fact(_("Monthly income"), money("monthly_income_fen"), is_figure=True),
        Fact(_("Monthly payments on other debts"), money("monthly_debt_fen"), is_figure=True),
        Fact(_("Other debts"), money("other_debt_fen"), is_figure=True),
        Fact(_("Debts on other platforms"), money("other_platform_debt_fen"), is_figure=True),
        Fact(_("Owed or applied for here"), money("exposure_fen"), is_figure=True),
    ]


def shown_votes(item: AgendaItem, bench: Bench) -> list[ShownVote]:
    """Return the votes that were counted; the caller asked whether the reader may see them."""
    rows = item.votes.filter(opened__isnull=False).select_related("seat__member").order_by("seat__rank")
    shown = []
    for row in rows:
        wish = open_vote_content(row)
        shown.append(
            ShownVote(
                seat=bench.titles[row.seat.code],
                name=row.seat.member.name,
                choice=words.choice_words(wish.choice),
                is_veto=wish.is_veto,
                is_dissent=words.is_dissent(wish.choice, item.result),
                reasons=words.reason_words(wish.reasons),
                words=wish.words,
                offer=_offer(wish),
                conditions=[condition_words(one) for one in wish.conditions],
            )
        )
    return shown


def _offer(wish: VoteWish) -> str:
    if wish.choice != "conditions" or wish.amount_fen is None:
        return ""
    return words.offer_words(
        {"amount_fen": wish.amount_fen, "grade": wish.grade, "limit_fen": wish.limit_fen or 0}
    )


def result_facts(item: AgendaItem, bench: Bench) -> list[Fact]:
    """Return what the count said, and what came of it."""
    tally = item.tally
    facts = [
        Fact(
            _("Result"),
            words.result_words(item.result, is_vetoed=bool(tally and tally["is_vetoed"])),
        ),
        Fact(_("Votes"), words.tally_words(tally)),
    ]
    casting = getattr(item, "casting", None)
    if casting is not None:
        way = _("for the loan") if casting.is_for else _("against the loan")
        facts.append(
            Fact(
                _("Casting vote"),
                f"{bench.titles[casting.seat.code]}: {way}",
                hint=f"{words.reason_words(casting.reasons)}. {casting.words}",
            )
        )
    if item.result in ("approved", "conditions") and tally:
        offer = joined(item, bench, [open_vote_content(vote) for vote in item.votes.all()], tally)
        facts += [
            Fact(_("Amount"), yuan(offer.amount_fen), is_figure=True),
            Fact(_("Grade"), offer.grade),
            Fact(_("Credit limit"), yuan(offer.limit_fen), is_figure=True),
            *(Fact(_("Condition"), condition_words(one)) for one in offer.conditions),
        ]
    return facts


def month_sheet(first_on: dt.date, meetings: Sequence[CommitteeMeeting]) -> list[list[CalendarDay]]:
    """Return the weeks of a month, Monday first, each day with its meetings."""
    begin = first_on - dt.timedelta(days=first_on.weekday())
    by_day: dict[dt.date, list[CommitteeMeeting]] = {}
    for meeting in meetings:
        by_day.setdefault(meeting.starts_at.astimezone(clock.SHANGHAI).date(), []).append(meeting)
    weeks: list[list[CalendarDay]] = []
    day, today = begin, clock.wall_date()
    while day <= first_on or day.month == first_on.month:
        weeks.append([])
        for _weekday in range(7):
            weeks[-1].append(CalendarDay(day, day.month == first_on.month, day == today, by_day.get(day, [])))
            day += dt.timedelta(days=1)
    return weeks


def record_figures(record: Record) -> list[Fact]:
    """Return the headline figures of the committee's record."""
    hours = record.turnaround_hours
    return [
        Fact(_("Decided"), number(record.decided)),
        Fact(
            _("From agenda to decision"),
            "—" if hours is None else _("%(hours)s hours") % {"hours": number(hours)},
            hint=_("half took no longer"),
        ),
        Fact(_("Unanimous"), share_words(record.unanimity)),
        Fact(
            _("Bad loans"),
            share_words(record.bad_share),
            hint=_("%(bad)s of %(loans)s paid out") % {"bad": record.bad, "loans": record.loans},
        ),
    ]


def record_facts(record: Record) -> list[Fact]:
    """Return how items ended."""
    return [
        Fact(_("For the loan"), number(record.approved), is_figure=True),
        Fact(_("Against the loan"), number(record.rejected), is_figure=True),
        Fact(_("Of it by veto"), number(record.vetoed), is_figure=True),
        Fact(_("Back for papers"), number(record.returned), is_figure=True),
        Fact(_("Decided by a casting vote"), number(record.casting), is_figure=True),
        Fact(_("Recusals"), number(record.recusals), is_figure=True),
        Fact(_("Put off to another meeting"), number(record.put_back), is_figure=True),
        *(
            Fact(words.result_words(code), number(count), is_figure=True)
            for code, count in sorted(record.put_back_by.items())
        ),
    ]


def share_words(share: Share) -> str:
    """Return a share, a dash where there is nothing to share."""
    return "—" if share.ppm is None else percent(share.ppm, 1)


def _instant(at: dt.datetime) -> str:
    return f"{at.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}"
