"""The investor of the demo company lets rules bid: one that is active and one that was paused."""

import datetime as dt

from accounts import clock
from accounts.models import Dealer, User
from lending.auto_invest.consent import scope_hash
from lending.domain.auto_invest import Wishes
from lending.models import AutoInvestRule
from lending.services.pause_auto_rule import pause_auto_rule
from lending.services.serve_auto_invest import serve_open_listings
from lending.services.start_auto_rule import start_auto_rule

READ_FOR = dt.timedelta(seconds=30)
GOOD_FOR = dt.timedelta(days=180)


def leave_auto_rules(*, domain: str) -> None:
    """Authorise both rules, and let the market be looked at once, so that the log has bids and reasons."""
    investor = User.objects.get(email=f"investor@{domain}")
    _start(investor, "active", frozenset({"A", "B", "C"}), per_dealer_fen=5_000_00)
    dealers = Dealer.objects.filter(status=Dealer.Status.ACTIVE).order_by("pk")[:1]
    numbers = frozenset(dealers.values_list("number", flat=True))
    goods_alone = _start(investor, "paused", frozenset({"A", "B"}), lines={"goods"}, dealers=numbers)
    pause_auto_rule(rule=goods_alone, investor=investor)
    serve_open_listings()


def _start(
    investor: User,
    name: str,
    grades: frozenset[str],
    *,
    lines: set[str] | None = None,
    dealers: frozenset[str] = frozenset(),
    per_dealer_fen: int = 0,
) -> AutoInvestRule:
    wishes = Wishes(
        grades=grades,
        lines=frozenset(lines or {"cash", "goods"}),
        periods_min=3,
        periods_max=24,
        rate_min_ppm=60_000,
        per_loan_fen=1_000_00,
        per_borrower_fen=2_000_00,
        keep_fen=500_00,
        total_fen=20_000_00,
        expires_on=clock.today() + GOOD_FOR,
        dealers=dealers,
        per_dealer_fen=per_dealer_fen,
    )
    number = start_auto_rule(
        investor=investor,
        wishes=wishes,
        shown_hash=scope_hash(wishes),
        notice_shown_at=clock.now() - READ_FOR,
        key=f"demo-rule-{name}",
    )
    return AutoInvestRule.objects.get(number=number)
