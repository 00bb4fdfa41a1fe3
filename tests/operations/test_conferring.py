"""The demo's committee meets at its hour, decides one loan by a casting vote, and is called for another."""

import datetime as dt
from random import Random

from accounts import clock
from lending.models import DecisionCondition
from lending.services.seed_products import seed_products
from operations.simulation.conferring import (
    AFTERWARDS,
    BEFORE_PAYOUT,
    CONDITION,
    NOTICE_DAYS,
    bring_first,
    hold_meetings,
    leave_committee,
)
from risk.committee.invariants import committee_decides_by_count, committee_papers_hold
from risk.models import AgendaItem, CommitteeMinutes, CreditCase
from tests.risk.committee.bodies import Body


def test_one_loan_is_decided_and_another_waits(db: None) -> None:
    Body()
    seed_products()
    random, today = Random(1), clock.today()
    with clock.simulated(today):
        bring_first(random, domain="example.cn")
    with clock.simulated(today + dt.timedelta(days=NOTICE_DAYS - 1)):
        hold_meetings()
    assert not CommitteeMinutes.objects.exists()
    with clock.simulated(today + dt.timedelta(days=NOTICE_DAYS)):
        hold_meetings()
    with clock.simulated(today + dt.timedelta(days=NOTICE_DAYS + 1)):
        leave_committee(random, domain="example.cn")
    states = AgendaItem.objects.order_by("pk").values_list("status", "result", "meeting__status")
    assert list(states) == [("decided", "conditions", "minuted"), ("listed", "", "called")]
    conditions = DecisionCondition.objects.values_list("words", "kind")
    assert set(conditions) == {
        (CONDITION, "precedent"),
        (BEFORE_PAYOUT, "later"),
        (AFTERWARDS, "subsequent"),
    }
    minutes = CommitteeMinutes.objects.select_related("meeting").get()
    meeting, case = minutes.meeting, CreditCase.objects.get(status="decided")
    assert meeting.starts_at < meeting.opened_at < case.decided_at < meeting.closed_at < minutes.confirmed_at
    # From the agenda to the decision it took two days.
    assert case.decided_at - case.opened_at > dt.timedelta(days=NOTICE_DAYS)
    assert committee_papers_hold() == committee_decides_by_count() == []
