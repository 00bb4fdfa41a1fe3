"""Ask a company's legal representative for consent: a code goes to the representative's own phone."""

import secrets

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.crypto import blind_index
from accounts.dealers.acting import lock_for_member
from accounts.dealers.consent import code_handle, consent_token_hash, consent_words
from accounts.domain.identity_number import BadIdentityNumber, read_identity_number
from accounts.domain.phone import BadPhone, normalise_phone
from accounts.domain.real_name import BadName, read_real_name
from accounts.errors import Refused
from accounts.locking import lock
from accounts.models import Dealer, LegalPersonConsent, User
from accounts.numbers import next_number
from accounts.services.issue_code import issue_code
from accounts.states import move
from accounts.tell import tell_address


def ask_legal_person_consent(
    *,
    dealer: Dealer,
    actor: User,
    real_name: str,
    identity_number: str,
    phone: str,
    language: str,
    origin: str = "",
) -> LegalPersonConsent:
    """Send a code and a link to the text, bound to name, number, phone and company; called with no transaction open.

    A code sent before is worth nothing any more. Refuses (`identity_form`), (`phone_form`), (`company_missing`),
    (`too_many_codes`) by the rule `code.limits`, (`not_delivered`).
    """
    try:
        name, identity = read_real_name(real_name), read_identity_number(identity_number)
    except (BadName, BadIdentityNumber):
        raise Refused("identity_form", _("This is no name and number of an identity card.")) from None
    try:
        bare = normalise_phone(phone)
    except BadPhone:
        raise Refused("phone_form", _("Enter a mobile number of mainland China."), field="phone") from None
    token = secrets.token_urlsafe(24)
    with transaction.atomic():
        row = lock_for_member(dealer, actor, filling=True)
        if row.organisation is None:
            raise Refused("company_missing", _("First say which company it is."))
        _drop_open(row, actor)
        words = consent_words(row.organisation, language)
        consent = LegalPersonConsent.objects.create(
            number=next_number("LP"),
            dealer=row,
            organisation=row.organisation,
            real_name=name,
            identity_number=identity.number,
            identity_index=blind_index("identity", identity.number),
            phone=bare,
            text_version=words.version,
            language=language,
            text_hash=words.fingerprint,
            token_hash=consent_token_hash(token),
            asked_by=actor,
            asked_at=clock.now(),
        )
        code = issue_code(handle=code_handle(consent), address=bare, origin=origin)
    told = {
        "code": code,
        "company": row.organisation.legal_name,
        "url": f"{settings.SITE_URL}/dealer/consents/{token}/",
    }
    tell_address("legal_person_consent", bare, told, language)
    return consent


def _drop_open(dealer: Dealer, actor: User) -> None:
    for before in lock(LegalPersonConsent.objects.filter(dealer=dealer, status="asked")):
        move(before, LegalPersonConsent.Status.DROPPED, actor=actor, data={"dealer": dealer.number})
