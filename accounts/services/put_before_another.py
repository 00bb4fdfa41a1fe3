"""Write down what one person plans, and ask for another person's approval of it."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, models, transaction

from accounts.errors import Refused
from accounts.models import Approval, User
from accounts.services.request_approval import request_approval


def put_before_another(
    row: models.Model,
    *,
    maker: User,
    kind: str,
    payload: Mapping[str, Any],
    page_path: str,
    reason: str,
    waiting: str,
) -> Approval:
    """Save a new row that has a `number` and an `approval_number`, and ask for the approval it is known by.

    A unique constraint says how many may wait; refuses (`already_asked`, in the words of `waiting`) one too many, and
    what `request_approval` refuses; then nothing is kept.
    """
    with transaction.atomic():
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as error:
            raise Refused("already_asked", waiting) from error
        approval = request_approval(
            maker=maker, kind=kind, subject=row, payload=payload, page_path=page_path, reason=reason
        )
        row.approval_number = approval.number  # type: ignore[attr-defined]  # of every row that is asked about
        row.save(update_fields=["approval_number"])
    return approval
