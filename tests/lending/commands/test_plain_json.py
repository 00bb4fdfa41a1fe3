"""JSON in and out."""

import json

import pytest

from lending.management.plain_json import JsonError, read_json, write_json


@pytest.mark.parametrize(
    "value, text",
    [
        (0.12, "0.120000"),
        (0.0, "0.000000"),
        (-0.5, "-0.500000"),
        (1e-9, "0.000000001"),
        (1.5e22, "15000000000000000000000.000000"),
        (0.1106908537142689, "0.1106908537142689"),
        (12, "12"),
        (True, "true"),
        (None, "null"),
        ("分期", '"分期"'),
        ({"a": [1, 0.5, ()]}, '{"a": [1, 0.500000, []]}'),
    ],
)
def test_writes_rates_with_six_decimals_or_more(value, text):
    assert write_json(value) == text
    assert json.loads(text) == (value if not isinstance(value, dict) else {"a": [1, 0.5, []]})


def test_reads_decimals_exactly():
    assert str(read_json('{"amount": -92.630}')["amount"]) == "-92.630"


@pytest.mark.parametrize(
    "text", ["", "{", "NaN", "[-Infinity]", '{"a": 1, "a": 1}', "[" * 100_000, "9" * 5_000]
)
def test_refuses_what_cannot_be_trusted(text):
    with pytest.raises(JsonError):
        read_json(text)
