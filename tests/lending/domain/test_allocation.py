"""Allocation of payments: the oldest first, and inside an instalment by the order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lending.domain.allocation import DEFAULT_ORDER, Component, Due, allocate

FEBRUARY = Due(2, interest_fen=8_040, principal_fen=399_987, overdue_interest_fen=1_315, service_fee_fen=990)
MARCH = Due(3, interest_fen=4_040, principal_fen=403_986, service_fee_fen=990)


def _parts(amount_fen, *dues, **order):
    allocation = allocate(amount_fen, dues, **order)
    return [
        (part.n, part.component.value, part.amount_fen) for part in allocation.parts
    ], allocation.left_over_fen


@pytest.mark.parametrize(
    "amount_fen, parts, left_over_fen",
    [
        (0, [], 0),
        (8_000, [(2, "interest", 8_000)], 0),
        (8_041, [(2, "interest", 8_040), (2, "principal", 1)], 0),
        (
            410_400,
            [
                (2, "interest", 8_040),
                (2, "principal", 399_987),
                (2, "overdue_interest", 1_315),
                (2, "service_fee", 990),
                (3, "interest", 68),
            ],
            0,
        ),
        (
            819_348,
            [
                (2, "interest", 8_040),
                (2, "principal", 399_987),
                (2, "overdue_interest", 1_315),
                (2, "service_fee", 990),
                (3, "interest", 4_040),
                (3, "principal", 403_986),
                (3, "service_fee", 990),
            ],
            0,
        ),
        (
            900_000,
            [
                (2, "interest", 8_040),
                (2, "principal", 399_987),
                (2, "overdue_interest", 1_315),
                (2, "service_fee", 990),
                (3, "interest", 4_040),
                (3, "principal", 403_986),
                (3, "service_fee", 990),
            ],
            80_652,
        ),
    ],
)
def test_pays_the_oldest_first_and_inside_it_by_the_order(amount_fen, parts, left_over_fen):
    assert _parts(amount_fen, FEBRUARY, MARCH) == (parts, left_over_fen)


def test_costs_of_realising_the_claim_come_first():
    # CC 561.
    assert _parts(600, FEBRUARY._replace(costs_fen=500)) == ([(2, "costs", 500), (2, "interest", 100)], 0)


def test_a_contract_may_set_another_order():
    order = (
        Component.PRINCIPAL,
        Component.INTEREST,
        Component.OVERDUE_INTEREST,
        Component.SERVICE_FEE,
        Component.COSTS,
    )
    assert _parts(400_000, FEBRUARY, order=order) == ([(2, "principal", 399_987), (2, "interest", 13)], 0)


def test_totals_by_component():
    allocation = allocate(819_348, [FEBRUARY, MARCH])
    assert allocation.total(Component.PRINCIPAL) == 803_973
    assert allocation.total(Component.SERVICE_FEE) == 1_980
    assert FEBRUARY.total_fen == 410_332


@pytest.mark.parametrize(
    "amount_fen, dues, order",
    [
        (-1, [FEBRUARY], DEFAULT_ORDER),
        (1, [FEBRUARY._replace(interest_fen=-1)], DEFAULT_ORDER),
        (1, [MARCH, FEBRUARY], DEFAULT_ORDER),
        (1, [FEBRUARY, FEBRUARY], DEFAULT_ORDER),
        (1, [FEBRUARY], DEFAULT_ORDER[1:]),
        (1, [FEBRUARY], (*DEFAULT_ORDER, Component.COSTS)),
    ],
)
def test_refuses_what_cannot_be_allotted(amount_fen, dues, order):
    with pytest.raises(ValueError):
        allocate(amount_fen, dues, order)


_fen = st.integers(0, 10**7)


@given(
    _fen,
    st.lists(st.tuples(_fen, _fen, _fen, _fen, _fen), max_size=8),
    st.permutations(list(Component)),
)
def test_parts_and_left_over_are_the_payment(amount_fen, amounts, order):
    dues = [Due(n, *owed) for n, owed in enumerate(amounts, start=1)]
    allocation = allocate(amount_fen, dues, order)
    assert sum(part.amount_fen for part in allocation.parts) + allocation.left_over_fen == amount_fen
    owed = {due.n: due for due in dues}
    assert all(0 < part.amount_fen <= owed[part.n].owed(part.component) for part in allocation.parts)
    if allocation.left_over_fen:
        assert amount_fen - allocation.left_over_fen == sum(due.total_fen for due in dues)
