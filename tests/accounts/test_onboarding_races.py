"""Pressed at once, on PostgreSQL: one picture of a side is kept, one face check is open, versions follow in turn."""

from typing import Any

import pytest
from django.core.files.storage import default_storage

from accounts import locking
from accounts.models import BorrowerProfile, Document, FaceCheck, User
from accounts.onboarding import draft_of
from accounts.services import store_document as room
from accounts.services.give_consent import give_consent
from accounts.services.save_draft import save_draft
from accounts.services.save_profile import save_profile
from accounts.services.start_face_check import start_face_check
from accounts.services.store_document import store_document
from tests.accounts.services.test_save_profile import VALUES
from tests.factories import make_customer
from tests.pictures import picture_file
from tests.races import MeetingPoint, errors_of, only_postgresql, race, without_constraint

pytestmark = [pytest.mark.postgres, only_postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def no_watchers(house_lock_order: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The watcher of the lock order knows one thread; these tests have many."""
    monkeypatch.setattr(locking, "watchers", [])


@pytest.fixture
def owner() -> User:
    user = make_customer("owner@example.cn")
    Document.objects.filter(owner=user).delete()
    FaceCheck.objects.filter(user=user).delete()
    return user


def send_front(owner: User) -> Document:
    return store_document(owner=owner, kind="identity_front", file=picture_file(), actor=owner)


def kept(owner: User) -> int:
    return Document.objects.filter(owner=owner, kind="identity_front", status="kept").count()


def test_of_many_pictures_of_one_side_one_is_kept(owner: User) -> None:
    outcomes = race([lambda: send_front(owner)] * 6)
    assert errors_of(outcomes) == []
    assert kept(owner) == 1
    assert Document.objects.filter(owner=owner, status="replaced").count() == 5
    assert all(default_storage.exists(outcome.result.stored_name) for outcome in outcomes)


def test_control_without_guards_two_pictures_are_kept(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """No lock and no unique index: both have read that none is kept, both are kept, every time."""
    between = MeetingPoint(2)

    def read_without_lock(rows: Any) -> Any:
        return rows.get()

    record = room.Document.objects.create

    def create_after_meeting(**values: Any) -> Document:
        between.meet()
        return record(**values)

    monkeypatch.setattr(room, "lock_one", read_without_lock)
    monkeypatch.setattr(room.Document.objects, "create", create_after_meeting)

    def mend() -> None:
        first = Document.objects.filter(owner=owner).earliest("pk")
        Document.objects.filter(owner=owner).exclude(pk=first.pk).delete()

    with without_constraint(Document, "document_one_identity_card", mend):
        outcomes = race([lambda: send_front(owner)] * 2)
        assert between.all_met
        assert errors_of(outcomes) == []
        assert kept(owner) == 2


def test_one_face_check_is_open_however_often_it_is_begun(owner: User) -> None:
    give_consent(user=owner, code="sensitive")
    outcomes = race([lambda: start_face_check(user=owner).number] * 6)
    assert errors_of(outcomes) == []
    assert len({outcome.result for outcome in outcomes}) == 1
    assert FaceCheck.objects.filter(user=owner).count() == 1


def test_versions_follow_one_another_and_no_screen_is_lost(owner: User) -> None:
    outcomes = race([lambda: save_profile(user=owner, values=VALUES, actor=owner).version] * 5)
    assert errors_of(outcomes) == []
    assert sorted(outcome.result for outcome in outcomes) == [1, 2, 3, 4, 5]
    assert BorrowerProfile.objects.filter(user=owner).count() == 5
    screens = ("work", "money", "home", "contacts")
    race(
        [
            lambda screen=screen: save_draft(user=owner, code="profile", screen=screen, values={})
            for screen in screens
        ]
    )
    assert draft_of(owner, "profile").keys() == set(screens)
