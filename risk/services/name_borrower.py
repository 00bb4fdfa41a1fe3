"""Tell a member of the credit committee a borrower's name, to declare an interest."""

from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.models import User
from accounts.services.unmask_value import UnmaskedValue, unmask_value
from risk.committee.bench import bench_of
from risk.models import AgendaItem


def name_borrower(*, item: AgendaItem, member: User) -> UnmaskedValue:
    """Return the name in full, once; the look is recorded, and the borrower reads of it, as of every other.

    Nobody can say whether 王* is a cousin. Refuses (`not_seated`), (`not_live`) an item that is over, and what
    `unmask_value` refuses.
    """
    bench_of(item.meeting, item).own_seat(member)
    if item.status not in AgendaItem.LIVE:
        raise Refused("not_live", _("This item is over."))
    return unmask_value(
        staff=member,
        customer=item.case.application.borrower,
        value_code="real_name",
        reason="review",
        words=_("Declaration of interest, item %(item)s") % {"item": item.number},
    )
