"""What is told of a sale: to the seller, to the buyer, and, as the law asks, to the debtor (CC 546)."""

from django.utils.translation import gettext_lazy as _

from accounts.messages import MessageTemplate, register_message
from accounts.models import Event, MessageCategory
from accounts.services.send_message import MessageInput, send_messages
from accounts.web.formats import yuan
from lending.models import ClaimOffer, ClaimSale

OFFER_ENDS = ("claim_offer.withdrawn", "claim_offer.expired")


def register_messages() -> None:
    """Register the templates."""
    for code, subject in (
        ("claim_sold", _("%(principal)s of claim %(claim)s is sold")),
        ("claim_bought", _("Claim %(bought)s is yours")),
        ("claim_offer_ended", _("Your offer %(offer)s has ended")),
        ("claim_assigned", _("Part of your loan %(loan)s has another lender")),
    ):
        register_message(
            MessageTemplate(
                code,
                subject=subject,
                body=f"lending/messages/{code}.txt",
                is_emailed=False,
                category=MessageCategory.MONEY,
            )
        )


def tell_of_sale(event: Event) -> None:
    """Tell seller and buyer what moved, and the borrower that a claim was assigned; who holds it is not named."""
    sale = ClaimSale.objects.select_related("seller", "buyer", "loan__borrower", "claim", "bought_claim").get(
        pk=event.subject_id or 0
    )
    context = {
        "sale": sale.number,
        "loan": sale.loan.number,
        "claim": sale.claim.number,
        "bought": sale.bought_claim.number,
        "on": sale.traded_on,
        "principal": yuan(sale.principal_fen),
        "price": yuan(sale.price_fen),
        "accrued": yuan(sale.accrued_fen),
        "costs": yuan(sale.costs_fen),
        "proceeds": yuan(sale.proceeds_fen),
        "paid": yuan(sale.paid_fen),
    }
    link = f"/invest/claims/trades/{sale.number}/"
    assigned = {name: context[name] for name in ("loan", "on", "principal", "sale")}
    send_messages(
        [
            MessageInput(sale.seller, "claim_sold", context, f"claim_sold:{sale.number}", link),
            MessageInput(sale.buyer, "claim_bought", context, f"claim_bought:{sale.number}", link),
            MessageInput(
                sale.loan.borrower,
                "claim_assigned",
                assigned,
                f"claim_assigned:{sale.number}",
                f"/borrow/loans/{sale.loan.number}/",
            ),
        ]
    )


def tell_of_end(event: Event) -> None:
    """Tell a seller that an offer ended without being sold out; one's own doing is not repeated."""
    offer = ClaimOffer.objects.select_related("seller", "claim").get(pk=event.subject_id or 0)
    if offer.end_reason == "taken_down":
        return
    context = {
        "offer": offer.number,
        "claim": offer.claim.number,
        "reason": offer.end_reason,
        "sold": yuan(offer.sold_fen),
        "all": yuan(offer.amount_fen),
    }
    send_messages(
        [
            MessageInput(
                offer.seller,
                "claim_offer_ended",
                context,
                f"claim_offer_ended:{offer.number}",
                "/invest/claims/offers/",
            )
        ]
    )
