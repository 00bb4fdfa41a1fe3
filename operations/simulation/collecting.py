"""What the collections officers do on a simulated day: a few calls, promises, letters; the same in every run."""

import datetime as dt
from contextlib import suppress

from accounts import clock
from accounts.errors import Refused
from finance.custody.sandbox_customer import pay_in
from lending.models import Loan
from lending.services.pay_loan import pay_loan
from risk.collections.papers import arrears_fen
from risk.collections.queries import live_cases
from risk.models import CollectionCase, PaymentPromise
from risk.services.begin_call import begin_call
from risk.services.end_call import Told, end_call
from risk.services.send_letter import send_letter

# What one day's work is in the demonstration; more would only cost time.
MOST_A_DAY = 2
# Whom a call reaches, by the number of the case and the day.
OUTCOMES = (
    Told("debtor", ["will_pay"], "答应发薪后还款"),
    Told("nobody"),
    Told("debtor", ["no_money", "asks_time"], "介绍了延期申请的办法", next_action="call"),
    Told("other", next_action="letter"),
    Told("debtor", ["forgot"], ""),
)
PROMISE_DAYS = 5
# Of so many promises one is forgotten; the others are kept on their day, some a day before.
FORGOTTEN, EARLY = 3, 4


def collect() -> None:
    """Let promises be kept, then work on the first cases whose next step is due, each in its officer's name."""
    today = clock.today()
    keep_promises(today)
    due = live_cases().filter(next_action_on__lte=today, officer__isnull=False).exclude(next_action="law")
    for case in due.select_related("officer", "loan__borrower").order_by("next_action_on", "pk")[:MOST_A_DAY]:
        with suppress(Refused):
            _work_on(case, today)


def keep_promises(today: dt.date) -> None:
    """Pay what was promised for today or tomorrow, as each debtor's memory has it."""
    due = PaymentPromise.objects.filter(
        status=PaymentPromise.Status.OPEN,
        due_on__in=[today, today + dt.timedelta(days=1)],
        case__loan__status=Loan.Status.ACTIVE,
    )
    for promise in due.select_related("case__loan__borrower").order_by("pk"):
        pays_on = promise.due_on - dt.timedelta(days=promise.pk % EARLY == 0)
        if promise.pk % FORGOTTEN and pays_on == today:
            with suppress(Refused):
                _pay_promised(promise, today)


def _pay_promised(promise: PaymentPromise, today: dt.date) -> None:
    loan = promise.case.loan
    amount_fen = min(promise.promised_fen, arrears_fen(loan, today))
    if amount_fen <= 0:
        return
    pay_in(loan.borrower, amount_fen)
    pay_loan(loan=loan, payer=loan.borrower, amount_fen=amount_fen, key=f"sim:{promise.number}")


def _work_on(case: CollectionCase, today: dt.date) -> None:
    officer = case.officer
    if officer is None:
        return
    turn = case.pk + today.toordinal()
    if case.next_action == "letter" or not case.loan.borrower.phone:
        send_letter(case=case, officer=officer, kind="reminder", key=f"sim:{case.number}:{today}")
        return
    told = OUTCOMES[turn % len(OUTCOMES)]
    contact = begin_call(case=case, officer=officer, purpose="remind").contact
    if told.said == ["will_pay"] and not case.promises.filter(status="open").exists():
        promised = {
            "promised_fen": max(1_00, arrears_fen(case.loan, today) // 2),
            "promised_on": today + dt.timedelta(days=PROMISE_DAYS),
        }
        told = Told(told.reached, told.said, told.note, **promised)  # type: ignore[arg-type]
    end_call(contact=contact, officer=officer, told=told)
