"""Money that the desk against laundering should see: on a few of the last days, by people who come for nothing else."""

from random import Random

from accounts.demo import DEMO_DOMAIN
from accounts.models import User
from finance.custody import calls, sandbox_bank
from finance.custody.sandbox_customer import bind_own_card, pay_in, pay_out
from finance.custody.sandbox_delivery import deliver_notifications
from finance.models import Deposit
from finance.queries.cards import verified_card
from finance.services.request_deposit import request_deposit
from operations.simulation.people import open_investor

# By how many days are left: what somebody does with how much.
LARGE_FEN = 520_000_00
THROUGH_FEN = (60_000_00, 58_000_00)
JUST_UNDER_FEN = 46_500_00
STRANGER_FEN = 12_000_00
MOVED_ON = {12: "large", 9: "in", 8: "out", 6: "under", 5: "under", 4: "under", 3: "stranger"}


def move_odd_money(random: Random, days_left: int) -> None:
    """Do what is planned for a day, counted by how many are left."""
    plan = MOVED_ON.get(days_left)
    if plan is None:
        return
    if plan == "large":
        pay_in(_person(random, "large"), LARGE_FEN)
    elif plan == "in":
        pay_in(_person(random, "through"), THROUGH_FEN[0])
    elif plan == "out":
        pay_out(_person(random, "through"), THROUGH_FEN[1])
    elif plan == "under":
        pay_in(_person(random, "under"), JUST_UNDER_FEN)
    else:
        _pay_as_a_stranger(_person(random, "stranger"))


def _person(random: Random, name: str) -> User:
    email = f"odd.{name}@{DEMO_DOMAIN}"
    return User.objects.filter(email=email).first() or open_investor(random, email)


def _pay_as_a_stranger(user: User) -> None:
    """Somebody else's transfer arrives under the number of the customer's order."""
    card = verified_card(user) or bind_own_card(user)
    number = request_deposit(
        actor=user, card_number=card.number, amount_fen=STRANGER_FEN, key=f"odd:{user.number}"
    )
    calls.send_deposit(Deposit.objects.get(number=number).pk)
    sandbox_bank.receive_unidentified(amount_fen=STRANGER_FEN, payer_name="何生", reference=number)
    deliver_notifications()
