"""How a made-up person reads a code and signs an offer with it."""

import re

from accounts import clock
from accounts.models import SandboxMessage
from lending.models import Application
from lending.offers import offer_hash, quote_offer
from lending.services.send_offer_code import send_offer_code
from lending.services.sign_offer import sign_offer

SIX_DIGITS = re.compile(r"(?<!\d)\d{6}(?!\d)")
# Other messages may go out between the code and its reading.
LATEST = 20


def newest_code() -> str:
    """Return the newest code among the latest messages of the sandbox, empty where there is none."""
    bodies = SandboxMessage.objects.order_by("-pk").values_list("body", flat=True)[:LATEST]
    found = (SIX_DIGITS.search(body) for body in bodies)
    return next((code[0] for code in found if code is not None), "")


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
