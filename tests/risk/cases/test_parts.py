"""What a room knew is written down when a case is opened, and stays as it was."""

from dataclasses import replace
from typing import Any

import pytest

from accounts.models import User
from accounts.services.deliver_events import deliver_events
from accounts.web.parts import Fact
from lending.models import Application
from risk.cases import parts
from risk.models import CreditCase
from tests.arrivals import arrive
from tests.lending import factories


class Room:
    """A room whose knowledge changes."""

    def __init__(self) -> None:
        self.knows: dict[str, object] | None = {"words": "as it was on the day"}

    def freeze(self, application: Application) -> dict[str, object] | None:
        return self.knows

    def show(self, facts: dict[str, Any]) -> list[Fact]:
        return [Fact("What it knows", facts["words"])]


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Room:
    monkeypatch.setattr(parts, "_parts", {})
    room = Room()
    parts.add_case_part(
        parts.CasePart(
            "room",
            5,
            "The room's part",
            "shield-check",
            "risk/office/_facts_part.html",
            room.freeze,
            room.show,
        )
    )
    return room


def opened(borrower: User) -> CreditCase:
    factories.make_submitted(borrower)
    deliver_events()
    return CreditCase.objects.get()


def test_what_was_known_stays_when_the_room_knows_better(room: Room, borrower: User) -> None:
    case = opened(borrower)
    room.knows = {"words": "as it is today"}
    (part,) = parts.shown_parts(case)
    assert [fact.value for fact in part.data] == ["as it was on the day"]


def test_a_room_that_knows_nothing_leaves_no_part(room: Room, borrower: User) -> None:
    room.knows = None
    case = opened(borrower)
    assert "room" not in case.facts
    assert parts.shown_parts(case) == []


def test_two_rooms_do_not_share_a_name(room: Room) -> None:
    part = parts.CasePart("room", 5, "Another", "shield-check", "x.html", room.freeze, room.show)
    with pytest.raises(ValueError, match="room"):
        parts.add_case_part(replace(part, order=6))


def test_the_case_page_shows_the_part(room: Room, borrower: User, risk_manager: User) -> None:
    case = opened(borrower)
    page = arrive(risk_manager).get(f"/office/risk/cases/{case.number}/").content.decode()
    assert "as it was on the day" in page
