"""Dealers in the simulation: their orders go the whole way through the real services, and the books stay sound."""

from random import Random

import pytest

from finance.services.verify_books import verify_books
from lending.models import GoodsOrder
from operations.services.simulate_days import SimulationPlan, simulate_days
from operations.simulation import selling
from tests import dealers

pytestmark = pytest.mark.once("sqlite")


@pytest.mark.django_db
def test_orders_are_delivered_in_a_simulated_company(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selling, "CHANCE_OF_A_SALE", 1.0)
    monkeypatch.setattr(selling, "CHANCE_OF_A_RETURN", 0.5)
    dealers.active()
    simulate_days(plan=SimulationPlan(days=16, borrowers=4, investors=4, seed=5))
    states = list(GoodsOrder.objects.values_list("status", flat=True))
    assert len(states) > 3
    assert GoodsOrder.objects.filter(loan__isnull=False).count() > 1
    assert GoodsOrder.objects.filter(return_asked_at__isnull=False).exists()
    assert verify_books().is_ok


@pytest.mark.django_db
def test_without_dealers_nobody_sells() -> None:
    from operations.simulation.people import Cast

    selling.sell_goods(Random(1), Cast(reviewer=None, decider=None))  # type: ignore[arg-type]
    assert not GoodsOrder.objects.exists()
