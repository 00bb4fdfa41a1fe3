"""Terms: what is read, and what is refused by name."""

import datetime as dt

import pytest
from hypothesis import given

from lending.domain.terms import Terms, TermsError
from tests.lending.domain.strategies import terms

PLAIN = {
    "principal_fen": 1_000_000,
    "annual_rate_ppm": 120_000,
    "method": "equal_instalment",
    "periods": 12,
    "disbursed_on": "2026-01-15",
}


def test_reads_plain_values_and_fills_in_the_usual_rest():
    read = Terms.from_dict(PLAIN)
    assert read.disbursed_on == dt.date(2026, 1, 15)
    assert (read.period_unit, read.period_every, read.day_count, read.rounding) == (
        "month",
        1,
        "30/360",
        "half_up",
    )
    assert (read.level_last, read.principal_grace_periods, read.down_payment_ppm) == (False, 0, 0)
    assert (read.instalment_multiple_fen, read.monthly_fee_ppm, read.monthly_fee_fen) == (1, 0, 0)
    assert (read.first_due_on, read.instalment_rounding) == (None, None)


@given(terms())
def test_written_terms_read_back_equal(drawn):
    assert Terms.from_dict(drawn.to_dict()) == drawn


@pytest.mark.parametrize(
    "changes, code, field",
    [
        ({"principal_fen": 0}, "out_of_range", "principal_fen"),
        ({"principal_fen": -1}, "out_of_range", "principal_fen"),
        ({"principal_fen": 10**15 + 1}, "out_of_range", "principal_fen"),
        ({"principal_fen": 1.0}, "not_an_integer", "principal_fen"),
        ({"principal_fen": "100"}, "not_an_integer", "principal_fen"),
        ({"principal_fen": True}, "not_an_integer", "principal_fen"),
        ({"principal_fen": float("nan")}, "not_an_integer", "principal_fen"),
        ({"principal_fen": None}, "not_an_integer", "principal_fen"),
        ({"annual_rate_ppm": -1}, "out_of_range", "annual_rate_ppm"),
        ({"annual_rate_ppm": 10**7 + 1}, "out_of_range", "annual_rate_ppm"),
        ({"periods": 0}, "out_of_range", "periods"),
        ({"periods": 1_201}, "out_of_range", "periods"),
        ({"period_every": 0}, "out_of_range", "period_every"),
        ({"period_unit": "year"}, "unknown_choice", "period_unit"),
        ({"period_unit": None}, "unknown_choice", "period_unit"),
        ({"method": "annuity"}, "unknown_choice", "method"),
        ({"method": ["flat"]}, "unknown_choice", "method"),
        ({"day_count": "30/365"}, "unknown_choice", "day_count"),
        ({"rounding": "down"}, "unknown_choice", "rounding"),
        ({"instalment_rounding": "down"}, "unknown_choice", "instalment_rounding"),
        ({"level_last": 1}, "not_a_truth_value", "level_last"),
        ({"principal_grace_periods": 12}, "grace_too_long", "principal_grace_periods"),
        ({"principal_grace_periods": -1}, "out_of_range", "principal_grace_periods"),
        ({"down_payment_ppm": 1_000_000}, "out_of_range", "down_payment_ppm"),
        ({"instalment_multiple_fen": 0}, "out_of_range", "instalment_multiple_fen"),
        ({"monthly_fee_ppm": -1}, "out_of_range", "monthly_fee_ppm"),
        ({"monthly_fee_fen": -1}, "out_of_range", "monthly_fee_fen"),
        ({"disbursed_on": "2026-02-30"}, "not_a_date", "disbursed_on"),
        ({"disbursed_on": "20260215"}, "not_a_date", "disbursed_on"),
        ({"disbursed_on": "2026-W07-1"}, "not_a_date", "disbursed_on"),
        ({"disbursed_on": "２０２６-02-15"}, "not_a_date", "disbursed_on"),
        ({"disbursed_on": 20260215}, "not_a_date", "disbursed_on"),
        ({"disbursed_on": None}, "not_a_date", "disbursed_on"),
        ({"disbursed_on": dt.datetime(2026, 1, 1)}, "not_a_date", "disbursed_on"),
        ({"first_due_on": "2026-01-15"}, "due_before_disbursed", "first_due_on"),
        ({"first_due_on": "2025-01-15"}, "due_before_disbursed", "first_due_on"),
        ({"first_due_on": "soon"}, "not_a_date", "first_due_on"),
        ({"downpayment_ppm": 1}, "unknown_parameter", "downpayment_ppm"),
    ],
)
def test_refuses_what_is_no_loan_and_names_it(changes, code, field):
    assert Terms.from_dict(PLAIN)
    with pytest.raises(TermsError) as refusal:
        Terms.from_dict(PLAIN | changes)
    assert (refusal.value.code, refusal.value.field) == (code, field)


@pytest.mark.parametrize("name", PLAIN)
def test_refuses_a_missing_parameter(name):
    with pytest.raises(TermsError) as refusal:
        Terms.from_dict({key: value for key, value in PLAIN.items() if key != name})
    assert (refusal.value.code, refusal.value.field) == ("missing_parameter", name)


@pytest.mark.parametrize("data", [None, [], "terms", 5])
def test_refuses_what_is_no_object(data):
    with pytest.raises(TermsError) as refusal:
        Terms.from_dict(data)
    assert refusal.value.code == "not_an_object"
