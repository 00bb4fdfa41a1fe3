"""What borrowers are told about their instalments."""

from django.utils.translation import gettext_lazy as _

from accounts.messages import MessageTemplate, register_message


def register_messages() -> None:
    """Register the templates of reminders."""
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
        )
    )
