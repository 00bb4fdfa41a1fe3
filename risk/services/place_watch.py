"""Put a customer, a loan or a dealer under watch."""

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import clock
from accounts.domain.hidden_in_text import find_hidden_number
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import Dealer, User
from accounts.numbers import next_number
from accounts.rules import rule_value
from lending.models import Loan
from risk.models import RiskWatch
from risk.models.risk_watch import ExitRule

PREFIX = "RW"
KEEP = "risk.keep_database"
LEAST_WORDS = 4


@dataclass(frozen=True)
class WatchTerms:
    """Why, until when it is looked at again, and what ends it; `count` and `exit_on` as the rule needs them."""

    trigger: str
    words: str
    review_on: dt.date
    exit_rule: str
    exit_count: int | None = None
    exit_on: dt.date | None = None
    source_number: str = ""


def place_watch(
    *,
    terms: WatchTerms,
    owner: User,
    actor: User,
    customer: User | None = None,
    loan: Loan | None = None,
    dealer: Dealer | None = None,
) -> RiskWatch:
    """Open the watch; a loan's is its borrower's too. Rooms that warn call it with the number of their warning.

    Refuses (`watch_own`) a watch on oneself, (`watch_owner`) an owner who may not keep it, (`watch_words`),
    (`watch_day`) a review today, before or later than RULES risk.watch allows, (`watch_rule`) a rule without its
    figure or one that does not fit a dealer, (`watch_open`) a second watch on the same.
    """
    if loan is not None:
        customer = loan.borrower
    subject = dealer or customer
    if subject is None:
        raise ValueError("A watch is on somebody.")
    if customer is not None and customer.person_id is not None and customer.person_id == actor.person_id:
        raise Refused("watch_own", _("Nobody watches themselves."))
    require_keeper(owner)
    check_words(terms.words)
    today = clock.today()
    check_review_day(terms.review_on, today)
    count, exit_on = _rule_figures(terms, dealer, today)
    try:
        with transaction.atomic():
            watch = RiskWatch.objects.create(
                number=next_number(PREFIX),
                customer=customer,
                loan=loan,
                dealer=dealer,
                owner=owner,
                trigger=terms.trigger,
                words=terms.words.strip(),
                source_number=terms.source_number,
                review_on=terms.review_on,
                exit_rule=terms.exit_rule,
                exit_count=count,
                exit_on=exit_on,
                placed_by=actor,
                placed_at=clock.now(),
                placed_on=today,
            )
            record_event(
                "risk_watch.open",
                subject=watch,
                actor=actor,
                data={"on": (loan or subject).number, "trigger": terms.trigger, "owner": owner.number},
            )
            return watch
    except IntegrityError:
        raise Refused("watch_open", _("This is under watch already.")) from None


def require_keeper(owner: User) -> None:
    """Refuse (`watch_owner`) a colleague who may not keep a watch."""
    if not owner.has_right(KEEP):
        raise Refused("watch_owner", _("This colleague does not keep the risk database."), field="owner")


def check_words(words: str, field: str = "words") -> None:
    """Refuse (`watch_words`) words that say nothing, (`note_hidden`) a number that pages hide."""
    if len(words.strip()) < LEAST_WORDS:
        raise Refused("watch_words", _("Say why, in a few words."), field=field)
    if find_hidden_number(words):
        raise Refused(
            "note_hidden",
            _(
                "An identity, card or mobile number does not belong here: everybody who opens the file reads it."
            ),
            field=field,
        )


def check_review_day(review_on: dt.date, today: dt.date) -> None:
    """Refuse (`watch_day`) a day that does not lie ahead, or later than RULES risk.watch allows."""
    days = rule_value("risk.watch", on=today)["longest_review_days"]
    if review_on <= today:
        raise Refused("watch_day", _("The day has to lie ahead."), field="review_on")
    if review_on > today + dt.timedelta(days=days):
        raise Refused(
            "watch_day",
            ngettext(
                "Look again within %(days)s day at most.", "Look again within %(days)s days at most.", days
            )
            % {"days": days},
            field="review_on",
        )


def _rule_figures(
    terms: WatchTerms, dealer: Dealer | None, today: dt.date
) -> tuple[int | None, dt.date | None]:
    """Return the figure the rule needs, and nothing that it does not."""
    if dealer is not None and terms.exit_rule not in RiskWatch.OF_DEALERS:
        raise Refused("watch_rule", _("A dealer owes nothing here: choose another rule."), field="exit_rule")
    if terms.exit_rule in RiskWatch.COUNTING:
        most = rule_value("risk.watch", on=today)["most_in_a_row"]
        if not terms.exit_count or not 0 < terms.exit_count <= most:
            raise Refused(
                "watch_rule", _("How many? From 1 to %(most)s.") % {"most": most}, field="exit_count"
            )
        return terms.exit_count, None
    if terms.exit_rule == ExitRule.NO_OVERDUE:
        if terms.exit_on is None or terms.exit_on <= today:
            raise Refused("watch_rule", _("Until which day? It has to lie ahead."), field="exit_on")
        return None, terms.exit_on
    return None, None
