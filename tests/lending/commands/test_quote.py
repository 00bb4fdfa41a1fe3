"""manage.py quote: JSON for machines, a table for people, a clear no for bad input."""

import io
import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts import clock

VECTORS = Path(__file__).parents[2] / "vectors" / "schedules.json"
TERMS = {
    "principal_fen": 1_200_000,
    "annual_rate_ppm": 120_000,
    "method": "equal_instalment",
    "periods": 3,
    "disbursed_on": "2026-01-15",
}


def _run(*args):
    out = io.StringIO()
    call_command("quote", *args, stdout=out)
    return out.getvalue()


def _quoted(monkeypatch, given):
    monkeypatch.setattr("sys.stdin", io.StringIO(given if isinstance(given, str) else json.dumps(given)))
    return _run("--terms", "-", "--format", "json")


def test_one_terms_object_gives_one_quote(monkeypatch):
    text = _quoted(monkeypatch, TERMS | {"monthly_fee_fen": 990, "down_payment_ppm": 250_000})
    quote = json.loads(text)
    assert quote["rows"][:2] == [
        {
            "n": 1,
            "due_on": "2026-01-15",
            "principal_fen": 300_000,
            "interest_fen": 0,
            "fee_fen": 0,
            "balance_fen": 900_000,
            "kind": "down_payment",
        },
        {
            "n": 2,
            "due_on": "2026-02-15",
            "principal_fen": 297_020,
            "interest_fen": 9_000,
            "fee_fen": 990,
            "balance_fen": 602_980,
            "kind": "instalment",
        },
    ]
    assert (quote["total_interest_fen"], quote["total_fee_fen"]) == (18_060, 2_970)
    assert list(quote) == [
        "rows",
        "total_interest_fen",
        "total_fee_fen",
        "nominal_rate",
        "effective_annual_rate",
    ]


def test_rates_have_six_decimals_or_more_and_every_fee_in(monkeypatch):
    text = _quoted(monkeypatch, TERMS | {"method": "bullet", "annual_rate_ppm": 0, "periods": 12})
    assert '"nominal_rate": 0.000000, "effective_annual_rate": 0.000000}' in text
    text = _quoted(monkeypatch, TERMS | {"method": "interest_only", "monthly_fee_ppm": 1_000})
    rates = dict(re.findall(r'"(\w+_rate)": ([0-9]+\.[0-9]{6,})', text))
    assert float(rates["nominal_rate"]) == pytest.approx(0.132)
    assert float(rates["effective_annual_rate"]) == pytest.approx(0.1416, abs=2e-3)


def test_a_list_gives_a_list_and_the_published_tables(monkeypatch):
    cases = json.loads(VECTORS.read_text())
    quotes = json.loads(_quoted(monkeypatch, [case["terms"] for case in cases]))
    for quote, case in zip(quotes, cases, strict=True):
        names = ("n", "due_on", "principal_fen", "interest_fen", "balance_fen")
        assert [tuple(row[name] for name in names) for row in quote["rows"]] == [
            tuple(row[name] for name in names) for row in case["rows"]
        ]
        assert [row["kind"] for row in quote["rows"]] == [
            row.get("kind", "instalment") for row in case["rows"]
        ]


def test_a_list_of_one_stays_a_list_and_an_empty_one_empty(monkeypatch):
    assert isinstance(json.loads(_quoted(monkeypatch, [TERMS])), list)
    assert json.loads(_quoted(monkeypatch, [])) == []


def test_reads_a_file(tmp_path):
    path = tmp_path / "terms.json"
    path.write_text("\ufeff" + json.dumps(TERMS), encoding="utf-8")
    assert len(json.loads(_run("--terms", str(path), "--format", "json"))["rows"]) == 3


def test_people_write_a_few_figures():
    table = _run(
        "10000", "--rate", "12", "--months", "12", "--method", "equal_instalment", "--on", "2026-11-23"
    )
    assert (
        "   1  2026-12-23            788.49          100.00          0.00            888.49          9,211.51"
        in table
    )
    assert "interest 661.86   fees 0.00   total 10,661.86 yuan" in table
    assert "nominal 12.0001 % a year   effective 12.7260 % a year" in table


@pytest.mark.django_db
def test_people_quote_from_the_business_date():
    quote = json.loads(_run("10000", "--rate", "12", "--days", "1", "--format", "json"))
    assert quote["rows"][0]["due_on"] > clock.today().isoformat()


