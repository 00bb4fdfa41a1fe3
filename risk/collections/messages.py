"""What debtors and customer service are told by collection."""

from django.utils.translation import gettext_lazy as _

from accounts.messages import MessageTemplate, register_message
from accounts.models import MessageCategory
from risk.collections.handlers import COMPLAINT
from risk.services import end_settlement, send_letter

TEMPLATES = (
    MessageTemplate(
        send_letter.TEMPLATE,
        subject=_("A letter about your overdue loan %(loan)s: %(kind)s"),
        body="risk/messages/collection_letter.txt",
        sms=_("[Fenqi] There is a letter about your loan %(loan)s. Please read it after signing in."),
        category=MessageCategory.COLLECTION,
    ),
    MessageTemplate(
        end_settlement.TEMPLATE,
        subject=_("Lenders let you off %(amount)s of loan %(loan)s"),
        body="risk/messages/collection_settlement.txt",
    ),
    MessageTemplate(
        COMPLAINT,
        subject=_("Complaint %(complaint)s about a contact of collections"),
        body="risk/messages/contact_complaint.txt",
        is_emailed=False,
        is_required=True,
    ),
)


def register_messages() -> None:
    """Register the templates."""
    for template in TEMPLATES:
        register_message(template)
