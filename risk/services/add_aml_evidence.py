"""Add a paper to an investigation."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.documents import erase_file, write_sealed
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import Document, User
from accounts.numbers import next_number
from accounts.services.examine_picture import examine_picture
from risk.models import AmlAlert, AmlEvidence

PREFIX = "AE"
FOLDER = "aml"


def add_aml_evidence(*, alert: AmlAlert, words: str, file: "UploadedFile[bytes]", actor: User) -> AmlEvidence:
    """Keep the picture sealed in the desk's own folder: a document of the house could be opened outside of the desk.

    Refuses (`no_words`) a paper nobody says what it is, and what a picture is refused for. Called outside a
    transaction, as pictures are kept.
    """
    if not words.strip():
        raise Refused("no_words", _("Say what this paper shows."), field="words")
    picture = examine_picture(owner=actor, kind=Document.Kind.OTHER, file=file, actor=actor)
    number = next_number(PREFIX)
    stored_name = write_sealed(number, picture.content, folder=FOLDER)
    try:
        with transaction.atomic():
            evidence = AmlEvidence.objects.create(
                alert=alert,
                number=number,
                words=words.strip(),
                stored_name=stored_name,
                content_type=picture.content_type,
                sha256=picture.sha256,
                added_by=actor,
                added_at=clock.now(),
            )
            record_event(
                "aml_alert.evidence_added", subject=alert, actor=actor, data={"evidence": evidence.number}
            )
    except BaseException:
        erase_file(stored_name)
        raise
    return evidence
