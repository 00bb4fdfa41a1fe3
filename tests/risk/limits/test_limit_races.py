"""Two listings at one limit that has room for one: only PostgreSQL can show it."""

import pytest

from accounts.models import User
from lending.models import Application, Listing
from lending.services import list_application as room
from lending.services.list_application import list_application
from lending.services.set_limit import set_limit
from tests.factories import make_customer
from tests.lending import factories
from tests.races import MeetingPoint, errors_of, only_postgresql, race

pytestmark = [pytest.mark.postgres, only_postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def waiting(transactional_db: None) -> list[Application]:
    """Two people have accepted offers of ¥10,000 each at grade B; both wait for the release of a hold."""
    found = []
    for number in range(2):
        application = factories.accept(factories.make_approved(make_customer(f"rival{number}@example.cn")))
        Listing.objects.filter(application=application).delete()
        Application.objects.filter(pk=application.pk).update(status="accepted")
        found.append(Application.objects.get(pk=application.pk))
    return found


def set_room_for_one(manager: User) -> None:
    set_limit(kind="grade", key="B", limit_fen=15_000_00, is_hard=True, set_by=manager)


def test_only_one_of_two_gets_the_last_room(waiting: list[Application]) -> None:
    set_room_for_one(factories.risk_manager_of_tests())
    outcomes = race([lambda one=one: list_application(application=one, actor=None) for one in waiting])  # type: ignore[misc]
    assert [getattr(one.error, "code", "") for one in outcomes if not one.is_ok] == ["limit_grade"]
    assert Listing.objects.count() == 1


def test_without_the_lock_both_would_get_it(
    waiting: list[Application], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: both look before either has listed."""
    set_room_for_one(factories.risk_manager_of_tests())
    point, look = MeetingPoint(2), room.missing_for_funding

    def look_and_meet(*args: object, **kwargs: object) -> object:
        found = look(*args, **kwargs)  # type: ignore[arg-type]
        point.meet()
        return found

    monkeypatch.setattr(room, "lock_limits", lambda application: None)
    monkeypatch.setattr(room, "missing_for_funding", look_and_meet)
    outcomes = race([lambda one=one: list_application(application=one, actor=None) for one in waiting])  # type: ignore[misc]
    assert errors_of(outcomes) == []
    assert Listing.objects.count() == 2
