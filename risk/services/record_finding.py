"""Write down a finding of an inspection."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User
from accounts.numbers import next_number
from risk.inspections.rules import require_no_hidden_number, require_running
from risk.models import Inspection, InspectionFinding

PREFIX = "FD"


def record_finding(
    *,
    inspection: Inspection,
    severity: str,
    words: str,
    source: str,
    owner: User,
    due_on: dt.date,
    actor: User,
) -> InspectionFinding:
    """Keep what is not in order, who mends it and by when.

    Refuses (`no_words`), (`words_hidden`) a hidden number spelled out, (`bad_severity`), (`bad_date`) a day gone by,
    (`own_finding`) a finding given to the one who inspects, and all that an inspection not under way refuses.
    """
    words = words.strip()
    if not words:
        raise Refused("no_words", _("Say what is not in order."), field="words")
    require_no_hidden_number(words, "words")
    if severity not in InspectionFinding.Severity.values:
        raise Refused("bad_severity", _("Say how grave it is."), field="severity")
    if owner.pk == actor.pk or not owner.is_staff:
        raise Refused("own_finding", _("A colleague of the department mends it, not you."), field="owner")
    with transaction.atomic():
        today = clock.lock_business_date()
        row = lock_one(Inspection.objects.filter(pk=inspection.pk))
        require_running(row, actor)
        if due_on < today:
            raise Refused("bad_date", _("Give a day that is still to come."), field="due_on")
        finding = InspectionFinding.objects.create(
            number=next_number(PREFIX),
            inspection=row,
            severity=severity,
            words=words,
            source=source.strip(),
            owner=owner,
            due_on=due_on,
            found_by=actor,
            found_at=clock.now(),
        )
        record_event(
            "finding.recorded",
            subject=finding,
            actor=actor,
            data={"inspection": row.number, "severity": severity, "due_on": due_on.isoformat()},
        )
    return finding
