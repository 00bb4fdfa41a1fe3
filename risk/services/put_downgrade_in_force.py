"""Class a loan worse, as approved."""

from django.db import transaction

from accounts import clock
from accounts.locking import lock_one
from accounts.models import User
from accounts.services.consume_approval import consume_approval
from accounts.states import move
from risk.models import ClassDowngrade
from risk.services.propose_downgrade import KIND, payload_of


def put_downgrade_in_force(*, number: str, actor: User | None) -> ClassDowngrade:
    """From today's close on the class counts; refuses what `consume_approval` refuses, a second call finds it done."""
    with transaction.atomic():
        today = clock.lock_business_date()
        row = ClassDowngrade.objects.select_related("loan").get(number=number)
        if row.status != ClassDowngrade.Status.PLANNED:
            return row
        consume_approval(
            number=row.approval_number, kind=KIND, subject=row, payload=payload_of(row), actor=actor
        )
        row = lock_one(ClassDowngrade.objects.filter(number=number))
        data = {"loan": row.loan.number, "class": row.five_class}
        move(row, ClassDowngrade.Status.IN_FORCE, actor=actor, data=data, from_on=today)
    return row
