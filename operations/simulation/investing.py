"""What investors do on a simulated day."""

import datetime as dt
from random import Random

from accounts import clock
from accounts.errors import Refused
from accounts.models import User
from finance.custody.sandbox_customer import pay_in, pay_out
from finance.queries.wallets import wallet_balance
from lending.models import Bid, Listing
from lending.services.cancel_bid import cancel_bid
from lending.services.place_bid import place_bid
from operations.simulation.people import Cast

STEP_FEN = 100_00
# Few dare the lowest grade: most of its listings run out.
SHUNNED_GRADE = "D"
SHARE_SHUNNED = 0.97
NOTICE_READ = dt.timedelta(seconds=10)


def pay_money_in(random: Random, investor: User) -> None:
    """Bring a round sum for lending."""
    pay_in(investor, random.randrange(10, 80) * 1_000_00)


def bid_on_listings(random: Random, cast: Cast) -> None:
    """Look at what is open and lend small round sums, until listings are full or the day's mood is over."""
    for listing in Listing.objects.filter(status=Listing.Status.OPEN).order_by("pk"):
        if listing.grade == SHUNNED_GRADE and random.random() < SHARE_SHUNNED:
            continue
        for investor in random.sample(cast.investors, k=min(len(cast.investors), random.randint(2, 5))):
            listing.refresh_from_db()
            if listing.status != Listing.Status.OPEN:
                break
            _bid(random, investor, listing)


def _bid(random: Random, investor: User, listing: Listing) -> None:
    free_fen = wallet_balance(investor).available_fen
    most = min(listing.remaining_fen, free_fen, random.randint(10, 60) * STEP_FEN) // STEP_FEN * STEP_FEN
    if most <= 0:
        if free_fen < STEP_FEN and random.random() < 0.5:
            pay_money_in(random, investor)
        return
    try:
        place_bid(
            investor=investor,
            listing_number=listing.number,
            amount_fen=most,
            notice_shown_at=clock.now() - NOTICE_READ,
            key=f"simulate:{listing.number}:{investor.number}:{clock.now().isoformat()}",
        )
    except Refused:
        return


def change_minds(random: Random, cast: Cast) -> None:
    """Now and then somebody takes a bid back, or takes money out."""
    if random.random() < 0.05:
        bid = (
            Bid.objects.filter(status=Bid.Status.HELD, listing__status=Listing.Status.OPEN)
            .order_by("pk")
            .first()
        )
        if bid is not None:
            cancel_bid(bid=bid, investor=bid.investor)
    if random.random() < 0.06:
        investor = random.choice(cast.investors)
        free_fen = wallet_balance(investor).available_fen // 2
        if free_fen > 0:
            pay_out(investor, free_fen)
