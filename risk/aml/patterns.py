"""The alerts of one day: each pattern looks at that day and the days before it, so that a day always gives the same."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence

from accounts import clock
from accounts.dealers.queries import owner_of
from accounts.models import Dealer, KnownDevice, User
from finance.holders import holder_of
from finance.models import BankTransaction, CustodyCustomer, Deposit, SuspenseItem
from lending.models import GoodsOrder, Loan, LoanPayment
from risk.aml import reading
from risk.aml.rules import large_rule, pattern_rule
from risk.domain import aml
from risk.domain.aml import IN, RECEIPT, Found, Movement

EARLY_KINDS = ("settlement", "prepayment")


def alerts_of(day: dt.date) -> list[Found]:
    """Return everything a closed day gives, in a fixed order; what was raised before is the caller's to leave out."""
    lines = reading.movements(day, day)
    rule = pattern_rule(day)
    companies = reading.organisations({line.customer_id for line in lines})
    return [
        *aml.large_of_day(day, lines, companies, large_rule(day)),
        *_pass_through(day, lines, rule["pass_through"]),
        *_structuring(day, lines, rule["structuring"]),
        *_shared_cards(day, lines, rule["shared_card"]),
        *_shared_devices(day, lines, rule["shared_device"]),
        *_early_repayments(day, rule["early_repayment"]),
        *_dealer_out(day, lines, rule["dealer_out"]),
        *_other_names(day),
    ]


def first_day(day: dt.date, days: int) -> dt.date:
    """Return the first of so many days that end with one."""
    return day - dt.timedelta(days=days - 1)


def _who(lines: Sequence[Movement], what: str) -> list[int]:
    return sorted({line.customer_id for line in lines if line.what == what})


def _pass_through(day: dt.date, lines: Sequence[Movement], rule: dict[str, int]) -> Iterator[Found]:
    people = _who(lines, "withdrawal")
    if not people:
        return
    first_on = first_day(day, rule["days"])
    used = reading.used_fen(people, first_on, day)
    sides: dict[tuple[int, str], list[Movement]] = defaultdict(list)
    for line in reading.movements(first_on, day, people):
        sides[line.customer_id, line.what].append(line)
    for customer_id in people:
        came, went = sides[customer_id, "deposit"], sides[customer_id, "withdrawal"]
        if aml.is_pass_through(aml.total_fen(came), aml.total_fen(went), used[customer_id], rule):
            yield Found("pass_through", f"pass_through:{customer_id}:{day}", customer_id, (*came, *went))


def _structuring(day: dt.date, lines: Sequence[Movement], rule: dict[str, int]) -> Iterator[Found]:
    people = _who(lines, "deposit")
    if not people:
        return
    deposits: dict[int, list[Movement]] = defaultdict(list)
    for line in reading.movements(first_day(day, rule["days"]), day, people):
        if line.what == "deposit":
            deposits[line.customer_id].append(line)
    for customer_id in people:
        near = aml.just_under(deposits[customer_id], rule)
        if near and near[-1].on == day:
            yield Found("structuring", f"structuring:{customer_id}:{day}", customer_id, tuple(near))


def _shared_cards(day: dt.date, lines: Sequence[Movement], rule: dict[str, int]) -> Iterator[Found]:
    of_order = reading.cards_used(lines)
    used_today = {card.card_index: card for card in of_order.values()}
    for index in sorted(used_today):
        found = reading.orders_with_cards([used_today[index]], first_day(day, rule["days"]), day)
        people = sorted({line.customer_id for line in found})
        if len(people) >= rule["people"]:
            key = "-".join(str(one) for one in people)
            yield Found(
                "shared_card", f"shared_card:{index[:16]}:{key}"[:120], found[-1].customer_id, tuple(found)
            )


def _shared_devices(day: dt.date, lines: Sequence[Movement], rule: dict[str, int]) -> Iterator[Found]:
    people = {line.customer_id for line in lines if line.what in ("deposit", "withdrawal")}
    end_at = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), clock.SHANGHAI)
    known = KnownDevice.objects.filter(first_at__lt=end_at)
    devices = sorted(set(known.filter(user__in=people).values_list("token_index", flat=True)))
    users: dict[str, set[int]] = defaultdict(set)
    for index, user_id in known.filter(token_index__in=devices).values_list("token_index", "user"):
        users[index].add(user_id)
    for index in devices:
        if len(users[index]) < rule["people"]:
            continue
        moved = reading.movements(first_day(day, rule["days"]), day, users[index])
        found = [line for line in moved if line.what in ("deposit", "withdrawal")]
        count = len({line.customer_id for line in found})
        if count >= rule["people"]:
            key = f"shared_device:{index[:32]}:{count}"
            yield Found("shared_device", key, found[-1].customer_id, tuple(found))


