"""The amount field takes plain yuan and nothing else."""

import pytest
from django import forms
from django.core.exceptions import ValidationError

from finance.domain.money import MAX_FEN
from finance.forms.fields import YuanField


@pytest.mark.parametrize(
    "text, fen",
    [
        ("1", 100),
        ("0.01", 1),
        ("1234.5", 123_450),
        ("1234.56", 123_456),
        (" 100 ", 10_000),
        ("007", 700),
        ("10000000000000", 10**15),
    ],
)
def test_takes_plain_yuan(text: str, fen: int) -> None:
    assert YuanField().clean(text) == fen


@pytest.mark.parametrize(
    "text, code",
    [
        ("-1", "not_an_amount"),
        ("+1", "not_an_amount"),
        ("−1", "not_an_amount"),
        ("0", "too_small"),
        ("0.00", "too_small"),
        ("0.001", "sub_fen"),
        ("1.999", "sub_fen"),
        ("10000000000000.01", "too_large"),
        ("99999999999999999999999999", "too_large"),
        ("NaN", "not_an_amount"),
        ("Infinity", "not_an_amount"),
        ("1e3", "not_an_amount"),
        ("１００", "not_an_amount"),
        ("1２", "not_an_amount"),
        ("1。5", "not_an_amount"),
        ("1,000", "not_an_amount"),
        ("1，000", "not_an_amount"),
        ("1 000", "not_an_amount"),
        ("1\N{NO-BREAK SPACE}000", "not_an_amount"),
        ("\N{IDEOGRAPHIC SPACE}1", "not_an_amount"),
        ("1\n", "not_an_amount"),
        ("1\x00", "not_an_amount"),
        ("١٠٠", "not_an_amount"),
        ("²", "not_an_amount"),
        ("一百", "not_an_amount"),
        ("1_000", "not_an_amount"),
        ("0x10", "not_an_amount"),
        ("1.", "not_an_amount"),
        (".5", "not_an_amount"),
        ("1.2.3", "not_an_amount"),
        ("¥1", "not_an_amount"),
        ("1/2", "not_an_amount"),
        ("", "required"),
        ("   ", "required"),
        (None, "required"),
    ],
)
def test_refuses_everything_else(text: str | None, code: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        YuanField().clean(text)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    "text, code, words",
    [
        ("99.99", "too_small", "100.00"),
        ("2000.01", "too_large", "2,000.00"),
        ("150", "not_a_multiple", "100.00"),
    ],
)
def test_names_the_bounds_it_keeps(text: str, code: str, words: str) -> None:
    field = YuanField(min_fen=10_000, max_fen=200_000, step_fen=10_000)
    with pytest.raises(ValidationError) as refusal:
        field.clean(text)
    assert refusal.value.code == code
    assert words in refusal.value.messages[0]
    assert field.clean("100") == 10_000
    assert field.clean("2000") == 200_000


def test_an_optional_amount_may_be_left_out() -> None:
    assert YuanField(required=False).clean("") is None


def test_shows_fen_as_yuan_and_what_was_typed_as_it_was_typed() -> None:
    class Form(forms.Form):
        amount = YuanField(initial=123_456)

    assert 'value="1234.56"' in str(Form()["amount"])
    assert 'inputmode="decimal"' in str(Form()["amount"])
    assert 'value="1,0"' in str(Form({"amount": "1,0"})["amount"])
    assert not Form({"amount": "1234.56"}, initial={"amount": 123_456}).has_changed()
    assert Form({"amount": "x"}, initial={"amount": 123_456}).has_changed()


def test_the_largest_amount_is_the_house_limit() -> None:
    assert YuanField().max_fen == MAX_FEN
