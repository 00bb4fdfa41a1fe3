"""Say which company a dealer is."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.dealers.acting import lock_for_member
from accounts.domain.uscc import BadUscc, read_uscc
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import Dealer, Organisation, User
from accounts.numbers import next_number


def save_company(
    *,
    dealer: Dealer,
    actor: User,
    uscc: str,
    legal_name: str,
    registered_address: str,
    established_on: dt.date,
) -> Organisation:
    """Tie the dealer to its company and keep the company's data; a company of an ended dealer is filled in anew.

    One company has one open dealer: of two that name one code, the second is refused (`uscc_taken`). Refuses
    (`uscc_form`) what is no code, (`established_later`) a founding after the business date, (`uscc_fixed`) another
    code once the legal representative was verified, for the evidence belongs to the company it was given for.
    """
    try:
        code = read_uscc(uscc)
    except BadUscc:
        raise Refused("uscc_form", _("This is no unified social credit code."), field="uscc") from None
    if established_on > clock.today():
        raise Refused("established_later", _("This day is still to come."), field="established_on")
    data = {
        "legal_name": legal_name,
        "registered_address": registered_address,
        "established_on": established_on,
    }
    with transaction.atomic():
        row = lock_for_member(dealer, actor, filling=True)
        before = row.organisation
        if before is not None and before.uscc != code and before.legal_person_id is not None:
            raise Refused(
                "uscc_fixed",
                _("The code is fixed once the legal representative is verified. Please call us."),
                field="uscc",
            )
        organisation = _company(code, data)
        if before is None or before.pk != organisation.pk:
            _claim(row, organisation)
        Organisation.objects.filter(pk=organisation.pk).update(**data)
        organisation.refresh_from_db()
        record_event(
            "dealer.company_saved", subject=row, actor=actor, data={"organisation": organisation.number}
        )
    return organisation


def _company(code: str, data: dict[str, object]) -> Organisation:
    organisation, _is_new = Organisation.objects.get_or_create(
        uscc=code, defaults={"number": next_number("OG"), "created_at": clock.now(), **data}
    )
    return organisation


def _claim(dealer: Dealer, organisation: Organisation) -> None:
    """Let the unique index decide between two dealers; what was known of the company's people is asked anew."""
    try:
        with transaction.atomic():
            Dealer.objects.filter(pk=dealer.pk).update(organisation=organisation)
    except IntegrityError:
        raise Refused(
            "uscc_taken",
            _("This company is with us already. Ask its owner for an invitation, or call us."),
            field="uscc",
        ) from None
    Organisation.objects.filter(pk=organisation.pk).update(legal_person=None, legal_person_verified_at=None)
