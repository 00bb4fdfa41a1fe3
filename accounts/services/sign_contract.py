"""The owner of a dealer signs the contract."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.dealers.acting import lock_for_member
from accounts.dealers.contract import contract_text
from accounts.dealers.queries import last_contract
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import Dealer, DealerContract, User
from accounts.numbers import next_number


def sign_contract(*, dealer: Dealer, actor: User, language: str, shown_hash: str) -> DealerContract:
    """Keep the whole text as the owner read it, with its fingerprint and the time; the same text is signed once.

    Refuses (`company_missing`) before the company is named, (`contract_changed`) a text that is not the one that was
    shown.
    """
    with transaction.atomic():
        row = lock_for_member(dealer, actor, owner_only=True, filling=True)
        if row.organisation is None:
            raise Refused("company_missing", _("First say which company it is."))
        text = contract_text(row.organisation, language)
        if text.fingerprint != shown_hash:
            raise Refused("contract_changed", _("The contract has changed meanwhile. Please read it again."))
        signed = last_contract(row)
        if signed is not None and signed.text_hash == text.fingerprint:
            return signed
        contract = DealerContract.objects.create(
            number=next_number("CT"),
            dealer=row,
            version=text.version,
            language=language,
            text=text.text,
            text_hash=text.fingerprint,
            signed_by=actor,
            signed_on=clock.today(),
            signed_at=clock.now(),
        )
        record_event(
            "dealer.contract_signed",
            subject=row,
            actor=actor,
            data={"contract": contract.number, "version": text.version, "fingerprint": text.fingerprint},
        )
    return contract
