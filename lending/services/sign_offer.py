"""Sign an offer by a code."""

from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.esign.codes import use_signing_code
from accounts.models import User
from lending.models import Application
from lending.offers import offer_text, quote_offer
from lending.services.accept_offer import accept_offer
from lending.services.send_offer_code import check_offered


def sign_offer(*, application: Application, borrower: User, shown_hash: str, code: str) -> Application:
    """Use up the code that was sent for exactly this offer and accept it; called with no transaction open.

    What would be refused is asked before the code is used. Refuses (`code_wrong`) and what `accept_offer` refuses; a
    double press signs once.
    """
    if application.offer_hash and application.offer_hash == shown_hash:
        return application
    check_offered(application, borrower)
    text = offer_text(application, quote_offer(application, on=clock.today()))
    if text.hash != shown_hash:
        raise Refused("offer_changed", _("The offer is not the one you saw. Please read it again."))
    proof = use_signing_code(signer=borrower, text=text, typed=code)
    return accept_offer(application=application, borrower=borrower, shown_hash=shown_hash, proof=proof)
