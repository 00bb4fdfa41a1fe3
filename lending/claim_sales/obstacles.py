"""What stands against selling a claim today: one list for offering, for buying and for the pages."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Exists, OuterRef
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.models import User
from finance.queries.freezes import frozen_among
from lending.claim_sales.rules import SaleRules, sale_rules
from lending.cooling.plan import last_cooling_day
from lending.goods.pauses import paused_loans
from lending.models import Claim, Loan, LoanHold, Restructure
from lending.repayment.book import LoanBook


def require_sales_open(on: dt.date) -> SaleRules:
    """Return the rules of the day; refuses (`sales_closed`) where the regime in force knows no sale of claims."""
    found = sale_rules(on)
    if found is None or not found.is_open:
        raise Refused("sales_closed", _("Under the rules in force no claim is sold."))
    return found


def find_obstacle(
    book: LoanBook | None, claim: Claim, *, rules: SaleRules, on: dt.date, marked: bool | None = None
) -> Refused | None:
    """Return the first thing that keeps a claim from being sold on a day; none, and it may be.

    `marked` is what `marked_loans` says of the loan, where the caller has asked for many at once.
    """
    if book is None or claim.status != Claim.Status.ACTIVE or not claim.outstanding_fen:
        return Refused("claim_ended", _("This claim has ended; there is nothing left to sell."))
    loan = book.loan
    if loan.closed_through_on < on - dt.timedelta(days=1):
        return Refused(
            "close_running", _("The day is being closed and payments are shared out. Try again shortly.")
        )
    if on <= last_cooling_day(loan):
        words = _("The borrower may still return this loan; its claims can be sold after %(day)s.")
        return Refused("cooling_off", words % {"day": date_format(last_cooling_day(loan))})
    if loan.watched_until_on is not None and on <= loan.watched_until_on:
        words = _("This loan was restructured and is watched until %(day)s; its claims are not for sale.")
        return Refused("watched", words % {"day": date_format(loan.watched_until_on)})
    if bool(marked_loans([loan.pk])) if marked is None else marked:
        return Refused(
            "loan_held", _("Something about this loan is being looked into; its claims are not for sale.")
        )
    return _find_in_schedule(book, rules, on)


def _find_in_schedule(book: LoanBook, rules: SaleRules, on: dt.date) -> Refused | None:
    running = book.instalments[0]
    if running.due_on <= on:
        return Refused(
            "instalment_unpaid", _("An instalment is due and not paid; the claim is not for sale.")
        )
    paid_fen = running.principal_paid_fen + running.interest_paid_fen + running.fee_paid_fen
    if paid_fen or running.starts_on > on:
        words = _("The coming instalment is paid in part or ahead; claims are for sale again after %(day)s.")
        return Refused("begun", words % {"day": date_format(_earlier_due(book, on))})
    if last_offer_day(book, rules) < on:
        words = _("The next instalment is due on %(day)s; claims are for sale again once it is paid.")
        return Refused("due_soon", words % {"day": date_format(running.due_on)})
    return None


def _earlier_due(book: LoanBook, on: dt.date) -> dt.date:
    running = book.instalments[0]
    return running.starts_on if running.starts_on > on else running.due_on


def last_offer_day(book: LoanBook, rules: SaleRules) -> dt.date:
    """Return the last day before the next due date on which the loan's claims are sold."""
    return book.instalments[0].due_on - dt.timedelta(days=rules.min_days_before_due)


def find_holding_obstacle(claim: Claim, rules: SaleRules, on: dt.date) -> Refused | None:
    """Return the refusal (`held_too_short`) of a claim that its holder has not held long enough."""
    first_on = claim.opened_on + dt.timedelta(days=rules.min_held_days)
    if on >= first_on:
        return None
    words = _("A claim can be sold once it was held for %(days)s days: this one from %(day)s on.")
    return Refused("held_too_short", words % {"days": rules.min_held_days, "day": date_format(first_on)})


def check_part(part_fen: int, whole_fen: int, rules: SaleRules, *, field: str) -> None:
    """Refuse (`part_wrong`) a part that is more than the whole, or one that is, or leaves, less than the least."""
    left_fen = whole_fen - part_fen
    if part_fen <= 0 or left_fen < 0:
        raise Refused("part_wrong", _("That is more than there is."), field=field)
    if left_fen and min(part_fen, left_fen) < rules.part_min_fen:
        words = _("Take all of it, or a part that is, and leaves, at least ¥%(least)s.")
        raise Refused("part_wrong", words % {"least": rules.part_min_fen // 100}, field=field)


def require_not_frozen(users: Iterable[User | int]) -> None:
    """Refuse (`wallet_frozen`) a sale in which somebody's wallet is frozen."""
    if frozen_among(user if isinstance(user, int) else user.pk for user in users):
        raise Refused("wallet_frozen", _("A wallet of this sale is frozen; please contact customer service."))


def marked_loans(loan_ids: Iterable[int]) -> set[int]:
    """Return which loans are marked, asked to be restructured, waiting for a dealer, or of a frozen borrower."""
    wanted = list(loan_ids)
    holds = LoanHold.objects.filter(loan=OuterRef("pk"), released_at=None)
    asked = Restructure.objects.filter(loan=OuterRef("pk"), status__in=Restructure.OPEN)
    rows = Loan.objects.filter(pk__in=wanted)
    found = set(rows.filter(Exists(holds) | Exists(asked)).values_list("pk", flat=True))
    found |= set(paused_loans().filter(loan__in=wanted).values_list("loan_id", flat=True))
    borrowers = dict(rows.values_list("pk", "borrower"))
    frozen = frozen_among(borrowers.values())
    return found | {loan_id for loan_id, borrower_id in borrowers.items() if borrower_id in frozen}
