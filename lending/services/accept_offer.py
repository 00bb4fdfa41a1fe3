"""Sign an offer."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.esign.codes import IN_SESSION, Proof
from accounts.locking import lock_one
from accounts.models import Signature, User
from accounts.services.sign_document import sign_document
from accounts.states import move
from lending.limits import lock_limits
from lending.models import Application
from lending.offers import offer_text, quote_offer
from lending.readiness import missing_for_funding
from lending.services.list_application import open_listing
from lending.standing_lock import lock_standing

# The borrower may sign before these are settled; the market waits for them.
MAY_WAIT = {"conditions_open", "on_hold"}


def accept_offer(
    *, application: Application, borrower: User, shown_hash: str, proof: Proof = IN_SESSION
) -> Application:
    """Record the borrower's signature on the offer as it was shown, and open the listing if nothing else is missing.

    The proof says how the borrower agreed; the site's own page proves by a code (`sign_offer`).

    Refuses (`offer_changed`) a hash of other terms or of another day, (`offer_expired`), (`not_offered`), and whatever
    stands against the loan meanwhile. A double press signs once. RULES esign.
    """
    with transaction.atomic():
        today = clock.lock_business_date()
        standing = lock_standing(borrower)
        lock_limits(application)
        row = lock_one(Application.objects.filter(pk=application.pk, borrower=borrower))
        if row.offer_hash and row.offer_hash == shown_hash:
            return row
        decision = row.decision
        if row.status != Application.Status.APPROVED or decision is None or decision.offer_until_on is None:
            raise Refused("not_offered", _("There is no offer to accept."))
        if decision.offer_until_on < today:
            raise Refused("offer_expired", _("This offer has run out."))
        quote = quote_offer(row, on=today)
        text = offer_text(row, quote)
        if text.hash != shown_hash:
            raise Refused("offer_changed", _("The offer is not the one you saw. Please read it again."))
        found = missing_for_funding(row, standing, amount_fen=quote.amount_fen, on=today)
        for missing in found:
            if missing.code not in MAY_WAIT:
                raise Refused(missing.code, missing.label)
        signature = sign_document(
            signer=borrower, capacity=Signature.Capacity.BORROWER, text=text, proof=proof
        )
        move(
            row,
            Application.Status.ACCEPTED,
            actor=borrower,
            data={"offer_hash": shown_hash, "signature": signature.number},
            accepted_at=clock.now(),
            offer_hash=shown_hash,
        )
        if not found:
            open_listing(row, standing, actor=borrower, today=today)
    return row
