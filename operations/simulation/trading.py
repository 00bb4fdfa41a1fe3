"""What lenders do with each other on a simulated day: some sell claims, whole or in part, and some buy."""

from random import Random

from accounts import clock
from accounts.errors import Refused
from accounts.models import User
from finance.queries.wallets import wallet_balance
from lending.claim_sales.quotes import quote_part, terms_of
from lending.claim_sales.rules import SaleRules, sale_rules
from lending.models import Claim, ClaimOffer
from lending.queries.claim_market import open_offers
from lending.repayment.book import read_books
from lending.services.buy_claim import buy_claim
from lending.services.put_up_claim import put_up_claim
from lending.services.take_down_offer import take_down_offer
from operations.simulation.investing import NOTICE_READ
from operations.simulation.people import Cast

CHANCE_TO_SELL = 0.2
CHANCE_TO_BUY = 0.35
CHANCE_TO_REGRET = 0.03
# Most ask for a little less than par; some for more.
PRICES_PPM = (970_000, 980_000, 985_000, 990_000, 995_000, 1_000_000, 1_000_000, 1_005_000)
TRIES = 4


def trade_claims(random: Random, cast: Cast) -> None:
    """Offer a claim now and then, and buy parts of what is on offer."""
    if cast.investors and random.random() < CHANCE_TO_SELL:
        offer_claims(random, cast.investors, count=1)
    rules = sale_rules(clock.today())
    if rules is None:
        return
    for offer in open_offers(clock.today()).order_by("pk"):
        if random.random() < CHANCE_TO_REGRET:
            take_down_offer(offer=offer, seller=offer.seller)
        elif random.random() < CHANCE_TO_BUY:
            _buy(random, random.choice(cast.investors), offer, rules)


def offer_claims(random: Random, sellers: list[User], *, count: int) -> None:
    """Put up to so many claims on offer, whole or half; what may not be sold today is left alone."""
    claims = Claim.objects.filter(holder__in=sellers, status=Claim.Status.ACTIVE).select_related("holder")
    found = list(claims.order_by("pk"))
    for claim in random.sample(found, k=min(len(found), TRIES * count)):
        is_whole = claim.outstanding_fen < 400_00 or random.random() < 0.5
        part_fen = claim.outstanding_fen if is_whole else claim.outstanding_fen // 2
        try:
            put_up_claim(
                claim=claim,
                seller=claim.holder,
                amount_fen=part_fen,
                price_ppm=random.choice(PRICES_PPM),
                key=f"simulate:{clock.today()}:{claim.number}",
            )
        except Refused:
            continue
        count -= 1
        if not count:
            return


def _buy(random: Random, buyer: User, offer: ClaimOffer, rules: SaleRules) -> None:
    free_fen = wallet_balance(buyer).available_fen
    part_fen = offer.left_fen
    if random.random() < 0.4 and part_fen >= 2 * rules.part_min_fen:
        part_fen //= 2
    [book] = read_books([offer.loan_id])
    claim = next(row for row in book.claims if row.pk == offer.claim_id)
    quote = quote_part(book, claim, terms_of(offer), part_fen, rules=rules, on=clock.today())
    if quote.paid_fen > free_fen:
        return
    try:
        buy_claim(
            buyer=buyer,
            offer_number=offer.number,
            amount_fen=part_fen,
            shown_fen=quote.paid_fen,
            notice_shown_at=clock.now() - NOTICE_READ,
            key=f"simulate:{clock.now().isoformat()}:{offer.number}",
        )
    except Refused:
        return
