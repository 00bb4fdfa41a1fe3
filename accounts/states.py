"""State is moved, never set: a conditional update that must touch the row, then the event."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.errors import StaleState
from accounts.events import EventInput, record_event, record_events
from accounts.models.user import User


class StatefulModel(models.Model):
    """A model whose `status` changes only along its MOVES, through `move()`."""

    MOVES: ClassVar[dict[str, frozenset[str]]] = {}
    EVENT_NAME: ClassVar[str] = ""

    status: Any

    class Meta:
        abstract = True


def move(
    row: StatefulModel, to: str, *, actor: User | None, data: dict[str, Any] | None = None, **fields: Any
) -> None:
    """Move one row to a state it may reach, set the fields that belong to the move, and write the event.

    Refuses (StaleState) when the row is no longer in the state it was read in, (ValueError) a move the table lacks.
    """
    before = str(row.status)
    _check_allowed(type(row), before, to)
    with transaction.atomic():
        touched = type(row)._base_manager.filter(pk=row.pk, status=before).update(status=to, **fields)
        if touched != 1:
            raise StaleState("stale_state", _("Somebody else was faster. Please look at the page again."))
        row.status = to
        for name, value in fields.items():
            setattr(row, name, value)
        record_event(
            f"{row.EVENT_NAME}.{to}", subject=row, actor=actor, data={"from": before, **(data or {})}
        )


def move_many(
    model: type[StatefulModel],
    ids: Iterable[int],
    *,
    from_: str,
    to: str,
    actor: User | None,
    data: dict[str, Any] | None = None,
    **fields: Any,
) -> list[int]:
    """Move those of the rows that are still in `from_` with one update; return their ids.

    Rows that somebody else moved first are left out, which is a normal result.
    """
    _check_allowed(model, from_, to)
    with transaction.atomic():
        rows = list(
            model._base_manager.filter(pk__in=list(ids), status=from_).select_for_update().order_by("pk")
        )
        moved = [row.pk for row in rows]
        model._base_manager.filter(pk__in=moved).update(status=to, **fields)
        kind = f"{model.EVENT_NAME}.{to}"
        record_events([EventInput(kind, row, {"from": from_, **(data or {})}) for row in rows], actor=actor)
    return moved


def _check_allowed(model: type[StatefulModel], before: str, to: str) -> None:
    if to not in model.MOVES.get(before, frozenset()):
        raise ValueError(f"{model.__name__} cannot move from {before} to {to}.")
