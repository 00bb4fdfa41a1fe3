"""Issue a one-time code for an address."""

import datetime as dt
import secrets

from django.db import transaction

from accounts import clock, crypto
from accounts.models import VerificationCode
from accounts.services.count_code_request import address_index, count_code_request

GOOD_FOR = dt.timedelta(minutes=10)
KEPT_FOR = dt.timedelta(days=1)
DIGITS = 6


def issue_code(*, handle: str, address: str, origin: str = "", counted_as: str = "") -> str:
    """Return a fresh six-digit code for the e-mail address or phone, to be sent there and kept nowhere.

    The handle is what the asking browser holds; only with it can the code be used. `origin` is the network address that
    asked, empty where an employee did. `counted_as` names an act whose codes are counted apart from all others for the
    address. Refuses (`too_many_codes`) what the rule `code.limits` does not allow.
    """
    at, index = clock.now(), address_index(address)
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    with transaction.atomic():
        count_code_request(address=f"{counted_as}:{address}" if counted_as else address, origin=origin)
        VerificationCode.objects.create(
            handle=handle,
            address_index=index,
            code_hash=code_hash(handle, code),
            issued_at=at,
            expires_at=at + GOOD_FOR,
        )
    return code


def code_hash(handle: str, code: str) -> str:
    """Return the keyed hash of a code, different for every handle."""
    return crypto.blind_index("code", f"{handle}:{code}")


def forget_codes() -> int:
    """Delete codes that ran out a day ago; return how many rows went."""
    return VerificationCode.objects.filter(expires_at__lte=clock.now() - KEPT_FOR).delete()[0]
