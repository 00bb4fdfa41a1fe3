"""Post an entry of the company's own book on a day that may have ended."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.models import User
from finance.chart import COMPANY
from finance.chart_in_force import find_accounts
from finance.models import Adjustment, BookPeriod, Entry
from finance.models.ledger import ADJUSTING_KINDS
from finance.periods.months import first_of_month, lock_month, month_name, status_of
from finance.posting import EntryInput, PostedEntry, TransferInput
from finance.services.post_entries import post_entries

APPROVE = "finance.approve_books"


def post_adjustment(
    *,
    kind: str,
    on: dt.date,
    reference: str,
    transfers: Sequence[TransferInput],
    key: str,
    reason: str,
    actor: User,
) -> PostedEntry:
    """Post one adjusting entry, dated on `on`, as long as its month lets it; the same key finds the same entry.

    Refuses (`reason_missing`), (`day_to_come`), (`not_company`) a transfer outside of the company's own book,
    (`month_closed`) a month that is closed for good, (`month_soft_closed`) one that is soft closed unless the actor
    is a finance manager, and what `post_entries` refuses.
    """
    if kind not in ADJUSTING_KINDS:
        raise ValueError(f"{kind} is no adjusting entry.")
    if not reason.strip():
        raise Refused("reason_missing", _("Say why this should be done."), field="reason")
    _check_company(transfers)
    with transaction.atomic():
        today = clock.lock_business_date()
        if on > today:
            raise Refused("day_to_come", _("This day has not come yet."), field="on")
        month_on = first_of_month(on)
        lock_month(month_on)
        is_soft = _check_month(month_on, actor)
        adjusting = EntryInput(kind, reference, key, transfers, posted_by_id=actor.pk)
        with clock.closing(on):
            [posted] = post_entries([adjusting])
        if posted.is_new:
            Adjustment.objects.create(
                entry=Entry.objects.get(pk=posted.id),
                reason=reason.strip(),
                posted_by=actor,
                is_after_soft_close=is_soft,
            )
    return posted


def _check_company(transfers: Sequence[TransferInput]) -> None:
    codes = {ref.code for transfer in transfers for ref in (transfer.debit, transfer.credit)}
    if any(account.book != COMPANY for account in find_accounts(codes).values()):
        raise Refused("not_company", _("Only the company's own book is posted to by hand."))


def _check_month(month_on: dt.date, actor: User) -> bool:
    status = status_of(month_on)
    if status == BookPeriod.Status.HARD:
        words = _("%(month)s is closed for good: nothing is posted into it any more.")
        raise Refused("month_closed", words % {"month": month_name(month_on)})
    is_soft = status == BookPeriod.Status.SOFT
    if is_soft and not actor.has_right(APPROVE):
        words = _("%(month)s is soft closed: only a finance manager posts into it, and says why.")
        raise Refused("month_soft_closed", words % {"month": month_name(month_on)})
    return is_soft