def test_people_may_name_every_parameter():
    text = _run(
        "12000.50", "--rate=10.8", "--weeks=26", "--every=2", "--method=flat", "--on=2026-01-31", "--grace=1",
        "--first-due=2026-02-10", "--day-count=act/365", "--rounding=half_even", "--down-payment=12.5",
        "--multiple=1", "--monthly-fee=9.90", "--monthly-fee-rate=0.25", "--level-last", "--format=json",
    )  # fmt: skip
    quote = json.loads(text)
    assert quote["rows"][0]["principal_fen"] == 150_000
    assert quote["rows"][1]["due_on"] == "2026-02-10"
    assert len(quote["rows"]) == 27


@pytest.mark.parametrize(
    "given, message",
    [
        ("", "This is not JSON"),
        ("{", "This is not JSON"),
        ("[" * 100_000, "nested too deeply"),
        ('{"principal_fen": NaN}', "NaN is not a number"),
        ('{"principal_fen": 1, "principal_fen": 2}', "principal_fen is given twice"),
        ('{"principal_fen": ' + "9" * 5_000 + "}", "This is not JSON"),
        ("7", "terms: must be an object"),
        (TERMS | {"principal_fen": -1}, "principal_fen: must be from 1 to"),
        (TERMS | {"principal_fen": 1.5}, "principal_fen: must be a whole number"),
        ([TERMS, TERMS | {"method": "magic"}], "Terms 2: method: must be one of"),
        (TERMS | {"instalment_multiple_fen": 10**9}, "instalment_multiple_fen: is too large"),
    ],
)
def test_refuses_bad_terms_and_prints_nothing(monkeypatch, given, message):
    monkeypatch.setattr("sys.stdin", io.StringIO(given if isinstance(given, str) else json.dumps(given)))
    out = io.StringIO()
    with pytest.raises(CommandError, match=re.escape(message)):
        call_command("quote", "--terms", "-", "--format", "json", stdout=out)
    assert out.getvalue() == ""


@pytest.mark.parametrize(
    "args, message",
    [
        ([], "Give either an amount or --terms FILE"),
        (["100", "--terms", "-"], "Give either an amount or --terms FILE"),
        (["100", "--rate", "12"], "A quote needs --rate and one of --months"),
        (["100", "--months", "12"], "A quote needs --rate and one of --months"),
        (["1,000", "--rate", "12", "--months", "12"], "amount: Write the amount in plain digits"),
        (["0", "--rate", "12", "--months", "12"], "principal_fen: must be from 1"),
        (["1.005", "--rate", "12", "--months", "12"], "amount: An amount has at most two decimals"),
        (["100", "--rate", "12.00001", "--months", "12"], "--rate: a percentage has at most four decimals"),
        (["100", "--rate", "NaN", "--months", "12"], "--rate: write a percentage"),
        (["100", "--rate", "1e99", "--months", "12"], "--rate: write a percentage"),
        (["100", "--rate", "１２", "--months", "12"], "--rate: write a percentage"),
        (["100", "--rate", "-1", "--months", "12"], "annual_rate_ppm: must be from 0"),
        (["100", "--rate", "12", "--months", "0"], "periods: must be from 1"),
        (["100", "--rate", "12", "--months", "12", "--on", "soon"], "disbursed_on: must be a date"),
        (["--terms", "/no/such/file"], "/no/such/file cannot be read"),
    ],
)
def test_refuses_bad_arguments(args, message):
    if "--on" not in args:
        args = [*args, "--on", "2026-01-15"]
    with pytest.raises(CommandError, match=re.escape(message)):
        _run(*args)


def test_refuses_a_file_that_is_no_text(tmp_path):
    path = tmp_path / "terms.json"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CommandError, match="not UTF-8"):
        _run("--terms", str(path))


def test_decimals_of_the_input_are_never_rounded_into_whole_numbers(monkeypatch):
    monkeypatch.setattr(
        "sys.stdin", io.StringIO(json.dumps(TERMS).replace("1200000", "1200000.0000000000001"))
    )
    with pytest.raises(CommandError, match="principal_fen: must be a whole number"):
        _run("--terms", "-")
    assert Decimal("1200000.0000000000001") != 1_200_000


@pytest.mark.parametrize("option", ["--method", "--day-count", "--rounding"])
def test_a_choice_that_is_none_is_answered_with_plain_names(option):
    with pytest.raises(CommandError) as error:
        call_command("quote", "100", option, "foo")
    assert "<" not in str(error.value)


def test_a_byte_order_mark_is_no_part_of_the_terms(monkeypatch, tmp_path):
    marked = "\ufeff" + json.dumps(TERMS)
    path = tmp_path / "terms.json"
    path.write_text(marked, encoding="utf-8")
    plain = _quoted(monkeypatch, TERMS)
    assert _quoted(monkeypatch, marked) == plain
    assert _run("--terms", str(path), "--format", "json") == plain
