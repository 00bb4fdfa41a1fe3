"""Erase a document."""

from django.db import transaction

from accounts import clock
from accounts.documents import erase_file
from accounts.models import Document, User
from accounts.states import move


def remove_document(*, document: Document, actor: User | None) -> None:
    """Move the document to removed and erase its file once that is committed; the row stays as the proof.

    Refuses (StaleState) what was removed meanwhile.
    """
    with transaction.atomic():
        move(
            document,
            Document.Status.REMOVED,
            actor=actor,
            data={"owner": document.owner.number},
            ended_at=clock.now(),
        )
        # Under the row's lock, as a rotation may have given the file another name since the row was read.
        document.refresh_from_db(fields=["stored_name"])
        stored_name = document.stored_name
        transaction.on_commit(lambda: erase_file(stored_name))
