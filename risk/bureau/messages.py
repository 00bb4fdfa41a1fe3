"""What borrowers and colleagues are told about the credit bureau."""

from django.utils.translation import gettext_lazy as _

from accounts.messages import MessageTemplate, register_message
from risk.services import answer_bureau_dispute, remind_of_disputes, tell_before_reporting

TEMPLATES = (
    MessageTemplate(
        tell_before_reporting.TEMPLATE,
        subject=_("Before it is reported: loan %(loan)s is overdue"),
        body="risk/messages/adverse_notice.txt",
        sms=_(
            "[Fenqi] Loan %(loan)s is overdue. From %(from)s on this may be reported to the credit bureau."
            " Please read the notice after signing in."
        ),
        is_required=True,
    ),
    MessageTemplate(
        answer_bureau_dispute.TEMPLATE,
        subject=_("Your dispute %(dispute)s about a credit record is answered"),
        body="risk/messages/bureau_dispute_answered.txt",
        is_required=True,
    ),
    MessageTemplate(
        remind_of_disputes.TEMPLATE,
        subject=_("Dispute %(dispute)s has to be answered by %(due)s"),
        body="risk/messages/bureau_dispute_due.txt",
        is_emailed=False,
        is_required=True,
    ),
)


def register_messages() -> None:
    """Register the templates."""
    for template in TEMPLATES:
        register_message(template)
