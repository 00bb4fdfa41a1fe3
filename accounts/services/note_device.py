"""Remember the device of a sign-in, and tell its owner of a new one."""

import datetime as dt
import uuid

from django.db import transaction

from accounts import clock, crypto
from accounts.models import KnownDevice, User
from accounts.services.send_message import send_message

KIND = "device"
DEVICES = "/accounts/sessions/"
# The cookie lives a year; a device not seen for longer is a new one.
FORGOTTEN_AFTER = dt.timedelta(days=366)


def note_device(*, user: User, token: str, words: str, network: str) -> bool:
    """Return whether this device is new to the login; if so its owner is told, in the inbox, by e-mail and SMS.

    `token` is what the browser keeps; the first device of a login is nobody's news. Called after a sign-in.
    """
    at = clock.now()
    index = crypto.blind_index(KIND, token)
    with transaction.atomic():
        if KnownDevice.objects.filter(user=user, token_index=index).update(last_at=at, words=words):
            return False
        KnownDevice.objects.filter(user=user, last_at__lt=at - FORGOTTEN_AFTER).delete()
        is_first = not KnownDevice.objects.filter(user=user).exists()
        _, is_new = KnownDevice.objects.get_or_create(
            user=user, token_index=index, defaults={"words": words, "first_at": at, "last_at": at}
        )
        if not is_new or is_first:
            return False
        values = {"device": words, "network": network, "at": at}
        send_message(
            to=user, template="new_device", context=values, key=f"device:{uuid.uuid4().hex}", link=DEVICES
        )
    return True
