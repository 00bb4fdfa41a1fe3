"""People of the demo company remember what they promised, and the officer writes of each month what fits it."""

import datetime as dt

import pytest

from accounts.models import User
from accounts.services.deliver_events import deliver_events
from lending.models import LoanPayment
from operations.simulation import collecting
from operations.simulation.report_words import DOWN, LEAST_PPM, STILL, TASKS, UP, direction, words_of
from risk.domain.portfolio import BookFigures, Tally
from risk.models import PaymentPromise
from tests.closing import set_today
from tests.risk.collections import factories

DUE = factories.LATE + dt.timedelta(days=3)
NONE = Tally()


@pytest.fixture
def promise(borrower: User) -> PaymentPromise:
    officer = factories.officer()
    case = factories.case_of(factories.late_loan(factories.make_debtor(borrower)))
    with factories.at(10):
        factories.connect(case, officer, promised_fen=500_00, promised_on=DUE)
    return PaymentPromise.objects.get()


def test_a_promise_is_paid_on_its_day_unless_it_is_forgotten(
    promise: PaymentPromise, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collecting, "EARLY", promise.pk + 1)
    monkeypatch.setattr(collecting, "FORGOTTEN", 1)
    set_today(DUE)
    with factories.at(10, day=DUE):
        collecting.keep_promises(DUE)
        assert not LoanPayment.objects.exists()
        monkeypatch.setattr(collecting, "FORGOTTEN", promise.pk + 1)
        collecting.keep_promises(DUE - dt.timedelta(days=1))
        assert not LoanPayment.objects.exists()
        collecting.keep_promises(DUE)
        collecting.keep_promises(DUE)
        deliver_events()
    promise.refresh_from_db()
    assert (promise.status, promise.paid_fen) == ("kept", 500_00)
    assert LoanPayment.objects.get().amount_fen == 500_00


def figures(late_fen: int) -> BookFigures:
    """A book of ¥1,000 of which so much is over 30 days late."""
    return BookFigures(
        Tally(2, 1_000_00), late_fen, (NONE, NONE, Tally(1, late_fen), *[NONE] * 4), {}, NONE, NONE, 0
    )


def test_the_officers_words_go_the_way_the_figures_went() -> None:
    least = 1_000_00 * LEAST_PPM // 1_000_000
    assert direction(figures(50_00), figures(50_00 - least)) == UP
    assert direction(figures(50_00 - least), figures(50_00)) == DOWN
    assert direction(figures(50_00), figures(50_01 - least)) == STILL
    assert direction(figures(50_00), None) == UP
    rising, falling = words_of(UP, 1, 7), words_of(DOWN, 1, 7)
    assert rising["status"] != falling["status"]
    assert rising["sources"] == falling["sources"] != words_of(UP, 2, 7)["sources"]


def test_a_year_asks_for_twelve_different_measures_and_most_are_done() -> None:
    assert len({task.words for task in TASKS}) == len(TASKS) == 12
    assert [task.words for task in TASKS if not task.outcome] == [TASKS[2].words, TASKS[7].words]
    for way in (UP, DOWN, STILL):
        first, second = words_of(way, 3, 0), words_of(way, 4, 1)
        assert all(first[chapter] != second[chapter] for chapter in first)
