"""What every step of an inspection asks first."""

from django.utils.translation import gettext as _

from accounts.domain.hidden_in_text import find_hidden_number
from accounts.errors import Refused
from accounts.models import User
from risk.models import Inspection


def require_lead(inspection: Inspection, actor: User) -> None:
    """Refuse (`not_the_lead`) anybody but who leads the inspection."""
    if inspection.lead_id != actor.pk:
        raise Refused("not_the_lead", _("Only the colleague who leads this inspection does that."))


def require_running(inspection: Inspection, actor: User) -> None:
    """Refuse (`not_the_lead`), and (`not_running`) an inspection that has not begun or is reported."""
    require_lead(inspection, actor)
    if inspection.status != Inspection.Status.RUNNING:
        raise Refused("not_running", _("This inspection is not under way."))


def require_no_hidden_number(words: str, field: str) -> None:
    """Refuse (`<field>_hidden`) words that spell out a number which pages hide: many read them without a reason."""
    if find_hidden_number(words):
        raise Refused(
            f"{field}_hidden",
            _("Leave identity, card and mobile numbers out; name people by their customer number."),
            field=field,
        )
