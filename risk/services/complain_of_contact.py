"""A customer complains about a contact."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import User
from accounts.numbers import next_number
from risk.models import CollectionContact, ContactComplaint

PREFIX = "CC"


def complain_of_contact(*, contact: CollectionContact, customer: User, words: str) -> ContactComplaint:
    """Keep the complaint; the event tells customer service, which is not the department that called.

    Refuses (`not_yours`) who was not contacted, (`no_words`), (`complained_already`).
    """
    if contact.debtor_id != customer.pk:
        raise Refused("not_yours", _("Only who was contacted can complain about it."))
    if not words.strip():
        raise Refused("no_words", _("Tell us what happened."), field="words")
    try:
        with transaction.atomic():
            row = ContactComplaint.objects.create(
                number=next_number(PREFIX),
                contact=contact,
                customer=customer,
                words=words.strip(),
                made_at=clock.now(),
            )
            record_event(
                "contact_complaint.made", subject=row, actor=customer, data={"contact": contact.number}
            )
    except IntegrityError as error:
        raise Refused("complained_already", _("We have your complaint about this contact.")) from error
    return row
