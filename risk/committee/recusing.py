"""Keeping members from an item whom the house knows to have an interest in it."""

from accounts import clock
from accounts.events import record_event
from risk.committee.interests import known_ground
from risk.models import AgendaItem, CommitteeSeat, InterestDeclaration


def recuse_known(item: AgendaItem, seat: CommitteeSeat | None = None) -> None:
    """Recuse every seat (or one) of which the house itself knows an interest; once recused, always recused."""
    seats = (
        [seat]
        if seat is not None
        else list(item.meeting.seats.filter(replaced_at=None).select_related("member"))
    )
    for one in seats:
        ground = known_ground(item.case, one.member)
        if not ground:
            continue
        _row, is_new = InterestDeclaration.objects.get_or_create(
            item=item, seat=one, is_recused=True, defaults={"ground": ground, "declared_at": clock.now()}
        )
        if is_new:
            record_event(
                "agenda_item.recused",
                subject=item,
                actor=None,
                data={"seat": one.code, "ground": ground},
            )
