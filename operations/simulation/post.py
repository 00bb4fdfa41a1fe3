"""The post of a simulated day: nobody is there to be reached, so what was written is noted as sent, and some is not."""

from random import Random

from django.db.models import F

from accounts import clock
from accounts.models import Message

SHARE_UNDELIVERABLE = 0.01


def carry_post(random: Random) -> None:
    """Note every waiting e-mail and SMS of the day as sent, a few as refused by the provider, in two statements.

    The real sweep would hand thousands of messages of a made-up year to the sandbox one by one.
    """
    waiting = Message.objects.filter(status=Message.Status.DUE).order_by("pk")
    ids = list(waiting.values_list("pk", flat=True))
    lost = [pk for pk in ids if random.random() < SHARE_UNDELIVERABLE]
    day = clock.now().astimezone(clock.SHANGHAI).date()
    carried = {"tries": 1, "tried_on": day}
    failed = Message.objects.filter(pk__in=lost)
    failed.filter(channel=Message.Channel.SMS).update(
        status=Message.Status.FAILED, error="412 unknown subscriber", **carried
    )
    failed.filter(channel=Message.Channel.EMAIL).update(
        status=Message.Status.FAILED, error="550 mailbox unavailable", **carried
    )
    rest = Message.objects.filter(status=Message.Status.DUE)
    rest.filter(channel=Message.Channel.SMS).update(
        status=Message.Status.DELIVERED,
        sent_at=F("created_at"),
        delivered_at=F("created_at"),
        **carried,
    )
    rest.filter(channel=Message.Channel.EMAIL).update(
        status=Message.Status.SENT, sent_at=F("created_at"), **carried
    )
