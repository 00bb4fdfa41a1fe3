"""Say how a break ended."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import User
from accounts.services.request_approval import request_approval
from accounts.states import move
from finance.models import CustodyStatement, ReconciliationBreak
from finance.queries.journal import find_entry

KIND = "finance.resolve_break"
LEAST_EVIDENCE = 10
Resolution = ReconciliationBreak.Resolution


def resolve_break(
    *, number: str, resolution: str, evidence: str, entry_number: str, actor: User
) -> ReconciliationBreak:
    """Resolve a break that is gone, or ask a second person where it still stands or an entry was posted.

    Refuses anybody but its owner (`not_owner`), a break that is not being looked into (`not_open`), evidence of less
    than ten characters (`evidence_needed`), `arrived` and `corrected` while the match still finds it (`still_there`),
    and `posted` without an entry of the journal (`no_entry`). Nothing is posted here: there are no automatic plugs.
    """
    with transaction.atomic():
        row = lock_one(ReconciliationBreak.objects.filter(number=number))
        _check(row, resolution, evidence, entry_number, actor)
        values = {"resolution": resolution, "evidence": evidence.strip(), "entry_number": entry_number}
        if resolution in ReconciliationBreak.WHEN_GONE:
            end_break(row, actor=actor, resolved_by=actor, **values)
            return row
        for name, value in values.items():
            setattr(row, name, value)
        approval = request_approval(
            maker=actor,
            kind=KIND,
            subject=row,
            payload=payload_of(row),
            page_path=reverse("office_break", args=[row.number]),
            reason=evidence,
        )
        row.approval_number = approval.number
        row.save(update_fields=[*values, "approval_number"])
    return row


def payload_of(row: ReconciliationBreak) -> dict[str, Any]:
    """Return what an approval is bound to: the break as it was found, and how it is said to end."""
    return {
        "break": row.number,
        "kind": row.kind,
        "subject": row.subject,
        "bank_fen": row.bank_fen,
        "ledger_fen": row.ledger_fen,
        "resolution": row.resolution,
        "entry": row.entry_number,
        "evidence": row.evidence,
    }


def end_break(row: ReconciliationBreak, *, actor: User | None, resolved_by: User, **values: Any) -> None:
    """Move a locked break to its end; the day's statement matches once nothing of it is unresolved."""
    move(
        row,
        ReconciliationBreak.Status.RESOLVED,
        actor=actor,
        data={"resolution": values["resolution"]},
        resolved_by=resolved_by,
        resolved_at=clock.now(),
        **values,
    )
    others = ReconciliationBreak.objects.filter(
        business_on=row.business_on, status__in=ReconciliationBreak.UNRESOLVED
    )
    current = CustodyStatement.objects.filter(
        business_on=row.business_on, status=CustodyStatement.Status.BROKEN
    ).first()
    if current is not None and not others.exists():
        move(current, CustodyStatement.Status.MATCHED, actor=actor)


def _check(row: ReconciliationBreak, resolution: str, evidence: str, entry_number: str, actor: User) -> None:
    if row.status != ReconciliationBreak.Status.ASSIGNED or row.approval_number:
        raise Refused("not_open", _("Nothing can be changed in this break any more."))
    if row.owner_id != actor.pk:
        raise Refused("not_owner", _("Only its owner says how a break ended."))
    if len(evidence.strip()) < LEAST_EVIDENCE:
        raise Refused("evidence_needed", _("Say how you know, in at least ten characters."), field="evidence")
    if resolution in ReconciliationBreak.WHEN_GONE and row.gone_at is None:
        raise Refused(
            "still_there",
            _("The match still finds this break. Match the day again first, or choose another way."),
            field="resolution",
        )
    if resolution == Resolution.POSTED and find_entry(entry_number) is None:
        raise Refused("no_entry", _("There is no entry with this number."), field="entry_number")
