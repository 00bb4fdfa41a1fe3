"""Where the grade comes from by which who decides is asked, and that a grade against the card is explained."""

import datetime as dt

import pytest
from django.utils.translation import override

from accounts import clock
from accounts.models import User
from lending.services.set_borrower_standing import set_borrower_standing
from risk.cases.deciders import who_decides
from risk.cases.grading import card_words, grade_basis
from risk.models import AgendaItem, CreditCase
from risk.services.override_case import override_case
from tests.arrivals import arrive
from tests.risk.committee.bodies import Body
from tests.risk.factories import card_said, make_case


@pytest.fixture
def body(db: None) -> Body:
    return Body()


@pytest.fixture
def case(borrower: User) -> CreditCase:
    """A case that the seeded card grades C."""
    return make_case(borrower, employed_months=30)


def judge(case: CreditCase, officer: User, to_grade: str) -> None:
    override_case(
        case=case,
        made_by=officer,
        kind="grade",
        to_value=to_grade,
        reason="verified_income",
        words="核实了工资流水",
    )


def unscored(case: CreditCase) -> CreditCase:
    facts = {code: value for code, value in case.facts.items() if code != "score"}
    CreditCase.objects.update(facts=facts)
    case.facts = facts
    return case


def test_the_card_then_an_override_names_the_grade(case: CreditCase, risk_officer: User) -> None:
    with override("en"):
        found = grade_basis(case)
        assert (found.grade, found.words) == ("C", "Grade C, as the card proposes; no override stands.")
        judge(case, risk_officer, "D")
        judge(case, risk_officer, "B")
        found = grade_basis(case)
        assert found.grade == "B"
        assert found.words.startswith(
            "Grade B. An override stands: C → B, Income was verified beyond what the card knows (risk.officer, "
        )
        assert card_words(case, "C") == "The card proposes C as well."
        assert card_words(case, "A") == "The card proposes C, and no override to A is on file."
        assert who_decides(case).because[1] == "Minor exception, by what was judged against the card."


def test_without_a_card_the_standing_and_then_the_worst_grade_is_taken(
    case: CreditCase, risk_manager: User
) -> None:
    unscored(case)
    with override("en"):
        assert grade_basis(case).words == (
            "Grade D, the worst this product is lent at: neither card, override nor standing names one yet."
        )
        assert card_words(case, "A") == ""
        set_borrower_standing(
            borrower=case.application.borrower,
            grade="A",
            limit_fen=1,
            valid_until_on=clock.today() + dt.timedelta(days=1),
            set_by=risk_manager,
        )
        found = grade_basis(case)
    assert found.grade == "A"
    assert found.words == "Grade A, the borrower's standing: no card has scored this case."


def test_another_grade_that_others_decide_is_named(case: CreditCase) -> None:
    case.application.amount_fen = 60_000_00
    with override("en"):
        said = who_decides(case)
    assert said.sentence == (
        "General consumption, grade C, No exception, ¥60,000.00 with what related borrowers owe: Risk manager"
    )
    assert said.because == [
        "Grade C, as the card proposes; no override stands.",
        "At grade D: Risk manager and General manager.",
    ]


def test_an_item_against_the_card_says_so_and_both_pages_lead_to_each_other(
    body: Body, borrower: User
) -> None:
    case = body.case_of(borrower)
    (item,) = body.called(case)
    # As cases were proposed before a grade had to be the card's or an override's.
    card_said(case, "C")
    secretary = arrive(body.secretary)
    secretary.cookies["django_language"] = "en"
    about, path = f"/office/risk/committee/items/{item.number}/", f"/office/risk/cases/{case.number}/"
    page = secretary.get(about).content.decode()
    assert "The card proposes C, and no override to B is on file." in page
    assert f'href="{path}"' in page
    page = secretary.get(path).content.decode()
    assert f'href="{about}"' in page
    with override("en"):
        said = who_decides(case)
    assert said.sentence.startswith(
        "The credit committee, before which the case was put. By the matrix: General"
    )
    proposed = f"Grade B, as proposed to the committee ({item.number})."
    assert said.because == [f"{proposed} The card proposes C, and no override to B is on file."]
    # Who has to declare first learns nothing of the case and is not led there.
    member = arrive(body.members["member_1"])
    member.cookies["django_language"] = "en"
    shown = member.get(about).content.decode()
    assert "The card proposes" not in shown
    assert path not in shown
    assert member.get(path).status_code == 404
    assert AgendaItem.objects.get().grade == "B"
