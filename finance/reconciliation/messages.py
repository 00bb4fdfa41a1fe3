"""What colleagues are told of a day that does not match."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.messages import MessageTemplate, register_message
from accounts.models import MessageCategory
from accounts.services.send_message import MessageInput, send_messages
from accounts.staff.queries import holders_of_role
from finance.models import CustodyStatement

BROKEN = MessageTemplate(
    "reconciliation_broken",
    subject=_("The bank's statement of %(day)s does not match: payouts are halted"),
    body="finance/messages/reconciliation_broken.txt",
    category=MessageCategory.MONEY,
    is_required=True,
)


def register_messages() -> None:
    """Add the message, from `apps.py: ready()`."""
    register_message(BROKEN)


def tell_of_breaks(statement: CustodyStatement, count: int) -> None:
    """Tell every finance manager, once for each match that found something new."""
    send_messages(
        [
            MessageInput(
                to=manager,
                template=BROKEN.code,
                context={"day": statement.business_on, "count": count, "number": statement.number},
                key=f"reconciliation:{statement.number}:{statement.matched_at:%Y%m%d%H%M%S%f}:{manager.number}",
                link=reverse("office_reconciliation_day", args=[statement.business_on]),
            )
            for manager in holders_of_role("finance_manager")
        ]
    )
