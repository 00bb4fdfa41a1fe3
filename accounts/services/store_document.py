"""Take a picture in and keep it."""

import datetime as dt

from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import clock
from accounts.documents import erase_file, write_sealed
from accounts.domain.pictures import MAX_BYTES, BadPicture, Picture, read_picture
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import Document, User
from accounts.models.document import ONE_AT_A_TIME
from accounts.numbers import next_number
from accounts.services.bring_reviews_back import bring_reviews_back
from accounts.states import move

PREFIX = "DC"
A_DAY = dt.timedelta(days=1)
UPLOADS_A_DAY = 40

PICTURE_FAULTS = {
    "too_large": gettext_lazy("The file is larger than 8 MB. Take the picture with a lower resolution."),
    "wrong_type": gettext_lazy("This is no picture we can read. Send a JPEG, PNG or WebP file."),
    "animated": gettext_lazy("Moving pictures are not taken. Send a photograph."),
    "too_many_pixels": gettext_lazy("The picture has too many pixels. Take it with a lower resolution."),
    "too_small": gettext_lazy("The picture is too small to read. Take it again from nearer."),
    "broken": gettext_lazy("The file is broken or did not arrive whole. Please send it again."),
}


def store_document(
    *, owner: User, kind: str, file: "UploadedFile[bytes]", actor: User, subject: models.Model | None = None
) -> Document:
    """Write the picture anew and keep it encrypted; a new side of the identity card replaces the one before and
    brings back the reviews that waited for it.

    Refuses (`picture_<reason>`, see BadPicture) what is no picture we take, which leaves an event and nothing else,
    and (`too_many_documents`) more than forty uploads of one login a day. Called outside a transaction, so that the
    event of a refusal stays.
    """
    _refuse_flood(actor)
    try:
        picture = read_picture(_bytes_of(file))
    except BadPicture as error:
        record_event(
            "document.refused", subject=owner, actor=actor, data={"kind": kind, "reason": error.reason}
        )
        raise Refused(f"picture_{error.reason}", PICTURE_FAULTS[error.reason]) from None
    number = next_number(PREFIX)
    # The file is there before its row, so that no row names a file that is not there. A file whose row did not come to
    # be is unreadable without the row's number, and the sweep takes it away.
    stored_name = write_sealed(number, picture.content)
    try:
        return _keep(number, stored_name, picture, owner=owner, kind=kind, actor=actor, subject=subject)
    except BaseException:
        erase_file(stored_name)
        raise


def _bytes_of(file: "UploadedFile[bytes]") -> bytes:
    """Read no more than the limit and one byte, whatever the file says of itself."""
    if (file.size or 0) > MAX_BYTES:
        raise BadPicture("too_large")
    file.seek(0)
    return bytes(file.read(MAX_BYTES + 1))


def _refuse_flood(actor: User) -> None:
    since = clock.now() - A_DAY
    if (
        actor.is_staff
        or Document.objects.filter(uploaded_by=actor, uploaded_at__gt=since).count() < UPLOADS_A_DAY
    ):
        return
    raise Refused("too_many_documents", _("You have sent very many pictures today. Try again tomorrow."))


def _keep(
    number: str,
    stored_name: str,
    picture: Picture,
    *,
    owner: User,
    kind: str,
    actor: User,
    subject: models.Model | None,
) -> Document:
    with transaction.atomic():
        lock_one(User.objects.filter(pk=owner.pk))
        if kind in ONE_AT_A_TIME:
            for earlier in Document.objects.filter(owner=owner, kind=kind, status=Document.Status.KEPT):
                move(
                    earlier, Document.Status.REPLACED, actor=actor, data={"by": number}, ended_at=clock.now()
                )
        document = Document.objects.create(
            number=number,
            owner=owner,
            kind=Document.Kind(kind),
            subject_type=(subject._meta.model_name or "") if subject is not None else "",
            subject_id=subject.pk if subject is not None else None,
            stored_name=stored_name,
            content_type=picture.content_type,
            size_bytes=len(picture.content),
            sha256=picture.sha256,
            width_px=picture.width_px,
            height_px=picture.height_px,
            uploaded_by=actor,
            uploaded_at=clock.now(),
        )
        record_event(
            "document.kept",
            subject=document,
            actor=actor,
            data={"owner": owner.number, "kind": kind, "sha256": picture.sha256},
        )
        if kind in ONE_AT_A_TIME:
            bring_reviews_back(user=owner)
    return document
