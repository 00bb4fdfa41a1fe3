"""Start a rule of automatic investing under an investor's authorisation."""

import datetime as dt

from django.utils.translation import gettext as _

from accounts import clock
from accounts.commands import run_once
from accounts.errors import Refused
from accounts.esign.codes import IN_SESSION
from accounts.events import record_event
from accounts.locking import lock_names
from accounts.models import Dealer, Signature, User
from accounts.numbers import next_number
from accounts.queries import require_suitability
from accounts.restrictions import require_not_held, require_open_for_business
from accounts.rules import rule_value
from accounts.services.sign_document import put_signature
from lending.auto_invest.consent import CONSENT_VERSION, scope_hash, scope_of, text_of_rule
from lending.domain.auto_invest import Wishes
from lending.models import AutoInvestRule, Grade, Product
from lending.risk_notice import require_notice_read

PREFIX = "AI"


def start_auto_rule(
    *, investor: User, wishes: Wishes, shown_hash: str, notice_shown_at: dt.datetime, key: str
) -> str:
    """Keep the authorisation, put the rule at the end of the queue and return its number.

    Refuses: a scope other than the one that was shown (`scope_changed`), one that makes no sense or runs too long
    (`scope_wrong`), more rules than the policy allows (`too_many_rules`), no verified identity or valid suitability,
    and a risk notice not shown long enough (RULES auto.consent, auto.queue, risk.popup).
    """
    return run_once(
        actor=investor,
        command="start_auto_rule",
        key=key,
        inputs=scope_of(wishes),
        perform=lambda: _start(investor, wishes, shown_hash, notice_shown_at),
    )


def _start(investor: User, wishes: Wishes, shown_hash: str, notice_shown_at: dt.datetime) -> str:
    require_open_for_business(investor)
    require_not_held(investor, "bid")
    today = clock.lock_business_date()
    _check_investor(investor, notice_shown_at, today)
    _check_scope(wishes, shown_hash, today)
    at = clock.now()
    rule = AutoInvestRule.objects.create(
        number=next_number(PREFIX),
        investor=investor,
        consent_version=CONSENT_VERSION,
        scope_hash=shown_hash,
        risk_notice_at=notice_shown_at,
        consented_at=at,
        queued_at=at,
        **{**scope_of(wishes), "expires_on": wishes.expires_on},
    )
    put_signature(
        signer=investor,
        capacity=Signature.Capacity.LENDER,
        text=text_of_rule(rule.number, wishes),
        proof=IN_SESSION,
    )
    record_event("auto_rule.started", subject=rule, actor=investor, data={"scope_hash": shown_hash})
    return rule.number


def _check_investor(investor: User, notice_shown_at: dt.datetime, today: dt.date) -> None:
    if not investor.is_customer or investor.identity_verified_at is None:
        raise Refused("identity_missing", _("Please verify your identity first."))
    require_suitability(investor, today)
    require_notice_read(notice_shown_at)
    # Two starts at once are counted one after the other.
    lock_names(f"auto_rules:{investor.number}")
    running = AutoInvestRule.objects.filter(investor=investor).exclude(status=AutoInvestRule.Status.ENDED)
    most = rule_value("auto.queue", on=today)["most_rules"]
    if running.count() >= most:
        raise Refused(
            "too_many_rules",
            _("You have %(count)s rules already. End one before you start another.") % {"count": most},
        )


def _check_scope(wishes: Wishes, shown_hash: str, today: dt.date) -> None:
    if scope_hash(wishes) != shown_hash:
        raise Refused("scope_changed", _("The rule has changed since you saw it. Please look at it again."))
    longest = today + dt.timedelta(days=rule_value("auto.queue", on=today)["longest_days"])
    makes_sense = (
        bool(wishes.grades)
        and wishes.grades <= set(Grade.values)
        and bool(wishes.lines)
        and wishes.lines <= set(Product.Line.values)
        and 0 < wishes.periods_min <= wishes.periods_max
        and 0 < wishes.per_loan_fen <= min(wishes.per_borrower_fen, wishes.total_fen)
        and wishes.keep_fen >= 0
        and (wishes.per_dealer_fen == 0 or wishes.per_dealer_fen >= wishes.per_loan_fen)
        and (Product.Line.GOODS in wishes.lines or not (wishes.dealers or wishes.per_dealer_fen))
        and wishes.dealers <= set(Dealer.objects.values_list("number", flat=True))
        and today < wishes.expires_on <= longest
    )
    if not makes_sense:
        raise Refused("scope_wrong", _("The limits of this rule contradict each other."))
