"""A borrower says that a record at the credit bureau is wrong."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.commands import run_once
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User
from accounts.numbers import next_number
from risk.bureau.rules import answer_by
from risk.models import BureauDispute, BureauRecord

PREFIX = "BD"


def raise_bureau_dispute(*, record: BureauRecord, borrower: User, words: str, key: str) -> BureauDispute:
    """Open the dispute; it is answered within the days of RULES credit.data, and the account is marked until then.

    Refuses (`no_words`), (`not_reported`) what the bureau does not have, and (`disputed`) a record about which one is
    open already. The caller has fetched the borrower's own record.
    """
    if not words.strip():
        raise Refused("no_words", _("Say what is wrong."), field="words")

    def perform() -> str:
        return _raise(record, borrower, words.strip())

    with transaction.atomic():
        inputs = {"record": record.number, "words": words.strip()}
        number = run_once(
            actor=borrower, command="raise_bureau_dispute", key=key, inputs=inputs, perform=perform
        )
        return BureauDispute.objects.get(number=number)


def _raise(record: BureauRecord, borrower: User, words: str) -> str:
    today = clock.lock_business_date()
    row = lock_one(BureauRecord.objects.filter(pk=record.pk))
    if not row.is_reported:
        raise Refused("not_reported", _("The bureau does not have this record."))
    if row.disputes.filter(status=BureauDispute.Status.OPEN).exists():
        raise Refused("disputed", _("You have disputed this record; we are looking into it."))
    dispute = BureauDispute.objects.create(
        number=next_number(PREFIX),
        record=row,
        borrower=borrower,
        words=words,
        raised_at=clock.now(),
        raised_on=today,
        due_on=answer_by(today),
    )
    record_event(
        "bureau_dispute.raised",
        subject=dispute,
        actor=borrower,
        data={"record": row.number, "due_on": dispute.due_on.isoformat()},
    )
    return dispute.number
