"""What owners of warning notices and the risk managers are told."""

from collections.abc import Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.messages import MessageTemplate, register_message
from accounts.models import User
from accounts.services.send_message import MessageInput, send_messages
from accounts.staff.queries import holders_of_role
from risk.models import WarningNotice

BODY = "risk/messages/warning.txt"
TEMPLATES = (
    MessageTemplate("warning_given", subject=_("%(level)s warning notice %(notice)s is yours"), body=BODY),
    MessageTemplate("warning_returned", subject=_("Warning notice %(notice)s came back to you"), body=BODY),
    MessageTemplate(
        "warning_answered",
        subject=_("Warning notice %(notice)s is answered"),
        body=BODY,
        is_emailed=False,
    ),
    MessageTemplate(
        "warning_overdue", subject=_("Warning notice %(notice)s was not answered in time"), body=BODY
    ),
)
LEVELS: dict[str, Promise] = dict(WarningNotice.Level.choices)  # type: ignore[arg-type]


def register_messages() -> None:
    """Register the templates."""
    for template in TEMPLATES:
        register_message(template)


def path_of(notice: WarningNotice) -> str:
    """Return the page of a notice."""
    return f"/office/risk/warnings/notices/{notice.number}/"


def tell_owner(notice: WarningNotice, why: str) -> None:
    """Tell the owner that a notice is theirs (`given`, `handed:…`) or came back (`returned`), in the transaction."""
    template = "warning_returned" if why == "returned" else "warning_given"
    send_messages([_message(template, notice, notice.owner, f"{why}:{notice.due_on}:{notice.steps.count()}")])


def tell_raiser(notice: WarningNotice) -> None:
    """Tell who raised a notice that it is answered."""
    key = f"{notice.due_on}:{notice.steps.count()}"
    send_messages([_message("warning_answered", notice, notice.raised_by, key)])


def tell_escalated(notices: Sequence[WarningNotice]) -> None:
    """Tell the owner of each notice and every risk manager that its day is over."""
    if not notices:
        return
    managers = list(holders_of_role("risk_manager"))
    owners = {user.pk: user for user in User.objects.filter(pk__in={row.owner_id for row in notices})}
    send_messages(
        [
            _message("warning_overdue", notice, user, str(notice.due_on))
            for notice in notices
            for user in {one.pk: one for one in [owners[notice.owner_id], *managers]}.values()
        ]
    )


def _message(template: str, notice: WarningNotice, to: User, occasion: str) -> MessageInput:
    context: dict[str, Any] = {
        "notice": notice.number,
        "level": LEVELS[notice.level],
        "due_on": notice.due_on,
        "words": notice.words,
    }
    key = f"{template}:{notice.number}:{to.pk}:{occasion}"
    return MessageInput(to, template, context, key, path_of(notice))
