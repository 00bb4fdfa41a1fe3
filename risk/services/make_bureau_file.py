"""Make the file of a month for the credit bureau."""

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import User
from accounts.numbers import next_number, next_numbers
from accounts.services.request_approval import request_approval
from lending.models import Loan
from risk.bureau.book import Account, accounts_on, corrections_due, disputed_loans
from risk.domain.bureau import BureauText, Line, Standing, write_bureau_file
from risk.models import BureauDispute, BureauFile, BureauRecord, SnapshotDay

KIND = "risk.bureau_file"
PREFIX, RECORD = "BF", "BR"


def make_bureau_file(*, as_of_on: dt.date, actor: User, reason: str = "") -> BureauFile:
    """Write the accounts of a month's last day into a file and put it before another person.

    What may not be reported stands in the house's own list with the reason, and not in the file. A month that was sent
    gets a new version, which needs a reason. Refuses (`not_month_end`), (`no_book`) a day without a snapshot,
    (`no_reason`), and (`made_already`) a second file while one is on its way.
    """
    if (as_of_on + dt.timedelta(days=1)).day != 1:
        raise Refused("not_month_end", _("Choose the last day of a month."), field="as_of_on")
    if not SnapshotDay.objects.filter(as_of_on=as_of_on).exists():
        raise Refused("no_book", _("There is no book of that day."), field="as_of_on")
    with transaction.atomic():
        clock.lock_business_date()
        before = BureauFile.objects.filter(as_of_on=as_of_on).order_by("-version").first()
        if before is not None and before.status == BureauFile.Status.SENT and not reason.strip():
            raise Refused(
                "no_reason", _("This month was sent. Say what the new version corrects."), field="reason"
            )
        number, version = next_number(PREFIX), before.version + 1 if before is not None else 1
        records, lines = _lines(as_of_on)
        text = write_bureau_file(number, as_of_on, version, lines)
        row = _keep(number, as_of_on, version, reason.strip(), text, records, actor)
        _ask(row, actor)
    return row


def _lines(on: dt.date) -> tuple[list[BureauRecord], list[Line]]:
    accounts, corrections = accounts_on(on), corrections_due()
    numbers = iter(next_numbers(RECORD, len(accounts) + len(corrections)))
    disputed = disputed_loans()
    records = [_record(next(numbers), one, on, one.loan.pk in disputed) for one in accounts]
    records += [_correction(next(numbers), one, one.record.loan_id in disputed) for one in corrections]
    return records, [_line(one) for one in records if not one.withheld]


def _record(number: str, account: Account, on: dt.date, is_disputed: bool) -> BureauRecord:
    standing = account.standing
    return BureauRecord(
        number=number,
        loan=account.loan,
        borrower=account.loan.borrower,
        period_on=on,
        is_adverse=standing.is_adverse,
        is_disputed=is_disputed,
        withheld=account.withheld,
        **standing._asdict(),
    )


def _correction(number: str, dispute: BureauDispute, is_disputed: bool) -> BureauRecord:
    wrong = dispute.record
    right = Standing(
        dispute.right_state,
        wrong.outstanding_fen,
        dispute.right_overdue_fen or 0,
        dispute.right_days_past_due or 0,
        dispute.right_class,
    )
    return BureauRecord(
        number=number,
        loan=wrong.loan,
        borrower=wrong.borrower,
        period_on=wrong.period_on,
        is_adverse=right.is_adverse,
        is_disputed=is_disputed,
        corrects=wrong,
        **right._asdict(),
    )


def _line(record: BureauRecord) -> Line:
    loan: Loan = record.loan
    person = loan.borrower.person
    standing = Standing(
        record.state, record.outstanding_fen, record.overdue_fen, record.days_past_due, record.five_class
    )
    return Line(
        record=record.number,
        loan=loan.number,
        name=person.real_name if person is not None else "",
        identity=person.identity_number if person is not None else "",
        principal_fen=loan.principal_fen,
        disbursed_on=loan.disbursed_on,
        matures_on=loan.matures_on,
        period_on=record.period_on,
        standing=standing,
        is_disputed=record.is_disputed,
        corrects=record.corrects.number if record.corrects is not None else "",
    )


def _keep(
    number: str,
    on: dt.date,
    version: int,
    reason: str,
    text: BureauText,
    records: list[BureauRecord],
    actor: User,
) -> BureauFile:
    try:
        with transaction.atomic():
            row = BureauFile.objects.create(
                number=number,
                as_of_on=on,
                version=version,
                reason=reason,
                withheld=sum(bool(one.withheld) for one in records),
                made_by=actor,
                made_at=clock.now(),
                **text._asdict(),
            )
    except IntegrityError as error:
        raise Refused("made_already", _("A file of this month is on its way already.")) from error
    for record in records:
        record.file = row
    BureauRecord.objects.bulk_create(records, batch_size=500)
    record_event(
        "bureau_file.made", subject=row, actor=actor, data={"as_of": on.isoformat(), "version": version}
    )
    return row


def _ask(row: BureauFile, actor: User) -> None:
    approval = request_approval(
        maker=actor,
        kind=KIND,
        subject=row,
        payload=payload_of(row),
        page_path=f"/office/risk/bureau/files/{row.number}/",
        reason=row.reason or _("Monthly file"),
    )
    row.approval_number = approval.number
    row.save(update_fields=["approval_number"])


def payload_of(row: BureauFile) -> dict[str, Any]:
    """Return what an approval is bound to: the very bytes, by their hash."""
    return {
        "file": row.number,
        "as_of_on": row.as_of_on.isoformat(),
        "version": row.version,
        "accounts": row.accounts,
        "adverse": row.adverse,
        "corrections": row.corrections,
        "withheld": row.withheld,
        "balance_fen": row.balance_fen,
        "overdue_fen": row.overdue_fen,
        "sha256": row.sha256,
    }
