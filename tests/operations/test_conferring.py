"""The demo's committee has decided one loan by a casting vote, and is called for another."""

from random import Random

from lending.models import DecisionCondition
from lending.services.seed_products import seed_products
from operations.simulation.conferring import AFTERWARDS, BEFORE_PAYOUT, CONDITION, leave_committee
from risk.committee.invariants import committee_decides_by_count, committee_papers_hold
from risk.models import AgendaItem, CommitteeMinutes
from tests.risk.committee.bodies import Body


def test_one_loan_is_decided_and_another_waits(db: None) -> None:
    Body()
    seed_products()
    leave_committee(Random(1), domain="example.cn")
    states = AgendaItem.objects.order_by("pk").values_list("status", "result", "meeting__status")
    assert list(states) == [("decided", "conditions", "minuted"), ("listed", "", "called")]
    conditions = DecisionCondition.objects.values_list("words", "kind")
    assert set(conditions) == {
        (CONDITION, "precedent"),
        (BEFORE_PAYOUT, "later"),
        (AFTERWARDS, "subsequent"),
    }
    assert CommitteeMinutes.objects.count() == 1
    assert committee_papers_hold() == committee_decides_by_count() == []
