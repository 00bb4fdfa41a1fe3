"""Let somebody stand in for an absent colleague, as it was approved."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.locking import lock, lock_one
from accounts.models import Deputyship, User
from accounts.services.consume_approval import consume_approval
from accounts.staff.asking import require_no_clash, rights_held_or_promised
from accounts.staff.changes import DEPUTY_KIND, delegated_rights, deputy_payload
from accounts.states import move


def begin_deputyship(*, deputyship: Deputyship, approval_number: str, actor: User | None) -> Deputyship:
    """Use the approval up; the rights hold at once where the absence has begun, else from its first day.

    Refuses what `consume_approval` refuses, (`not_here`) where one of the two has left meanwhile, (`duties_clash`) what
    excludes the deputy's rights by now, (`absence_over`) what came too late.
    """
    with transaction.atomic():
        seen = Deputyship.objects.select_related("principal", "deputy").get(pk=deputyship.pk)
        consume_approval(
            number=approval_number,
            kind=DEPUTY_KIND,
            subject=seen,
            payload=deputy_payload(seen),
            actor=actor,
        )
        require_possible(seen)
        row = lock_one(Deputyship.objects.filter(pk=seen.pk))
        if row.status != Deputyship.Status.ASKED:
            raise Refused("not_open", _("This request is not open any more."))
        today = clock.today()
        if row.until_on < today:
            raise Refused("absence_over", _("The absence is over already."))
        has_begun = row.from_on <= today
        move(row, Deputyship.Status.IN_FORCE if has_begun else Deputyship.Status.PLANNED, actor=actor)
        return row


def require_possible(row: Deputyship) -> None:
    """Refuse (`not_here`) where one of the two is gone, (`right_not_held`) what the absent colleague holds no more,
    (`duties_clash`) what excludes the deputy's rights by now.
    """
    both = {user.pk: user for user in lock(User.objects.filter(pk__in=[row.principal_id, row.deputy_id]))}
    if not all(user.is_active for user in both.values()):
        raise Refused("not_here", _("This colleague does not work here any more."))
    rights = set(delegated_rights(row))
    if not rights <= both[row.principal_id].own_rights:
        raise Refused("right_not_held", _("The absent colleague does not hold all of these rights any more."))
    require_no_clash(rights_held_or_promised(both[row.deputy_id]) | rights)
