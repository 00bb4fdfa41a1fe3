"""Take a list of the back office out of the house as a file."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import User
from accounts.rules import rule_value

EXPORT_RIGHT = "accounts.export_lists"


def take_out_list(
    *, actor: User, table: str, rows: "QuerySet[Any]", columns: list[str], filters: list[str]
) -> list[Any]:
    """Record who takes which list out, how many rows and columns, and return the rows in their order.

    At most as many as the rule `list.export` allows. Of the filters only the names are kept, because a search may be
    for a person. Refuses (`not_yours`) a person without the right, and (`nothing_to_export`) an empty list.
    """
    if not actor.has_right(EXPORT_RIGHT):
        raise Refused("not_yours", _("Your role does not take lists out of the house."))
    most = rule_value("list.export")["rows"]
    with transaction.atomic():
        taken = list(rows[:most])
        if not taken:
            raise Refused("nothing_to_export", _("The list is empty, so there is nothing to take out."))
        record_event(
            "list.exported",
            subject=None,
            actor=actor,
            data={"table": table, "rows": len(taken), "columns": columns, "filters": sorted(filters)},
        )
    return taken
