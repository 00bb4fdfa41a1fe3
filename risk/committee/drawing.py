"""The minutes as PDF, in one of the two languages, drawn from what was sealed and nothing else."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts import clock
from accounts.papers import Paper
from risk.committee import words
from risk.committee.conditions import condition_words, read_conditions
from risk.committee.constitution import read_rules, titles_of
from risk.models import CommitteeMeeting, CommitteeMinutes

LANGUAGES = ("zh-hans", "en")
FINE = 8.5
WIDTHS = (34, 24, 22, 20)


def draw_minutes(
    minutes: CommitteeMinutes, said: dict[str, Any], language: str, *, hidden: Collection[str] = ()
) -> bytes:
    """Return the minutes as PDF; the items `hidden` from a recused reader are named without what was said and voted."""
    with translation.override(language):
        titles = titles_of(read_rules(said["rules"]))
        foot = f"{minutes.number} · {minutes.content_hash[:8].upper()}"
        paper = Paper(_("Minutes of the credit committee"), foot, made_at=minutes.confirmed_at)
        paper.set_lang("zh-CN" if language.startswith("zh") else "en")
        paper.write_facts(_head(said, titles))
        paper.write_heading(_("Attendance"))
        heads = [_("Seat"), _("Member"), pgettext("meeting", "Came"), pgettext("meeting", "Left")]
        paper.write_table(heads, [_seat_line(seat, titles) for seat in said["seats"]], WIDTHS, figures=0)
        for place, item in enumerate(said["items"], start=1):
            _draw_item(paper, place, item, titles, is_hidden=item["number"] in hidden)
        paper.write_heading(_("Confirmation and seal"))
        paper.write_facts(_seal(minutes, said, titles), size=FINE)
        return bytes(paper.output())


def _head(said: dict[str, Any], titles: dict[str, str]) -> list[tuple[str, str]]:
    facts = [
        (_("Meeting"), said["meeting"]),
        (_("Way of meeting"), str(CommitteeMeeting.Kind(said["kind"]).label)),
        (_("Planned for"), _moment(said["starts_at"])),
        (pgettext("meeting", "Opened"), _moment(said["opened_at"])),
        (pgettext("meeting", "Ended"), _moment(said["closed_at"])),
        (_("Presided"), titles.get(said["presided"], "—")),
        (_("Secretary"), said["secretary"]["name"]),
        (
            _("Constitution"),
            _("Version %(version)s: quorum %(quorum)s of %(seats)s; an approval takes %(share)s")
            % {
                "version": said["constitution"],
                "quorum": said["rules"]["quorum"],
                "seats": len(said["rules"]["seats"]),
                "share": words.majority_words(read_rules(said["rules"])),
            },
        ),
    ]
    if said["place"]:
        facts.insert(2, (_("Place"), said["place"]))
    if said["closes_at"]:
        facts.insert(3, (_("Time limit"), _moment(said["closes_at"])))
    return facts


def _seat_line(seat: dict[str, Any], titles: dict[str, str]) -> list[str]:
    name = f"{seat['name']} {_('(deputy)')}" if seat["is_deputy"] else seat["name"]
    came = _moment(seat["came_at"]) if seat["came_at"] else _("absent")
    return [titles[seat["code"]], name, came, _moment(seat["left_at"])]


def _draw_item(
    paper: Paper, place: int, item: dict[str, Any], titles: dict[str, str], *, is_hidden: bool
) -> None:
    paper.write_heading(_("Item %(place)s: case %(case)s") % {"place": place, "case": item["case"]})
    if is_hidden:
        paper.write_text(_("You were recused from this item; what was said and voted is not shown to you."))
        return
    tally = item["tally"]
    facts = [
        (_("Application"), f"{item['application']} · {item['borrower']}"),
        (_("Presented by"), item["presenter"]),
        (_("Proposal"), words.offer_words(item["proposal"])),
        *_conditions(item["proposal"]),
        (_("Recused"), _recusals(item, titles)),
        (
            _("Result"),
            words.result_words(item["result"], is_vetoed=bool(tally and tally["is_vetoed"])),
        ),
        (_("Votes"), words.tally_words(tally)),
    ]
    if item["casting"]:
        facts.append((_("Casting vote"), _casting(item["casting"], titles)))
    if item["offer"]:
        facts.append((_("Offer"), words.offer_words(item["offer"])))
        facts += _conditions(item["offer"])
    if item["pack"]:
        facts.append((_("Pack (SHA-256)"), item["pack"]))
    paper.write_facts(facts)
    if item["discussion"]:
        paper.write_facts([(_("What was said"), item["discussion"])])
    paper.ln(2)
    for vote in item["votes"]:
        paper.write_record(_vote_head(vote, item["result"], titles), _vote_rest(vote))


def _conditions(said: dict[str, Any]) -> list[tuple[str, str]]:
    """Return a line a condition; minutes sealed before proposals had any name none there."""
    return [(_("Condition"), condition_words(one)) for one in read_conditions(said.get("conditions", []))]


def _recusals(item: dict[str, Any], titles: dict[str, str]) -> str:
    said = [
        _("%(seat)s (%(ground)s)")
        % {"seat": titles[row["seat"]], "ground": words.ground_words(row["ground"])}
        for row in item["recusals"]
    ]
    return "; ".join(said) or _("nobody")


def _casting(casting: dict[str, Any], titles: dict[str, str]) -> str:
    way = _("for the loan") if casting["is_for"] else _("against the loan")
    return f"{titles[casting['seat']]}: {way} — {words.reason_words(casting['reasons'])}. {casting['words']}"


def _vote_head(vote: dict[str, Any], result: str, titles: dict[str, str]) -> str:
    head = f"{titles[vote['seat']]}: {words.choice_words(vote['choice'])}"
    if vote["is_veto"]:
        head += f" · {_('veto')}"
    return f"{head} · {_('dissents')}" if words.is_dissent(vote["choice"], result) else head


def _vote_rest(vote: dict[str, Any]) -> str:
    parts = [
        words.reason_words(vote["reasons"]),
        vote["words"],
        *(value for _name, value in _conditions(vote)),
    ]
    return " — ".join(part for part in parts if part)


def _seal(minutes: CommitteeMinutes, said: dict[str, Any], titles: dict[str, str]) -> list[tuple[str, str]]:
    at = minutes.confirmed_at.astimezone(clock.SHANGHAI)
    return [
        (
            _("Confirmed by"),
            f"{minutes.confirmed_by.name} · {titles.get(said['presided'], '')} · {at:%Y-%m-%d %H:%M:%S} (UTC+8)",
        ),
        (_("Fingerprint (SHA-256)"), minutes.content_hash),
        (_("Electronic seal"), f"{minutes.key_id} · {minutes.seal}"),
    ]


def _moment(text: str) -> str:
    if not text:
        return "—"
    return f"{dt.datetime.fromisoformat(text).astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}"
