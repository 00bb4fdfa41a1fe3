"""Rate cases: every published one is read and comes out."""

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from lending.domain.plain_json import read_json
from lending.domain.rate_cases import MAX_FLOWS, CaseError, rate_of_case

VECTORS = Path(__file__).parents[2] / "vectors" / "rates.json"


@pytest.mark.parametrize("case", json.loads(VECTORS.read_text()), ids=lambda case: case["id"])
def test_published_case_comes_out_as_plain_floats_and_as_exact_decimals(case):
    exact = read_json(json.dumps(case))
    for read in (case, exact):
        assert rate_of_case(read).value == pytest.approx(case["expected"], abs=case["tolerance"])


def test_refuses_too_many_flows():
    flows = [{"t": t, "amount": Decimal(1)} for t in range(MAX_FLOWS + 1)]
    with pytest.raises(CaseError, match="at most"):
        rate_of_case({"basis": "periodic", "flows": flows})


def test_a_fraction_is_no_json_number():
    with pytest.raises(CaseError, match="amount must be a number"):
        rate_of_case({"basis": "periodic", "flows": [{"t": 0, "amount": Fraction(1, 2)}]})
