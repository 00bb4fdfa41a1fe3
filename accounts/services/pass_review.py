"""Pass a review that goes against no automatic check."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.models import Document, IdentityCheck, IdentityReview, User
from accounts.review.acting import lock_for_decider
from accounts.review.payloads import OVERRIDES
from accounts.services.carry_out_review import carry_out_review


def pass_review(
    *, review: IdentityReview, words: str, actor: User, valid_until_on: dt.date | None = None
) -> IdentityReview:
    """End the review for the customer; `valid_until_on` is the last day on the card, where it was read there.

    Refuses what `lock_for_decider` refuses, (`needs_two`) what goes against a check, (`identity_taken`) a second claim
    while the first account still holds the identity, (`card_ran_out`) a card whose day is over.
    """
    if valid_until_on is not None and valid_until_on < clock.today():
        raise Refused("card_ran_out", _("By this day the card has run out."), field="valid_until_on")
    with transaction.atomic():
        row = lock_for_decider(review, actor)
        if row.cause in OVERRIDES:
            raise Refused("needs_two", _("Two persons have to agree to this."))
        if valid_until_on is not None:
            Document.objects.filter(
                owner=row.user, kind=Document.Kind.IDENTITY_BACK, status=Document.Status.KEPT
            ).update(valid_until_on=valid_until_on)
        outcome = carry_out_review(review=row, actor=actor, words=words)
        if outcome == IdentityCheck.Status.TAKEN:
            raise Refused(
                "identity_taken", _("The other account still holds this identity. Refuse, or end that one.")
            )
        return row
