"""manage.py apr: a rate, or the reason why there is none."""

import io
import json
import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

VECTORS = Path(__file__).parents[2] / "vectors" / "rates.json"
CASE = {"basis": "periodic", "flows": [{"t": 0, "amount": -100}, {"t": 1, "amount": 110}]}


def _run(monkeypatch, given, *args):
    monkeypatch.setattr("sys.stdin", io.StringIO(given if isinstance(given, str) else json.dumps(given)))
    out = io.StringIO()
    call_command("apr", "-", *args, stdout=out)
    return out.getvalue()


def test_the_published_rates_come_out(monkeypatch):
    cases = json.loads(VECTORS.read_text())
    found = json.loads(_run(monkeypatch, VECTORS.read_text(), "--format", "json"))
    assert [set(rate) for rate in found] == [{"rate"}] * len(cases)
    for rate, case in zip(found, cases, strict=True):
        assert rate["rate"] == pytest.approx(case["expected"], abs=case["tolerance"]), case["id"]


def test_one_case_gives_one_rate_with_six_decimals(monkeypatch):
    even = CASE | {"flows": [{"t": 0, "amount": -100}, {"t": 1, "amount": 100}]}
    assert _run(monkeypatch, even, "--format", "json") == '{"rate": 0.000000}\n'
    assert re.fullmatch(r'\{"rate": 0\.[0-9]{6,}\}\n', _run(monkeypatch, CASE, "--format", "json"))


@pytest.mark.parametrize(
    "case, rate",
    [
        (CASE, 0.1),
        (CASE | {"basis": "nominal", "periods_per_year": 12}, 1.2),
        (CASE | {"basis": "effective_annual"}, 0.1),
        (
            CASE
            | {
                "basis": "effective_annual",
                "flows": [{"on": "2026-01-01", "amount": -100.5}, {"on": "2027-01-01", "amount": 100.5}],
            },
            0.0,
        ),
    ],
)
def test_each_basis(monkeypatch, case, rate):
    assert json.loads(_run(monkeypatch, case, "--format", "json"))["rate"] == pytest.approx(rate)


def test_gives_the_reason_where_there_is_no_rate(monkeypatch):
    flows = [{"t": t, "amount": amount} for t, amount in enumerate([-100, 230, -132])]
    text = _run(monkeypatch, [CASE, {"basis": "periodic", "flows": flows}], "--format", "json")
    assert json.loads(text)[1] == {"rate": None, "reason": "More than one rate balances the flows."}
    table = _run(monkeypatch, {"id": "two", "basis": "periodic", "flows": flows})
    assert table == "two       none: More than one rate balances the flows.\n"


@pytest.mark.parametrize(
    "given, message",
    [
        ("not json", "This is not JSON"),
        ("5", "A case is an object"),
        ({"basis": "monthly", "flows": []}, "basis must be one of"),
        ({"basis": "periodic"}, "flows must be a list"),
        ({"basis": "periodic", "flows": [1]}, "flows must be a list of objects"),
        ({"basis": "periodic", "flows": [{"t": 0}]}, "amount must be a number"),
        ({"basis": "periodic", "flows": [{"amount": 1}]}, "t must be a number"),
        ({"basis": "periodic", "flows": [{"t": True, "amount": 1}]}, "t must be a number"),
        ({"basis": "periodic", "flows": [{"on": "2026-01-01", "amount": 1}]}, "either all a date"),
        (
            {
                "basis": "effective_annual",
                "flows": [{"on": "2026-01-01", "amount": 1}, {"t": 1, "amount": 1}],
            },
            "either all a date",
        ),
        ({"basis": "effective_annual", "flows": [{"on": "2026-02-30", "amount": 1}]}, "on must be a date"),
        (CASE | {"basis": "nominal"}, "periods_per_year must be a number"),
        (CASE | {"basis": "nominal", "periods_per_year": 0}, "periods_per_year must be above zero"),
        (
            '{"basis": "periodic", "flows": [{"t": 0, "amount": 1e999999999}]}',
            "amount is too large or too small",
        ),
        ('{"basis": "periodic", "flows": [{"t": 1e-999999999, "amount": 1}]}', "t is too large or too small"),
        ('{"basis": "periodic", "flows": [{"t": 0, "amount": Infinity}]}', "Infinity is not a number"),
        ([CASE, {"basis": "x"}], "Case 2: basis must be one of"),
    ],
)
def test_refuses_what_cannot_be_read(monkeypatch, given, message):
    with pytest.raises(CommandError, match=re.escape(message)):
        _run(monkeypatch, given, "--format", "json")


def test_a_byte_order_mark_is_no_part_of_the_case(monkeypatch):
    assert _run(monkeypatch, "\ufeff" + json.dumps(CASE)) == _run(monkeypatch, CASE)
