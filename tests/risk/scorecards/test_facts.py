"""What a card is told of an application: figures and codes as they were given, nothing of what must not decide."""

import datetime as dt

import pytest

from accounts.models import User
from lending.models import Application, Loan
from risk.models import Scorecard
from risk.scorecards.facts import FACTS, facts_of
from risk.scorecards.queries import score_of
from risk.services.score_application import score_application
from tests.lending.factories import make_active_loan, make_submitted

FORBIDDEN = {"sex", "age", "birth", "ethnic", "religion", "health", "marital", "region", "name"}


def facts(application: Application) -> dict[str, str | None]:
    return facts_of(application, FACTS)


def test_the_facts_of_a_first_application(borrower: User) -> None:
    found = facts(make_submitted(borrower))
    assert {
        name: found[name] for name in ("periods", "amount_yuan", "purpose", "employed_months", "other_debts")
    } == {
        "periods": "12",
        "amount_yuan": "10000",
        "purpose": "furniture",
        "employed_months": "60",
        "other_debts": "none",
    }
    # 800 of 9,000; the largest instalment at the dearest grade, of the 8,200 that are left.
    assert (found["debt_share_percent"], found["instalment_share_percent"]) == ("9", "11")
    assert (found["loans_here"], found["history_here"], found["guarantor"]) == ("0", "none", "none")


def test_nobody_is_told_by_what_must_not_decide() -> None:
    assert not [code for code in FACTS if any(word in code for word in FORBIDDEN)]


def test_a_fact_that_does_not_exist_is_not_known(borrower: User) -> None:
    assert facts_of(make_submitted(borrower), ["star_sign"]) == {"star_sign": None}


@pytest.mark.parametrize(
    ("changes", "name", "value"),
    [
        ({"other_debt_fen": 5_000_00}, "other_debts", "other"),
        ({"other_debt_fen": 5_000_00, "other_platform_debt_fen": 1_00}, "other_debts", "platforms"),
        ({"monthly_income_fen": 800_00}, "instalment_share_percent", "1000"),
        ({"monthly_income_fen": 0}, "debt_share_percent", None),
    ],
)
def test_debts_and_shares(borrower: User, changes: dict[str, int], name: str, value: str | None) -> None:
    assert facts(make_submitted(borrower, **changes))[name] == value


def test_how_earlier_loans_were_repaid(borrower: User) -> None:
    loan = make_active_loan(borrower)
    application = make_submitted(borrower, purpose="travel")
    assert facts(application)["history_here"] == "running_on_time"
    assert facts(application)["loans_here"] == "1"
    Loan.objects.filter(pk=loan.pk).update(overdue_since_on=dt.date(2026, 1, 1))
    assert facts(application)["history_here"] == "late"


def test_the_seeded_card_scores_what_is_mapped(seeded: Scorecard, borrower: User) -> None:
    application = make_submitted(borrower)
    score = score_application(application=application)
    assert score is not None
    by_code = {line["code"]: (line["value"], line["bin"]) for line in score.trace}
    assert by_code["duration_in_month"][0] == "12"
    assert by_code["credit_amount"][0] == "2500"
    assert by_code["present_employment_since"][0] == "4 <= ... < 7 years"
    assert by_code["savings_account_and_bonds"] == (None, "missing")
    assert score.points == seeded.content["base_points"] + sum(line["points"] for line in score.trace)
    assert score_of(application) == score
