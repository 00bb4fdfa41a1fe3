"""The one way to the bytes of a document."""

from typing import Any

import pytest
from django.test import Client

from accounts import documents
from accounts.documents import read_sealed
from accounts.models import Document, Event, User
from accounts.services.remove_document import remove_document
from accounts.services.store_document import store_document
from tests.factories import make_staff
from tests.pictures import picture_file


@pytest.fixture
def document(borrower: User) -> Document:
    return store_document(owner=borrower, kind="evidence", file=picture_file(), actor=borrower)


def open_as(user: User, document: Document) -> Any:
    client = Client()
    client.force_login(user)
    return client.get(f"/documents/{document.number}/")


def test_the_owner_sees_it_and_nothing_on_the_way_keeps_it(borrower: User, document: Document) -> None:
    answer = open_as(borrower, document)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert answer.content == read_sealed(document)
    assert answer["Content-Disposition"] == f'inline; filename="{document.number}.jpg"'
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("customer_service", 200),
        ("customer_service_supervisor", 200),
        ("risk_officer", 200),
        ("risk_manager", 200),
        ("auditor", 200),
        ("cashier", 404),
        ("director", 404),
        ("administrator", 404),
    ],
)
def test_staff_see_it_by_their_right(document: Document, role: str, status: int) -> None:
    staff = make_staff("somebody@example.cn", role)
    assert open_as(staff, document).status_code == status
    seen = Event.objects.filter(kind="document.seen", subject_number=document.number, actor=staff)
    assert seen.count() == (1 if status == 200 else 0)


def test_every_look_is_written_down(borrower: User, document: Document, stranger: User) -> None:
    for user in (borrower, borrower, stranger):
        open_as(user, document)
    seen = Event.objects.filter(kind="document.seen")
    assert [event.actor for event in seen] == [borrower, borrower]
    assert seen[0].data == {"owner": borrower.number, "kind": "evidence"}


def test_an_erased_document_is_no_longer_there(borrower: User, document: Document) -> None:
    remove_document(document=document, actor=borrower)
    assert open_as(borrower, document).status_code == 404


def test_an_app_lets_others_in_by_the_subject(
    borrower: User, stranger: User, investor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "_readers", {})
    about = store_document(
        owner=borrower, kind="licence", file=picture_file(), actor=borrower, subject=stranger
    )
    assert open_as(investor, about).status_code == 404
    documents.let_read(User, lambda user, subject_id: user == investor and subject_id == stranger.pk)
    assert open_as(investor, about).status_code == 200
    assert open_as(stranger, about).status_code == 404


def test_a_changed_file_is_not_shown(borrower: User, document: Document) -> None:
    other = store_document(owner=borrower, kind="evidence", file=picture_file(), actor=borrower)
    Document.objects.filter(pk=other.pk).update(stored_name="gone")
    Document.objects.filter(pk=document.pk).update(stored_name=other.stored_name)
    document.refresh_from_db()
    answer = open_as(borrower, document)
    assert answer.status_code != 200
    assert not Event.objects.filter(kind="document.seen").exists()
