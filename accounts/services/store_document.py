"""Take a picture in and keep it."""

import datetime as dt

from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.documents import erase_file, write_sealed
from accounts.domain.pictures import Picture
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import Document, User
from accounts.models.document import ONE_AT_A_TIME
from accounts.numbers import next_number
from accounts.services.bring_reviews_back import bring_reviews_back
from accounts.services.examine_picture import examine_picture
from accounts.states import move

PREFIX = "DC"
A_DAY = dt.timedelta(days=1)
UPLOADS_A_DAY = 40


def store_document(
    *,
    owner: User,
    kind: str,
    file: "UploadedFile[bytes] | Picture",
    actor: User,
    subject: models.Model | None = None,
) -> Document:
    """Write the picture anew and keep it encrypted; a new side of the identity card replaces the one before and
    brings back the reviews that waited for it. A picture that was examined before is kept as it is.

    Refuses what `examine_picture` refuses, (`too_many_documents`) more than forty uploads of one login a day, and
    (`picture_same`) one picture for both sides of the card. Called outside a transaction, so that the event of a
    refusal stays.
    """
    _refuse_flood(actor)
    picture = (
        file if isinstance(file, Picture) else examine_picture(owner=owner, kind=kind, file=file, actor=actor)
    )
    number = next_number(PREFIX)
    # The file is there before its row, so that no row names a file that is not there. A file whose row did not come to
    # be is unreadable without the row's number, and the sweep takes it away.
    stored_name = write_sealed(number, picture.content)
    try:
        return _keep(number, stored_name, picture, owner=owner, kind=kind, actor=actor, subject=subject)
    except BaseException:
        erase_file(stored_name)
        raise


def _refuse_flood(actor: User) -> None:
    since = clock.now() - A_DAY
    if (
        actor.is_staff
        or Document.objects.filter(uploaded_by=actor, uploaded_at__gt=since).count() < UPLOADS_A_DAY
    ):
        return
    raise Refused("too_many_documents", _("You have sent very many pictures today. Try again tomorrow."))


def _refuse_same_side(owner: User, kind: str, picture: Picture) -> None:
    others = Document.objects.filter(
        owner=owner, kind__in=ONE_AT_A_TIME, status=Document.Status.KEPT, sha256=picture.sha256
    ).exclude(kind=kind)
    if others.exists():
        raise Refused(
            "picture_same", _("This is the picture of the other side. Turn the card and take it again.")
        )


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
            _refuse_same_side(owner, kind, picture)
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
