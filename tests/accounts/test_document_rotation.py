"""Documents move to a new key while the site runs: at every moment each row names a whole file that opens."""

import base64
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from accounts import crypto, document_rotation, documents
from accounts.documents import key_of, read_sealed
from accounts.models import Document, User
from accounts.services import sweep_documents as sweep
from accounts.services.remove_document import remove_document
from accounts.services.rotate_keys import RotatedPlace, rotate_keys
from accounts.services.store_document import store_document
from tests.pictures import picture_file

pytestmark = pytest.mark.django_db
OLD = "old_1:" + base64.b64encode(b"o" * 32).decode()
NEW = "new_2:" + base64.b64encode(b"n" * 32).decode()

UseKeys = Callable[..., None]


class Killed(BaseException):
    """The process ends here."""


@pytest.fixture
def use_keys(settings) -> Iterator[UseKeys]:
    def use(*keys: str) -> None:
        settings.FIELD_KEYS = list(keys)
        crypto.forget_keys()

    yield use
    settings.FIELD_KEYS = []
    crypto.forget_keys()


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path: Path) -> None:
    """Give the files of this test a folder of their own, so that they can be counted."""
    options = {**settings.STORAGES["default"]["OPTIONS"], "location": tmp_path}
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {**settings.STORAGES["default"], "OPTIONS": options},
    }


@pytest.fixture
def kept(borrower: User, use_keys: UseKeys) -> list[Document]:
    """Three documents with files under the old key, one of them stored before names told the key."""
    use_keys(OLD)
    found = [
        store_document(file=picture_file(), owner=borrower, kind="evidence", actor=borrower) for _ in range(3)
    ]
    plain = found[0].stored_name.removesuffix("-old_1")
    default_storage.save(plain, default_storage.open(found[0].stored_name))
    default_storage.delete(found[0].stored_name)
    Document.objects.filter(pk=found[0].pk).update(stored_name=plain)
    use_keys(NEW, OLD)
    return list(Document.objects.filter(pk__in=[one.pk for one in found]).order_by("pk"))


def place(*, is_dry_run: bool = False) -> RotatedPlace:
    return next(one for one in rotate_keys(is_dry_run=is_dry_run) if one.name == "documents")


def fresh(documents_: list[Document]) -> list[Document]:
    return list(Document.objects.filter(pk__in=[one.pk for one in documents_]).order_by("pk"))


def files() -> set[str]:
    return {f"{folder}/{name}" for folder in sweep._folders() for name in default_storage.listdir(folder)[1]}


def breaches() -> list[str]:
    return document_rotation.documents_have_keys()


def test_every_file_moves_and_the_old_key_may_go(kept: list[Document], use_keys: UseKeys) -> None:
    before = [read_sealed(one) for one in kept]
    old_names = {one.stored_name for one in kept}
    assert place(is_dry_run=True) == RotatedPlace("documents", {"old_1": 3}, {"old_1": 3}, 0)
    assert {one.stored_name for one in fresh(kept)} == old_names
    assert place() == RotatedPlace("documents", {"old_1": 3}, {"new_2": 3}, 3)
    use_keys(NEW)
    assert [read_sealed(one) for one in fresh(kept)] == before
    assert not old_names & files()
    assert breaches() == []
    assert place().changed == 0


def test_verify_names_documents_whose_key_has_left_the_ring(kept: list[Document], use_keys: UseKeys) -> None:
    assert breaches() == []
    use_keys(NEW)
    assert breaches() == ["2 documents lie under the key old_1"]
    assert document_rotation._count_by_key() == {"?": 3}


def test_a_reader_who_holds_the_old_row_still_reads(kept: list[Document]) -> None:
    before = [read_sealed(one) for one in kept]
    rotate_keys()
    assert [read_sealed(one) for one in kept] == before


@pytest.mark.parametrize("step", ["before the row is moved", "before the old file is erased"])
def test_a_kill_between_two_steps_loses_nothing_and_leaves_nothing(
    kept: list[Document], use_keys: UseKeys, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    before = [read_sealed(one) for one in kept]
    write = documents.write_sealed

    def write_and_die(number: str, content: bytes) -> str:
        write(number, content)
        raise Killed

    def die(name: str) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        if step == "before the row is moved":
            patched.setattr(document_rotation, "write_sealed", write_and_die)
        else:
            patched.setattr(document_rotation, "erase_file", die)
        with pytest.raises(Killed):
            rotate_keys()
    assert [read_sealed(one) for one in fresh(kept)] == before
    assert len(files()) == 4
    rotate_keys()
    use_keys(NEW)
    assert [read_sealed(one) for one in fresh(kept)] == before
    monkeypatch.setattr(sweep, "_is_old", lambda name: True)
    assert sweep.sweep_documents() == 1
    assert files() == {one.stored_name for one in fresh(kept)}


def test_a_document_erased_in_between_stays_erased(
    kept: list[Document], borrower: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = documents.write_sealed

    def erased_meanwhile(number: str, content: bytes) -> str:
        name = write(number, content)
        Document.objects.filter(number=number).update(status="removed", ended_at="2026-01-01T00:00Z")
        return name

    monkeypatch.setattr(document_rotation, "write_sealed", erased_meanwhile)
    rotate_keys()
    assert all(key_of(name) == "old_1" for name in files())
    assert {one.stored_name for one in fresh(kept)} == files()


def test_what_was_rotated_is_erased_by_its_new_name(
    kept: list[Document], borrower: User, django_capture_on_commit_callbacks
) -> None:
    rotate_keys()
    with django_capture_on_commit_callbacks(execute=True):
        remove_document(document=kept[0], actor=borrower)
    assert len(files()) == 2
