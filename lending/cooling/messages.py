"""What the holders of a returned loan are told; and the reward that the company owes them."""

from django.utils.translation import gettext_lazy as _

from accounts.messages import MessageTemplate, register_message
from accounts.models import Event, MessageCategory
from accounts.services.send_message import MessageInput, send_messages
from accounts.web.formats import yuan
from lending.models import Claim
from lending.services.reward_holders import reward_holders


def register_messages() -> None:
    """Register the template."""
    register_message(
        MessageTemplate(
            "loan_returned",
            subject=_("Loan %(loan)s was returned; %(principal)s is back"),
            body="lending/messages/loan_returned.txt",
            is_emailed=False,
            category=MessageCategory.MONEY,
        )
    )


def reward_and_tell(event: Event) -> None:
    """Pay the interest of the days to the holders, then tell each what came back; safe to run twice."""
    interest_fen = int(event.data["holders_interest_fen"])
    shares = reward_holders(loan_id=event.subject_id or 0, interest_fen=interest_fen)
    claims = Claim.objects.filter(loan=event.subject_id).select_related("loan", "holder").order_by("number")
    send_messages(
        [
            MessageInput(
                claim.holder,
                "loan_returned",
                {
                    "loan": claim.loan.number,
                    "claim": claim.number,
                    "principal": yuan(claim.principal_fen),
                    "interest": yuan(shares.get(claim.number, 0)),
                },
                f"loan.returned:{claim.number}",
                f"/invest/claims/{claim.number}/",
            )
            for claim in claims
        ]
    )
