"""Count who asks for codes, and stop whoever asks too often."""

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts import clock, crypto
from accounts.errors import Refused
from accounts.locking import lock_names
from accounts.models import CodeRequest
from accounts.rules import rule_value

A_DAY = dt.timedelta(days=1)
WINDOWS = {"minute": dt.timedelta(minutes=1), "hour": dt.timedelta(hours=1), "day": A_DAY}


def count_code_request(*, address: str, origin: str = "") -> None:
    """Write down that a text is wanted for an address from a network address, by keyed hashes only.

    Refuses (`too_many_codes`) beyond the rule `code.limits`: for the address, for the network address, and for all
    together. Known and unknown addresses are counted alike, so that the answer tells nothing of who has an account.
    Requests for one address wait for each other, so that ten at once are counted as ten.
    """
    limits = rule_value("code.limits")
    at, of_address = clock.now(), address_index(address)
    of_origin = crypto.blind_index("code-origin", origin) if origin else ""
    with transaction.atomic():
        lock_names(of_address, of_origin)
        asked = CodeRequest.objects.filter(asked_at__gt=at - A_DAY)
        _check(asked.filter(address_index=of_address), limits, "number", at)
        if of_origin:
            _check(asked.filter(origin_index=of_origin), limits, "address", at)
        if len(asked.values_list("pk")[: limits["all_day"]]) >= limits["all_day"]:
            raise _too_many(A_DAY)
        CodeRequest.objects.create(address_index=of_address, origin_index=of_origin, asked_at=at)


def address_index(address: str) -> str:
    """Return the blind index under which an e-mail address or a phone is counted."""
    return crypto.blind_index("code-address", address.lower())


def forget_code_requests() -> int:
    """Delete what is too old to be counted; return how many rows went."""
    return CodeRequest.objects.filter(asked_at__lte=clock.now() - A_DAY).delete()[0]


def _check(asked: "QuerySet[CodeRequest]", limits: dict[str, int], kind: str, at: dt.datetime) -> None:
    times = list(asked.order_by("-asked_at").values_list("asked_at", flat=True)[: limits[f"{kind}_day"]])
    for name, window in WINDOWS.items():
        if sum(one > at - window for one in times) >= limits[f"{kind}_{name}"]:
            raise _too_many(window)


def _too_many(window: dt.timedelta) -> Refused:
    if window < dt.timedelta(hours=1):
        words = _("A code was asked for a moment ago. Wait a minute before you ask for another.")
    elif window < A_DAY:
        words = _("Too many codes were asked for. Wait an hour before you ask for another.")
    else:
        words = _("Too many codes were asked for today. Try again tomorrow.")
    return Refused("too_many_codes", words)
