"""What borrowers are told about their instalments, and when everything is paid."""

from django.utils.translation import gettext_lazy as _

from accounts.messages import MessageTemplate, register_message
from accounts.models import Event, MessageCategory
from accounts.services.send_message import send_message
from accounts.web.formats import yuan
from lending.models import Loan, LoanPayment


def register_messages() -> None:
    """Register the templates of reminders, of what lenders received and of the last payment."""
    register_message(
        MessageTemplate(
            "instalment_due",
            subject=_("%(amount)s falls due on %(due_on)s"),
            body="lending/messages/instalment_due.txt",
            sms=_("[Fenqi] Instalment %(n)s of loan %(loan)s, %(amount)s, falls due on %(due_on)s."),
            is_emailed=True,
        )
    )
    register_message(
        MessageTemplate(
            "instalment_overdue",
            subject=_("%(amount)s has been overdue for %(days)s days"),
            body="lending/messages/instalment_overdue.txt",
            sms=_("[Fenqi] Instalment %(n)s of loan %(loan)s, %(amount)s, is %(days)s days overdue."),
            is_emailed=True,
            category=MessageCategory.COLLECTION,
        )
    )
    register_message(
        MessageTemplate(
            "payments_received",
            subject=_("%(total)s received on %(day)s"),
            body="lending/messages/payments_received.txt",
            is_emailed=False,
            category=MessageCategory.MONEY,
        )
    )
    register_message(
        MessageTemplate(
            "loan_settled",
            subject=_("Loan %(loan)s is paid off"),
            body="lending/messages/loan_settled.txt",
            sms=_("[Fenqi] Loan %(loan)s is paid off. Nothing more is owed."),
            is_emailed=True,
        )
    )


def tell_of_settlement(event: Event) -> None:
    """Tell the borrower that the loan is paid off, with the last payment and all that was paid."""
    loan = Loan.objects.select_related("borrower").get(pk=event.subject_id)
    if LoanPayment.objects.filter(loan=loan, kind=LoanPayment.Kind.RETURN).exists():
        # The dealer paid it off; what that means for the customer is told with the return.
        return
    own = LoanPayment.objects.filter(loan=loan).exclude(kind=LoanPayment.Kind.DEALER)
    payments = list(own.order_by("pk").values_list("amount_fen", flat=True))
    send_message(
        to=loan.borrower,
        template="loan_settled",
        context={
            "loan": loan.number,
            "last": yuan(payments[-1] if payments else 0),
            "paid": yuan(sum(payments)),
            "borrowed": yuan(loan.principal_fen),
        },
        key=f"loan.settled:{loan.number}",
        link=f"/borrow/loans/{loan.number}/",
    )
