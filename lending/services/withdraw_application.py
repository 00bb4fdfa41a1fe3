"""Take an application back."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from lending.models import Application, GoodsItem, Listing
from lending.services.end_listing import end_listing


def withdraw_application(*, application: Application, borrower: User) -> Application:
    """End the borrower's application at any time before the money is paid out; a listing of it is cancelled.

    Withdrawn twice is withdrawn once. Refuses (`not_open`) an application that was paid out or has ended otherwise,
    (`goods_accepted`) once a piece of the goods was accepted.
    """
    with transaction.atomic():
        clock.lock_business_date()
        row = lock_one(Application.objects.filter(pk=application.pk, borrower=borrower))
        if row.status == Application.Status.WITHDRAWN:
            return row
        if Application.Status.WITHDRAWN not in Application.MOVES.get(row.status, frozenset()):
            raise Refused("not_open", _("This application can no longer be withdrawn."))
        if GoodsItem.objects.filter(order__application=row, accepted_at__isnull=False).exists():
            raise Refused("goods_accepted", _("You have accepted a part of the goods already."))
        listing_id = Listing.objects.filter(application=row).values_list("pk", flat=True).first()
        if listing_id is not None:
            end_listing(
                listing_id=listing_id,
                to=Listing.Status.CANCELLED,
                reason="withdrawn",
                actor=borrower,
                application_to=Application.Status.WITHDRAWN,
            )
            row.refresh_from_db()
            return row
        move(
            row,
            Application.Status.WITHDRAWN,
            actor=borrower,
            ended_at=clock.now(),
            end_reason="withdrawn",
        )
    return row
