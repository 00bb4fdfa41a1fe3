"""Write down a customer's need or preference, or a remark."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.domain.hidden_in_text import find_hidden_number
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import User
from accounts.numbers import next_number
from support.models import CustomerNote

LEAST_LETTERS = 2


def write_note(*, customer: User, kind: str, words: str, actor: User) -> CustomerNote:
    """Keep the note in the customer's file; the customer gets it with the copy of the own data (PIPL Art. 45).

    Refuses (`note_kind`) a kind that is none, (`note_empty`) a note that says nothing, (`note_hidden`) one that spells
    out a number which pages hide: whoever opens the file would read it without a reason.
    """
    words = words.strip()
    if kind not in CustomerNote.Kind.values:
        raise Refused("note_kind", _("Choose what kind of note it is."), field="kind")
    if len(words) < LEAST_LETTERS:
        raise Refused("note_empty", _("Write a few words."), field="words")
    if find_hidden_number(words):
        raise Refused(
            "note_hidden",
            _(
                "An identity, card or mobile number does not belong in a note: everybody who opens the file reads it."
            ),
            field="words",
        )
    with transaction.atomic():
        note = CustomerNote.objects.create(
            number=next_number("NT"),
            customer=customer,
            kind=kind,
            words=words,
            written_by=actor,
            written_at=clock.now(),
        )
        record_event(
            "customer.note_written", subject=customer, actor=actor, data={"note": note.number, "kind": kind}
        )
    return note
