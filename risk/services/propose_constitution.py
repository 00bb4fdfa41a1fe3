"""Ask for another person's approval of a new constitution of the credit committee."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import User
from accounts.numbers import next_number
from accounts.services.request_approval import request_approval
from risk.committee.constitution import (
    CHARTER_VERSION,
    FAULT_WORDS,
    KIND,
    constitution_in_force,
    write_rules,
)
from risk.domain.committee import Rules, rule_faults
from risk.models import CommitteeConstitution

PREFIX = "CX"


def propose_constitution(*, rules: Rules, reason: str, actor: User) -> CommitteeConstitution:
    """Put a new version before another person; the one in force holds until then.

    Refuses (`bad_constitution`) rules that cannot work, (`nothing_changed`) those in force, (`already_asked`) a second
    proposal beside one that waits, and no reason.
    """
    faults = rule_faults(rules)
    if faults:
        raise Refused("bad_constitution", " ".join(str(FAULT_WORDS[code]) for code in faults))
    content = write_rules(rules)
    if read_back(content) == read_back(write_rules(constitution_in_force().rules)):
        raise Refused("nothing_changed", _("These are the rules in force."))
    with transaction.atomic():
        newest = CommitteeConstitution.objects.aggregate(newest=Max("version"))["newest"]
        try:
            with transaction.atomic():
                row = CommitteeConstitution.objects.create(
                    number=next_number(PREFIX),
                    version=(newest or CHARTER_VERSION) + 1,
                    content=content,
                    reason=reason.strip(),
                    proposed_by=actor,
                    proposed_at=clock.now(),
                )
        except IntegrityError as error:
            raise Refused("already_asked", _("A new version already waits for approval.")) from error
        approval = request_approval(
            maker=actor,
            kind=KIND,
            subject=row,
            payload=payload_of(row),
            page_path=reverse("committee_constitution"),
            reason=reason,
        )
        row.approval_number = approval.number
        row.save(update_fields=["approval_number"])
        record_event("committee_constitution.proposed", subject=row, actor=actor)
    return row


def payload_of(row: CommitteeConstitution) -> dict[str, Any]:
    """Return what an approval is bound to: every number and every seat."""
    return {"constitution": row.number, "version": row.version, "content": row.content}


def read_back(content: dict[str, Any]) -> list[Any]:
    """Return rules in a form that compares."""
    return sorted((name, str(value)) for name, value in content.items())
