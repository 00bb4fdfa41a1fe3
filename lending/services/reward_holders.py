"""Pay the holders of a returned loan the interest of the days their money was lent."""

from django.db import transaction

from accounts import clock
from finance import chart
from finance.posting import EntryInput, TransferInput
from finance.services.post_entries import post_entries
from lending.domain.shares import split_over_claims
from lending.models import Claim, Loan

REWARD_COST = "5001"
PURPOSE = "cooling_interest"


def reward_holders(*, loan_id: int, interest_fen: int) -> dict[str, int]:
    """Post the company's reward to each holder by what was lent; return it by claim number.

    2190 → holder, 5001 → 1003, once for each loan. Refuses while the company has too little in custody: the event
    that asked is tried again.
    """
    with transaction.atomic():
        clock.lock_business_date()
        loan = Loan.objects.get(pk=loan_id)
        claims = {claim.number: claim for claim in Claim.objects.filter(loan=loan)}
        lent = {number: claim.principal_fen for number, claim in claims.items()}
        shares = split_over_claims(interest_fen, lent) if interest_fen else {}
        transfers = [
            TransferInput(
                chart.company_in_custody(), chart.wallet_available(claims[number].holder_id), fen, PURPOSE
            )
            for number, fen in shares.items()
            if fen
        ]
        if transfers:
            cost = TransferInput(chart.cost(REWARD_COST), chart.due_from_custody(), interest_fen, PURPOSE)
            post_entries(
                [
                    EntryInput(
                        kind="loan.cooling_reward",
                        reference=loan.number,
                        idempotency_key=f"cooling-reward:{loan.number}",
                        transfers=[*transfers, cost],
                    )
                ]
            )
    return shares
