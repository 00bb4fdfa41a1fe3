"""What a borrower is told of debits from the bound card: before the first, and what came of each."""

from django.utils.translation import gettext_lazy as _

from accounts.messages import MessageTemplate, register_message
from accounts.models import Event, MessageCategory
from accounts.services.send_message import send_message
from accounts.web.formats import yuan
from lending.models import Loan

TEMPLATES = {
    "loan.card_debit_granted": MessageTemplate(
        "card_debit_granted",
        subject=_("Your bank card is debited for loan %(loan)s from now on"),
        body="lending/messages/card_debit_granted.txt",
        category=MessageCategory.MONEY,
    ),
    "loan.card_debit_revoked": MessageTemplate(
        "card_debit_revoked",
        subject=_("Your bank card is not debited for loan %(loan)s any more"),
        body="lending/messages/card_debit_revoked.txt",
        category=MessageCategory.MONEY,
    ),
    "loan.card_debited": MessageTemplate(
        "card_debited",
        subject=_("%(amount)s was debited from your bank card for loan %(loan)s"),
        body="lending/messages/card_debited.txt",
        category=MessageCategory.MONEY,
    ),
    "loan.card_debit_failed": MessageTemplate(
        "card_debit_failed",
        subject=_("Your bank card could not be debited for loan %(loan)s"),
        body="lending/messages/card_debit_failed.txt",
        sms=_(
            "[Fenqi] Your card could not be debited with %(amount)s for loan %(loan)s. Please pay it yourself."
        ),
        category=MessageCategory.MONEY,
    ),
}


def register_messages() -> None:
    """Register the templates."""
    for template in TEMPLATES.values():
        register_message(template)


def tell(event: Event) -> None:
    """Tell the borrower; the loan's page shows the rest."""
    loan = Loan.objects.select_related("borrower").get(pk=event.subject_id)
    amount_fen = event.data.get("amount_fen", event.data.get("cap_fen", 0))
    send_message(
        to=loan.borrower,
        template=TEMPLATES[event.kind].code,
        context={"loan": loan.number, "amount": yuan(amount_fen)},
        key=f"{event.kind}:{event.pk}",
        link=f"/borrow/loans/{loan.number}/card-debit/",
    )
