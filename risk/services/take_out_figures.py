"""Take a table of figures out of the house as a file."""

from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import User
from accounts.services.take_out_list import EXPORT_RIGHT


def take_out_figures(*, actor: User, table: str, rows: int) -> None:
    """Record who takes which figures out; refuses (`not_yours`) a person without the right, (`nothing_to_export`)."""
    if not actor.has_right(EXPORT_RIGHT):
        raise Refused("not_yours", _("Your role does not take lists out of the house."))
    if not rows:
        raise Refused("nothing_to_export", _("The list is empty, so there is nothing to take out."))
    record_event("figures.exported", subject=None, actor=actor, data={"table": table, "rows": rows})
