"""Taking pictures in: what is stored, what is refused, and that nothing lies in clear."""

import datetime as dt
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connection, transaction

from accounts import clock
from accounts.crypto import decrypt
from accounts.documents import read_sealed
from accounts.domain.pictures import MAX_BYTES
from accounts.errors import Refused
from accounts.models import Document, Event, User
from accounts.services import store_document as room
from accounts.services.remove_document import remove_document
from accounts.services.store_document import UPLOADS_A_DAY, store_document
from accounts.services.sweep_documents import sweep_documents
from tests import pictures
from tests.pictures import picture_file
from tests.storage import stored_files


def store(owner: User, kind: str = "other", data: bytes | None = None, **words: Any) -> Document:
    return store_document(owner=owner, kind=kind, file=picture_file(data), actor=owner, **words)


def test_a_picture_is_kept_encrypted_under_a_random_name(borrower: User, stranger: User) -> None:
    document = store(borrower, subject=stranger)
    assert document.number.startswith("DC")
    assert (document.owner, document.uploaded_by, document.status) == (borrower, borrower, "kept")
    assert (document.subject_type, document.subject_id) == ("user", stranger.pk)
    assert (document.content_type, document.width_px, document.height_px) == ("image/jpeg", 856, 540)
    with default_storage.open(document.stored_name) as file:
        sealed = file.read()
    assert sealed.startswith(b"v1:")
    assert b"\xff\xd8" not in sealed
    content = read_sealed(document)
    assert content.startswith(b"\xff\xd8")
    assert len(content) == document.size_bytes
    with pytest.raises(ValueError, match="changed or moved"):
        decrypt(sealed.decode(), context="document:DC20260101000000")
    event = Event.objects.get(kind="document.kept")
    assert event.data == {"owner": borrower.number, "kind": "other", "sha256": document.sha256}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (pictures.SVG, "picture_wrong_type"),
        (pictures.PDF, "picture_wrong_type"),
        (pictures.animated("GIF"), "picture_wrong_type"),
        (pictures.animated("WEBP"), "picture_animated"),
        (pictures.bomb_png(), "picture_too_many_pixels"),
        (pictures.truncated(), "picture_broken"),
        (b"\xff\xd8" + b"\0" * MAX_BYTES, "picture_too_large"),
    ],
)
def test_a_refusal_stores_nothing_and_leaves_an_event(borrower: User, data: bytes, code: str) -> None:
    before = stored_files()
    with pytest.raises(Refused) as refused:
        store(borrower, "identity_front", data)
    assert refused.value.code == code
    assert not Document.objects.filter(owner=borrower, sha256__isnull=False, kind="other").exists()
    assert stored_files() == before
    event = Event.objects.get(kind="document.refused")
    assert event.data == {"kind": "identity_front", "reason": code.removeprefix("picture_")}
    assert (event.subject_number, event.actor) == (borrower.number, borrower)


def test_a_new_side_of_the_card_replaces_the_one_before(borrower: User) -> None:
    first = store(borrower, "identity_front")
    second = store(borrower, "identity_front")
    other = store(borrower, "evidence")
    store(borrower, "evidence")
    first.refresh_from_db()
    assert (first.status, first.ended_at is not None) == ("replaced", True)
    assert list(
        Document.objects.filter(owner=borrower, kind="identity_front", status="kept").values_list(
            "number", flat=True
        )
    ) == [second.number]
    assert Document.objects.filter(owner=borrower, kind=other.kind, status="kept").count() == 2
    assert first.stored_name in stored_files()


def test_a_file_whose_row_fails_is_taken_away(borrower: User, monkeypatch: pytest.MonkeyPatch) -> None:
    before = stored_files()

    def fail(*args: Any, **words: Any) -> None:
        raise RuntimeError("the event failed")

    with monkeypatch.context() as patch:
        patch.setattr(room, "record_event", fail)
        with pytest.raises(RuntimeError):
            store(borrower)
    assert stored_files() == before
    assert not Document.objects.filter(owner=borrower, kind="other").exists()


def test_the_sweep_takes_what_a_rolled_back_transaction_left(
    borrower: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = store(borrower)

    with transaction.atomic():
        lost = store(borrower)
        transaction.set_rollback(True)
    assert not Document.objects.filter(number=lost.number).exists()
    assert {kept.stored_name, lost.stored_name} <= stored_files()
    assert sweep_documents() == 0, "what is a minute old may still get its row"
    later = clock.now() + dt.timedelta(hours=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    sweep_documents()
    assert kept.stored_name in stored_files()
    assert lost.stored_name not in stored_files()


def test_an_erased_document_keeps_its_row_alone(
    borrower: User, django_capture_on_commit_callbacks: Any
) -> None:
    document = store(borrower)
    with django_capture_on_commit_callbacks(execute=True):
        remove_document(document=document, actor=borrower)
    document.refresh_from_db()
    assert (document.status, document.ended_at is not None) == ("removed", True)
    assert document.stored_name not in stored_files()


def test_refuses_a_flood(borrower: User, customer_service: User) -> None:
    document = store(borrower)
    rows = [
        Document(
            **{
                field.attname: getattr(document, field.attname)
                for field in Document._meta.fields
                if field.name not in {"id", "number", "stored_name"}
            },
            number=f"X{position}",
            stored_name=f"x/{position}",
        )
        for position in range(UPLOADS_A_DAY - 1)
    ]
    Document.objects.bulk_create(rows)
    with pytest.raises(Refused) as refused:
        store(borrower)
    assert refused.value.code == "too_many_documents"
    store_document(owner=borrower, kind="other", file=picture_file(), actor=customer_service)
    assert Document.objects.filter(owner=borrower, kind="other").count() == UPLOADS_A_DAY + 1


def test_the_database_knows_one_identity_card(borrower: User) -> None:
    document = store(borrower, "identity_back")
    with connection.cursor() as cursor, pytest.raises(Exception, match=r"(?i)unique"):
        cursor.execute(
            "INSERT INTO accounts_document (number, owner_id, kind, status, subject_type, stored_name, content_type,"
            " size_bytes, sha256, width_px, height_px, uploaded_by_id, uploaded_at)"
            " SELECT 'DCX', owner_id, kind, status, '', 'x', content_type, 1, sha256, 1, 1, uploaded_by_id, uploaded_at"
            " FROM accounts_document WHERE number = %s",
            [document.number],
        )
