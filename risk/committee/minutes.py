"""What the minutes say: everything that happened at a meeting, from the rows; and what the seal is on."""

import datetime as dt
import json
from typing import Any

from accounts.crypto import mask_name
from accounts.esign.canonical import canonical, hash_of
from accounts.esign.keys import is_signed
from accounts.models import User
from risk.committee.bench import Bench, bench_of
from risk.committee.conditions import keep_conditions
from risk.committee.outcome import joined
from risk.committee.votes import open_vote_content
from risk.models import AgendaItem, CommitteeMeeting, CommitteeMinutes


def minutes_content(meeting: CommitteeMeeting, number: str) -> dict[str, Any]:
    """Return the minutes in plain values: attendance, recusals, results, reasons, conditions, dissent."""
    bench = bench_of(meeting)
    seat = bench.confirming_seat
    items = meeting.items.select_related(
        "case__application__borrower__person", "case__decision", "presenter", "pack", "casting__seat"
    )
    return {
        "minutes": number,
        "meeting": meeting.number,
        "kind": meeting.kind,
        "place": meeting.place,
        "starts_at": _instant(meeting.starts_at),
        "closes_at": _instant(meeting.closes_at),
        "opened_at": _instant(meeting.opened_at),
        "closed_at": _instant(meeting.closed_at),
        "constitution": meeting.constitution_version,
        "rules": meeting.rules,
        "secretary": _person(meeting.planned_by),
        "presided": seat.code if seat is not None else "",
        "seats": [
            {
                "code": one.code,
                **_person(one.member),
                "is_deputy": one.is_deputy,
                "came_at": _instant(one.attended_at),
                "left_at": _instant(one.left_at),
            }
            for one in bench.seats
        ],
        "items": [_item(item, bench_of(meeting, item)) for item in items.order_by("rank")],
    }


def statement_of(minutes: CommitteeMinutes) -> str:
    """Return the text under the seal: which minutes, the hash of what they say, who confirmed them and when."""
    return canonical(
        {
            "minutes": minutes.number,
            "sha256": minutes.content_hash,
            "confirmed_by": minutes.confirmed_by.number,
            "confirmed_at": _instant(minutes.confirmed_at),
        }
    )


def faults_of(minutes: CommitteeMinutes) -> list[str]:
    """Return what is wrong with minutes as they lie in the tables."""
    faults = []
    if hash_of(minutes.content) != minutes.content_hash:
        faults.append("the content is not what was sealed")
    if not is_signed(statement_of(minutes), key_id=minutes.key_id, seal=minutes.seal):
        faults.append("the seal is not on these minutes")
    return faults


def read_minutes(minutes: CommitteeMinutes) -> dict[str, Any]:
    """Return what sealed minutes say."""
    said: dict[str, Any] = json.loads(minutes.content)
    return said


def _item(item: AgendaItem, bench: Bench) -> dict[str, Any]:
    application = item.case.application
    person = application.borrower.person
    pack = getattr(item, "pack", None)
    return {
        "number": item.number,
        "case": item.case.number,
        "application": application.number,
        "borrower": mask_name(person.real_name) if person is not None else application.borrower.number,
        "presenter": item.presenter.name,
        "proposal": {
            "amount_fen": item.amount_fen,
            "grade": item.grade,
            "limit_fen": item.limit_fen,
            "conditions": item.conditions,
        },
        "pack": pack.content_hash if pack is not None else "",
        "recusals": [
            {"seat": row.seat.code, "ground": row.ground}
            for row in item.declarations.filter(is_recused=True, seat__replaced_at=None)
            .select_related("seat")
            .order_by("seat__rank")
        ],
        "status": item.status,
        "result": item.result,
        "tally": item.tally,
        "votes": _votes(item),
        "casting": _casting(item),
        "offer": _offer(item, bench),
        "discussion": item.discussion,
    }


def _votes(item: AgendaItem) -> list[dict[str, Any]]:
    """Return the votes that were counted; what no count opened stays under seal, in the minutes too."""
    rows = item.votes.filter(opened__isnull=False).select_related("seat").order_by("seat__rank")
    said = []
    for row in rows:
        wish = open_vote_content(row)
        said.append(
            {
                "seat": row.seat.code,
                "choice": wish.choice,
                "is_veto": wish.is_veto,
                "reasons": list(wish.reasons),
                "words": wish.words,
                "amount_fen": wish.amount_fen,
                "grade": wish.grade,
                "limit_fen": wish.limit_fen,
                "conditions": keep_conditions(wish.conditions),
            }
        )
    return said


def _casting(item: AgendaItem) -> dict[str, Any] | None:
    row = getattr(item, "casting", None)
    if row is None:
        return None
    return {
        "seat": row.seat.code,
        "is_for": row.is_for,
        "reasons": list(row.reasons),
        "words": row.words,
    }


def _offer(item: AgendaItem, bench: Bench) -> dict[str, Any] | None:
    if item.result not in (AgendaItem.Result.APPROVED, AgendaItem.Result.CONDITIONS) or not item.tally:
        return None
    wishes = [open_vote_content(vote) for vote in item.votes.all()]
    offer = joined(item, bench, wishes, item.tally)
    return {
        "amount_fen": offer.amount_fen,
        "grade": offer.grade,
        "limit_fen": offer.limit_fen,
        "conditions": keep_conditions(offer.conditions),
    }


def _person(user: User) -> dict[str, str]:
    return {"number": user.number, "name": user.name}


def _instant(at: dt.datetime | None) -> str:
    """Return an instant as it is sealed: in UTC, the same whatever zone the database answers in."""
    return at.astimezone(dt.UTC).isoformat(timespec="seconds") if at is not None else ""
