"""End the requests for approval whose time is over."""

from collections.abc import Iterable

from accounts import clock
from accounts.models import Approval
from accounts.states import move_many


def find_approvals_to_expire(after_id: int, limit: int) -> list[int]:
    """Return pending approvals that ran out, in the order of their ids."""
    rows = Approval.objects.filter(status__in=Approval.PENDING, expires_at__lte=clock.now(), pk__gt=after_id)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])


def expire_approvals(ids: Iterable[int]) -> int:
    """Move those that are still pending to expired; return how many."""
    wanted, at = list(ids), clock.now()
    return sum(
        len(move_many(Approval, wanted, from_=before, to=Approval.Status.EXPIRED, actor=None, ended_at=at))
        for before in Approval.PENDING
    )
