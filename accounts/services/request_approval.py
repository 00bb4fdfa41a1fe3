"""Ask for another person's approval."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.acting import acts_for
from accounts.approvals import approval_kind, payload_hash, subject_of
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import Approval, User
from accounts.numbers import next_number


def request_approval(
    *,
    maker: User,
    kind: str,
    subject: models.Model | None,
    payload: Mapping[str, Any],
    page_path: str,
    reason: str,
    version: str = "",
) -> Approval:
    """Write down what is asked, bound by a hash; it waits for somebody who may check this kind.

    `payload` holds references and values, nothing personal; `version` names the state of the object the maker saw.
    Refuses without a reason (`reason_missing`), and a second request while one for the same object is pending
    (`already_asked`).
    """
    if not reason.strip():
        raise Refused("reason_missing", _("Say why this should be done."), field="reason")
    at = clock.now()
    subject_type, subject_id = subject_of(subject)
    acted_for = acts_for(maker.pk)
    approval = Approval(
        number=next_number("AV"),
        kind=kind,
        subject_type=subject_type,
        subject_id=subject_id,
        subject_number=getattr(subject, "number", ""),
        payload=dict(payload),
        payload_hash=payload_hash(kind=kind, subject=subject, payload=payload, version=version),
        page_path=page_path,
        reason=reason.strip(),
        maker=maker,
        asked_for=User.objects.get(number=acted_for) if acted_for else None,
        requested_at=at,
        expires_at=at + dt.timedelta(days=approval_kind(kind).valid_days),
    )
    with transaction.atomic():
        try:
            with transaction.atomic():
                approval.save()
        except IntegrityError as error:
            raise Refused("already_asked", _("The same is already waiting for an approval.")) from error
        record_event("approval.open", subject=approval, actor=maker, data={"kind": kind})
    return approval
