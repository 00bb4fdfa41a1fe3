"""Issue a one-time code for an address."""

import datetime as dt
import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock, crypto
from accounts.errors import Refused
from accounts.models import VerificationCode

GOOD_FOR = dt.timedelta(minutes=10)
A_DAY = dt.timedelta(days=1)
CODES_A_DAY = 10
DIGITS = 6


def issue_code(*, handle: str, address: str) -> str:
    """Return a fresh six-digit code for the e-mail address or phone, to be sent there and kept nowhere.

    The handle is what the asking browser holds; only with it can the code be used. Refuses (`too_many_codes`) more than
    ten codes a day for one address.
    """
    at, index = clock.now(), address_index(address)
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    with transaction.atomic():
        recent = VerificationCode.objects.filter(address_index=index, issued_at__gt=at - A_DAY).count()
        if recent >= CODES_A_DAY:
            raise Refused(
                "too_many_codes", _("Too many codes were asked for this address today. Try again tomorrow.")
            )
        VerificationCode.objects.create(
            handle=handle,
            address_index=index,
            code_hash=code_hash(handle, code),
            issued_at=at,
            expires_at=at + GOOD_FOR,
        )
    return code


def address_index(address: str) -> str:
    """Return the blind index under which the codes of an address are counted."""
    return crypto.blind_index("code-address", address.lower())


def code_hash(handle: str, code: str) -> str:
    """Return the keyed hash of a code, different for every handle."""
    return crypto.blind_index("code", f"{handle}:{code}")
