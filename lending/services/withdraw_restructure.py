"""Take a request for more time back, or turn the offer down."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from lending.models import Restructure


def withdraw_restructure(*, number: str, borrower: User) -> Restructure:
    """End a request before it is in force; refuses (`not_open`) while it lies with the approver or has ended."""
    with transaction.atomic():
        row = lock_one(Restructure.objects.filter(number=number, loan__borrower=borrower))
        if row.status not in (Restructure.Status.ASKED, Restructure.Status.OFFERED):
            raise Refused("not_open", _("This request cannot be taken back now."))
        move(row, Restructure.Status.WITHDRAWN, actor=borrower, ended_at=clock.now())
    return row
