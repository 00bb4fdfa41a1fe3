"""The pack: what members read of a case, frozen with its hash when the meeting is called."""

import json
from dataclasses import dataclass
from typing import Any

from accounts import clock
from accounts.crypto import mask_name
from accounts.esign.canonical import canonical, hash_of
from risk.models import AgendaItem, CommitteePack
from risk.queries import CaseFile, case_file


@dataclass(frozen=True)
class ReadPack:
    """A pack as it was frozen, and whether it still is what its hash says."""

    content: dict[str, Any]
    content_hash: str
    made_at: Any
    is_whole: bool


def make_pack(item: AgendaItem) -> CommitteePack:
    """Freeze what is known of an item's case now, in the caller's transaction; a pack that is there stays."""
    found = CommitteePack.objects.filter(item=item).first()
    if found is not None:
        return found
    content = canonical(_content(item, case_file(item.case)))
    return CommitteePack.objects.create(
        item=item, content=content, content_hash=hash_of(content), made_at=clock.now()
    )


def read_pack(item: AgendaItem) -> ReadPack | None:
    """Return an item's pack; None before the meeting is called."""
    row = CommitteePack.objects.filter(item=item).first()
    if row is None:
        return None
    return ReadPack(
        json.loads(row.content), row.content_hash, row.made_at, hash_of(row.content) == row.content_hash
    )


def _content(item: AgendaItem, file: CaseFile) -> dict[str, Any]:
    case, application = file.case, file.application
    borrower = application.borrower
    reviewer = case.reviewed_by
    return {
        "item": item.number,
        "case": case.number,
        "application": application.number,
        "borrower": {
            "number": borrower.number,
            "masked": mask_name(borrower.person.real_name) if borrower.person is not None else "",
        },
        "product_zh": application.product_version.name_zh,
        "product_en": application.product_version.name_en,
        "proposal": {
            "amount_fen": item.amount_fen,
            "grade": item.grade,
            "limit_fen": item.limit_fen,
            "conditions": item.conditions,
        },
        # What each room knew when the case was opened: screening, score, exposure.
        "facts": case.facts,
        "opinion": {
            "words": case.opinion,
            "by": reviewer.name if reviewer is not None else "",
            "at": case.reviewed_at.isoformat() if case.reviewed_at is not None else "",
        },
        "grades": [
            {
                "grade": one.grade,
                "rate_ppm": one.quote.rate_ppm,
                "all_in_ppm": one.quote.all_in_ppm,
                "instalment_fen": one.quote.largest_instalment_fen,
                "share_ppm": one.share_of_income_ppm,
                "free_fen": one.free_income_fen,
            }
            for one in file.grades
        ],
        "loans": [
            {
                "number": loan.number,
                "principal_fen": loan.principal_fen,
                "outstanding_fen": loan.outstanding_fen,
                "overdue_since": loan.overdue_since_on.isoformat() if loan.overdue_since_on else "",
                "status": loan.status,
            }
            for loan in file.loans
        ],
        "earlier": [{"number": one.number, "status": one.status} for one in file.earlier],
    }
