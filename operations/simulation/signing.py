"""How a made-up person reads a code and signs an offer with it."""

import re

from accounts import clock
from accounts.models import SandboxMessage
from lending.models import Application
from lending.offers import offer_hash, quote_offer
from lending.services.send_offer_code import send_offer_code
from lending.services.sign_offer import sign_offer

SIX_DIGITS = re.compile(r"(?<!\d)\d{6}(?!\d)")


def newest_code() -> str:
    """Return the code that stands in the newest message of the sandbox, empty where there is none."""
    newest = SandboxMessage.objects.order_by("-pk").first()
    found = SIX_DIGITS.search(newest.body) if newest is not None else None
    return found[0] if found is not None else ""


def sign_by_code(application: Application) -> None:
    """Let the borrower ask for the code, read it on the phone and sign with it."""
    borrower = application.borrower
    quote = quote_offer(application, on=clock.today())
    send_offer_code(application=application, borrower=borrower)
    sign_offer(
        application=application,
        borrower=borrower,
        shown_hash=offer_hash(application, quote),
        code=newest_code(),
    )