def _early_repayments(day: dt.date, rule: dict[str, int]) -> Iterator[Found]:
    payments = LoanPayment.objects.filter(
        paid_on=day, kind__in=EARLY_KINDS, amount_fen__gte=rule["least_fen"], payer__isnull=True
    )
    for payment in payments.select_related("loan").order_by("pk"):
        loan: Loan = payment.loan
        new = _from_new_sources(loan.borrower_id, day, rule["days"])
        days_ahead = (loan.matures_on - day).days
        if aml.is_early_from_new_source(payment.amount_fen, days_ahead, aml.total_fen(new), rule):
            paid = Movement(loan.borrower_id, day, "repayment", "out", payment.amount_fen, payment.number)
            key = f"early_repayment:{payment.number}"
            yield Found("early_repayment", key, loan.borrower_id, (*new, paid))


def _from_new_sources(customer_id: int, day: dt.date, days: int) -> list[Movement]:
    """Return what came lately by a card that had never paid in before, while another one had, or from a sender."""
    first_on = first_day(day, days)
    came = [line for line in reading.movements(first_on, day, [customer_id]) if line.direction == IN]
    deposits = [line for line in came if line.what == "deposit"]
    begin_at = dt.datetime.combine(first_on, dt.time(), clock.SHANGHAI)
    earlier = Deposit.objects.filter(user=customer_id, status=Deposit.Status.CONFIRMED, ended_at__lt=begin_at)
    known = set(earlier.values_list("card__card_index", flat=True))
    cards = reading.cards_used(deposits)
    by_new_card = [
        line
        for line in deposits
        if known and line.reference in cards and cards[line.reference].card_index not in known
    ]
    return by_new_card + [line for line in came if line.what == RECEIPT]


def _dealer_out(day: dt.date, lines: Sequence[Movement], rule: dict[str, int]) -> Iterator[Found]:
    people = _who(lines, "withdrawal")
    first_on = first_day(day, rule["window_days"])
    orders = GoodsOrder.objects.filter(loan__disbursed_on__range=(first_on, day))
    dealers = (
        sorted(set(orders.filter(customer__in=people).values_list("dealer", flat=True))) if people else []
    )
    for dealer in Dealer.objects.filter(pk__in=dealers).order_by("pk"):
        days: dict[int, list[dt.date]] = defaultdict(list)
        for customer_id, on in orders.filter(dealer=dealer).values_list("customer", "loan__disbursed_on"):
            days[customer_id].append(on)
        out = [line for line in reading.movements(first_on, day, list(days)) if line.what == "withdrawal"]
        soon = aml.buyers_who_left(out, days, rule)
        owner = owner_of(dealer)
        if soon and soon[-1].on == day and owner is not None:
            yield Found("dealer_out", f"dealer_out:{owner.pk}:{day}", owner.pk, tuple(soon))


def _other_names(day: dt.date) -> Iterator[Found]:
    receipts = BankTransaction.objects.filter(entry__business_date=day, entry__kind="suspense.received")
    for item in SuspenseItem.objects.filter(receipt__in=receipts).select_related("receipt").order_by("pk"):
        found = other_name(item)
        if found is not None:
            yield found


def other_name(item: SuspenseItem) -> Found | None:
    """Return the alert about a receipt that came for a customer's order under another name (RULES samename).

    Whatever else was wrong with it: an amount that differs as well must not hide the name that does.
    """
    rows = Deposit.objects.select_related("user__person").filter(number=item.reference)
    order = rows.first() if item.reference else None
    if order is None:
        return None
    receipt, person = item.receipt, order.user.person
    known = CustodyCustomer.objects.filter(user=order.user_id, bank_customer=receipt.bank_customer)
    if known.exists() or (person is not None and item.payer_name and item.payer_name == person.real_name):
        return None
    on = receipt.entry.business_date if receipt.entry is not None else receipt.value_on
    line = Movement(order.user_id, on, RECEIPT, IN, item.amount_fen, item.number)
    return Found("other_name", f"other_name:{item.number}", order.user_id, (line,))


def party_of(user: User) -> tuple[str, str]:
    """Return the name and the number under which the authority knows a customer; empty where nobody is verified."""
    holder = holder_of(user)
    return (holder.name, holder.identity_number) if holder is not None else ("", "")
