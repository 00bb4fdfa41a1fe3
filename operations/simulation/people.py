"""Making the people of a simulated company, through the services by which real people come in."""

import hashlib
from dataclasses import dataclass, field
from random import Random

from accounts import clock
from accounts.domain.suitability import true_answers
from accounts.models import IdentityCheck, User
from accounts.services.assess_suitability import age_of, assess_suitability
from accounts.services.open_account import open_account
from accounts.services.open_staff_login import open_staff_login
from accounts.services.verify_identity import verify_identity
from accounts.staff.queries import holders_of_role
from accounts.texts import questionnaire
from finance.custody.sandbox_customer import bind_own_card
from operations.simulation.introducing import become_known
from operations.simulation.names import make_identity_number, make_name

DOMAIN = "sim.fenqi.example"
# How a borrower pays: always on time, now and then late, all at once before the end, or no longer at all.
HABITS = ("steady", "late", "steady", "early", "failing", "steady", "steady", "late", "steady", "failing")


@dataclass
class Borrower:
    user: User
    habit: str
    # Instalments a failing borrower still pays before the money runs out.
    pays_until: int = 0
    # Somebody with a demo login: has one loan that everybody may look at, and never fails.
    is_guest: bool = False


@dataclass
class Cast:
    """Everybody who acts: the two at the desk, who are two persons, those who borrow, those who lend."""

    reviewer: User
    decider: User
    borrowers: list[Borrower] = field(default_factory=list)
    investors: list[User] = field(default_factory=list)


def open_customer(random: Random, email: str, *, password: str | None = None, wants: str = "borrow") -> User:
    """Bring in a customer who is known in full and has a verified card."""
    user = open_newcomer(random, email, password=password)
    become_known(user, wants=wants)
    bind_own_card(user)
    return user


def open_newcomer(random: Random, email: str, *, password: str | None = None) -> User:
    """Bring in somebody whose identity is verified, and nothing else yet."""
    name = make_name(random)
    user = open_account(
        email=email, phone=_phone_of(email), password=password, display_name=name, is_confirmed=True
    )
    for _attempt in range(20):
        check = verify_identity(
            user=user, real_name=name, identity_number=make_identity_number(random, clock.today())
        )
        if check.status == IdentityCheck.Status.MATCHED:
            break
    user.refresh_from_db()
    return user


def _phone_of(email: str) -> str:
    """Give every second customer a mobile number, always the same one; drawing it would change all that follows."""
    digest = int.from_bytes(hashlib.sha256(email.encode()).digest()[:8])
    return f"199{digest // 2 % 10**8:08d}" if digest % 2 else ""


def open_investor(random: Random, email: str, *, password: str | None = None) -> User:
    """Bring in a customer who may also lend: the risk questionnaire is answered boldly."""
    user = open_customer(random, email, password=password, wants="invest")
    sheet = questionnaire()
    bold = {question.code: "d" for question in sheet.questions}
    assess_suitability(user=user, answers=bold | true_answers(sheet, age_of(user, clock.today())))
    return user


def new_logins(kind: str, count: int, seed: int) -> list[str]:
    """Return so many addresses that nobody has, numbered on from those a run of this seed has left."""
    there = User.objects.filter(email__startswith=kind, email__endswith=f".s{seed}@{DOMAIN}")
    numbers = [
        (email or "").removeprefix(kind).partition(".")[0] for email in there.values_list("email", flat=True)
    ]
    last = max((int(number) for number in numbers if number.isdecimal()), default=0)
    return [f"{kind}{last + number:04d}.s{seed}@{DOMAIN}" for number in range(1, count + 1)]


def choose_borrower(random: Random, user: User, position: int) -> Borrower:
    """Give the next borrower a habit of paying, in turn, so that even a small company has one of each."""
    return Borrower(user, HABITS[position % len(HABITS)], pays_until=random.randint(1, 4))


def find_staff(random: Random, role: str, seed: int) -> User:
    """Return somebody who holds a role, hired for the simulation where the company has none."""
    staff = holders_of_role(role).first()
    if staff is not None:
        return staff
    return open_staff_login(
        email=f"{role.replace('_', '.')}.s{seed}@{DOMAIN}",
        password=None,
        display_name=make_name(random),
        roles=[role],
        identity_number=make_identity_number(random, clock.today()),
    )
