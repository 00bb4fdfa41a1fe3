"""Send a message once more that could not be delivered."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.message_rules import good_for
from accounts.models import Message, User


def retry_message(*, actor: User, number: str) -> None:
    """Let a failed e-mail or SMS wait for the sweep again, with all its tries; refuses (`not_failed`) any other.

    The provider is given the same key as before, so whoever got it after all does not get it twice. Quiet hours, the
    daily limit and what the person switched off meanwhile hold as for every message.
    """
    with transaction.atomic():
        at = clock.now()
        found = Message.objects.filter(number=number).first()
        touched = (
            Message.objects.filter(number=number, status=Message.Status.FAILED).update(
                status=Message.Status.DUE,
                tries=0,
                error="",
                next_try_at=at,
                sent_at=None,
                good_until_at=at + good_for(found.category),
            )
            if found is not None
            else 0
        )
        if touched != 1:
            raise Refused("not_failed", _("Only a message that was not delivered can be sent again."))
        record_event("message.retried", subject=found, actor=actor, data={})
