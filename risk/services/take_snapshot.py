"""Write down what changed about loans on a day."""

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from accounts.provinces import province_of
from accounts.rules import rule_value
from lending.models import GoodsOrder, Instalment, Loan, LoanPayment, ScheduleVersion, Waiver
from risk.domain.loan_history import LoanHistory, LoanState, state_on
from risk.models import ClassDowngrade, LoanSnapshot, SnapshotLoan
from risk.portfolio.history import class_rule, read_histories
from risk.portfolio.queries import rows_on


def find_loans_to_snapshot(business_date: dt.date, after_id: int, limit: int) -> list[int]:
    """Return the loans about which anything may have changed on a day; on a quiet day of a sound book none."""
    of_loan = {"loan": OuterRef("pk")}
    # Rows that a later schedule took the place of were late before it, which a day filled in afterwards must find.
    late = Instalment.objects.filter(
        Q(settled_on__isnull=True) | Q(settled_on__gte=business_date), due_on__lt=business_date, **of_loan
    )
    watch_days = rule_value("class.five.watch", on=business_date)["days"]
    made_on = [business_date, business_date - dt.timedelta(days=watch_days + 1)]
    by_hand = ClassDowngrade.objects.filter(
        Q(from_on=business_date) | Q(until_on=business_date - dt.timedelta(days=1)),
        from_on__isnull=False,
        **of_loan,
    )
    loans = Loan.objects.filter(
        ~Exists(SnapshotLoan.objects.filter(pk=OuterRef("pk")))
        | Exists(late)
        | Exists(LoanPayment.objects.filter(paid_on=business_date, **of_loan))
        | Exists(ScheduleVersion.objects.filter(made_on__in=made_on, **of_loan))
        | Exists(Waiver.objects.filter(ended_on=business_date, **of_loan))
        | Exists(by_hand)
        | Q(written_off_on=business_date)
        | Q(watched_until_on=business_date - dt.timedelta(days=1)),
        pk__gt=after_id,
        disbursed_on__lte=business_date,
    )
    return list(loans.order_by("pk").values_list("pk", flat=True)[:limit])


def take_snapshot(*, business_date: dt.date, loan_ids: list[int]) -> int:
    """Add a row for each loan that is not at the end of the day what its last row says; return how many.

    The state is worked out from the loan's history, never from what it is now, so that the same day gives the same rows
    whenever it is asked.
    """
    with transaction.atomic():
        histories = read_histories(loan_ids, business_date)
        _add_loans(loan_ids)
        states = states_of(histories, business_date)
        known = {row.loan_id: state_of(row) for row in rows_on(business_date, loan_ids)}
        changed = [
            LoanSnapshot(loan_id=loan_id, from_on=business_date, **state._asdict())
            for loan_id, state in sorted(states.items())
            if known.get(loan_id) != state
        ]
        LoanSnapshot.objects.bulk_create(changed, batch_size=500)
    return len(changed)


def states_of(histories: dict[int, LoanHistory], on: dt.date) -> dict[int, LoanState]:
    """Return the state of each loan at the end of a day under the rule of that day."""
    rule = class_rule(on)
    return {loan_id: state_on(history, on, rule) for loan_id, history in histories.items()}


def state_of(row: LoanSnapshot) -> LoanState:
    """Return what a row says as the arithmetic has it."""
    return LoanState(*(getattr(row, name) for name in LoanState._fields))


def _add_loans(loan_ids: list[int]) -> None:
    known = set(SnapshotLoan.objects.filter(pk__in=loan_ids).values_list("pk", flat=True))
    fresh = Loan.objects.filter(pk__in=[one for one in loan_ids if one not in known]).select_related(
        "borrower__person", "product_version__product"
    )
    if not fresh:
        return
    dealers = dict(
        GoodsOrder.objects.filter(loan__in=[loan.pk for loan in fresh]).values_list("loan", "dealer")
    )
    SnapshotLoan.objects.bulk_create(
        [
            SnapshotLoan(
                loan=loan,
                grade=loan.grade,
                line=loan.product_version.product.line,
                product_version_id=loan.product_version_id,
                dealer_id=dealers.get(loan.pk),
                region=region_of(loan),
                periods=loan.periods,
                principal_fen=loan.principal_fen,
                disbursed_on=loan.disbursed_on,
            )
            for loan in sorted(fresh, key=lambda one: one.pk)
        ],
        batch_size=500,
    )


def region_of(loan: Loan) -> str:
    """Return the province of the borrower's identity number, by its first two digits."""
    person = loan.borrower.person
    return province_of(person.identity_number) if person is not None else ""
