"""Let an approved file go out to the credit bureau."""

from django.db import transaction

from accounts.locking import lock_one
from accounts.models import User
from accounts.services.consume_approval import consume_approval
from accounts.states import move
from risk.bureau.bell import bell
from risk.models import BureauFile
from risk.services.make_bureau_file import KIND, payload_of


def approve_bureau_file(*, number: str, actor: User | None) -> BureauFile:
    """Mark the file as to be sent and wake the sender; a second call finds it done.

    Refuses what `consume_approval` refuses.
    """
    with transaction.atomic():
        row = BureauFile.objects.get(number=number)
        if row.status != BureauFile.Status.MADE:
            return row
        approval = consume_approval(
            number=row.approval_number, kind=KIND, subject=row, payload=payload_of(row), actor=actor
        )
        row = lock_one(BureauFile.objects.filter(number=number))
        move(row, BureauFile.Status.APPROVED, actor=actor, checked_by=approval.checker)
        bell.ring_after_commit()
    return row
