"""Ask for another person's approval to ask a holder for a waiver."""

from accounts.models import User
from lending.models import Loan, Waiver
from lending.services.propose_waivers import propose_waivers


def propose_waiver(
    *, loan: Loan, claim_number: str, maker: User, principal_fen: int, interest_fen: int, reason: str
) -> Waiver:
    """Put before another person what one holder would be asked to let the borrower off; the others are not touched.

    Refuses what `propose_waivers` refuses.
    """
    part = (claim_number, principal_fen, interest_fen)
    return propose_waivers(loan=loan, parts=[part], maker=maker, reason=reason)[0]
