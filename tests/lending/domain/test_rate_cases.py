"""Rate cases: every published one is read and comes out."""

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from lending.domain.rate_cases import MAX_FLOWS, CaseError, rate_of_case
from lending.management.plain_json import read_json

VECTORS = Path(__file__).parents[2] / "vectors" / "rates.json"


@pytest.mark.parametrize("case", json.loads(VECTORS.read_text()), ids=lambda case: case["id"])
def test_published_case_comes_out(case):
    rate = rate_of_case(read_json(json.dumps(case)))
    assert rate.value == pytest.approx(case["expected"], abs=case["tolerance"])


def test_refuses_too_many_flows():
    flows = [{"t": t, "amount": Decimal(1)} for t in range(MAX_FLOWS + 1)]
    with pytest.raises(CaseError, match="at most"):
        rate_of_case({"basis": "periodic", "flows": flows})


@pytest.mark.parametrize("amount", [Fraction(1, 2), 0.5, Decimal("NaN"), None])
def test_refuses_numbers_that_are_not_exactly_what_was_written(amount):
    with pytest.raises(CaseError, match="amount must be a"):
        rate_of_case({"basis": "periodic", "flows": [{"t": 0, "amount": amount}]})
