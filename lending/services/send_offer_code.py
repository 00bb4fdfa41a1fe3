"""Send the borrower the code that signs an offer."""

from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.esign.codes import send_signing_code
from accounts.models import SigningCode, User
from accounts.web.formats import rate_up, yuan
from lending.models import Application
from lending.offers import offer_text, quote_offer


def send_offer_code(*, application: Application, borrower: User, origin: str = "") -> SigningCode:
    """Send a code that signs the offer as it stands today; called with no transaction open.

    Refuses (`not_offered`), (`offer_expired`), and what `send_signing_code` refuses.
    """
    check_offered(application, borrower)
    quote = quote_offer(application, on=clock.today())
    own = quote.borrowers_side
    told = {
        "number": application.number,
        "amount": yuan(quote.amount_fen),
        "total": yuan(own.total_fen),
        "rate": rate_up(own.all_in_ppm),
    }
    return send_signing_code(
        signer=borrower,
        text=offer_text(application, quote),
        template="offer_code",
        context=told,
        origin=origin,
    )


def check_offered(application: Application, borrower: User) -> None:
    """Refuse (`not_offered`) what is no open offer to this borrower, and (`offer_expired`) one that ran out."""
    decision = application.decision
    if (
        application.borrower_id != borrower.pk
        or application.status != Application.Status.APPROVED
        or decision is None
        or decision.offer_until_on is None
    ):
        raise Refused("not_offered", _("There is no offer to accept."))
    if decision.offer_until_on < clock.today():
        raise Refused("offer_expired", _("This offer has run out."))
