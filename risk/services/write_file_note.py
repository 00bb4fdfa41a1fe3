"""Note something on a tracking file."""

from django.db import transaction

from accounts import clock
from accounts.events import record_event
from accounts.models import User
from accounts.numbers import next_number
from risk.database.timeline import FileSubject
from risk.models import FileNote
from risk.services.place_watch import check_words

PREFIX = "FN"


def write_file_note(*, subject: FileSubject, words: str, actor: User) -> FileNote:
    """Keep the note with its author and time; refuses (`watch_words`), (`note_hidden`) a number that pages hide."""
    check_words(words)
    with transaction.atomic():
        note = FileNote.objects.create(
            number=next_number(PREFIX),
            customer=subject.customer,
            dealer=subject.dealer,
            words=words.strip(),
            written_by=actor,
            written_at=clock.now(),
        )
        record_event("file_note.written", subject=note, actor=actor, data={"on": subject.number})
    return note
