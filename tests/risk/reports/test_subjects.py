"""Warnings and assessments: a slice's figures, an answer by a day, a judged matrix."""

import pytest
from django.http import Http404

from accounts.errors import Refused
from accounts.models import User
from risk.models import ReportVersion, RiskReport
from risk.reports.frozen import read_content, sentences_of
from risk.reports.policies import access_report
from risk.reports.queries import answers_as_work, newest_figures
from risk.screening.rule_sets import champion_on
from risk.services.answer_warning import answer_warning
from risk.services.open_risk_report import open_risk_report
from risk.services.rate_risk import rate_risk
from risk.services.submit_report import submit_report
from risk.services.write_report_text import write_report_text
from tests.factories import make_staff
from tests.risk.reports.conftest import TODAY
from tests.risk.reports.steps import in_days, signed

WISH = {"kind": "warning", "subject": "grade", "subject_key": "B", "title": "Grade B pays late"}
RATING = {"likelihood": 3, "effect": 4, "controls": "Limits.", "residual_likelihood": 2, "residual_effect": 3}


def said(version: ReportVersion, chapter: str) -> list[str]:
    return sentences_of(read_content(newest_figures(version)), chapter, "en")


def test_a_warning_freezes_its_slice_and_is_answered_by_whom_it_was_sent_to(
    officer: User, manager: User
) -> None:
    seller = make_staff("seller@example.cn", "business_manager")
    version = open_risk_report(**WISH, actor=officer, addressee=seller, answer_due_on=in_days(TODAY, 7))
    assert said(version, "seen")[0].startswith("At the close of 2026-03-31 2 loans owed ¥14,000.00")
    assert said(version, "gravity")[-1] == (
        "It is 100.00% of the book, 100.00% of what is over 30 days late in it, and 100.00% of its expected loss."
    )
    with pytest.raises(Http404):
        access_report(seller, version.number)
    with pytest.raises(Refused, match="not_signed"):
        answer_warning(version=version, words="Early.", actor=seller)
    signed(version, officer, manager)
    assert access_report(seller, version.number) == version
    assert [one.number for one in answers_as_work(seller)] == [version.number]
    stranger = make_staff("stranger@example.cn", "cashier")
    with pytest.raises(Http404):
        access_report(stranger, version.number)
    with pytest.raises(Refused, match="not_the_addressee"):
        answer_warning(version=version, words="Not mine.", actor=officer)
    answered = answer_warning(version=version, words="We visit on Monday.", actor=seller)
    assert (answered.answer, answered.answered_by) == ("We visit on Monday.", seller)
    with pytest.raises(Refused, match="answered"):
        answer_warning(version=version, words="Again.", actor=seller)
    assert answers_as_work(seller) == []


def test_refuses_a_warning_to_nobody_about_nothing_or_without_time(officer: User) -> None:
    seller = make_staff("seller@example.cn", "business_manager")
    fair = {**WISH, "actor": officer, "addressee": seller, "answer_due_on": in_days(TODAY, 1)}
    for change, code in (
        ({"addressee": None}, "no_addressee"),
        ({"addressee": officer}, "no_addressee"),
        ({"answer_due_on": TODAY}, "bad_date"),
        ({"subject_key": "Z"}, "bad_subject"),
        ({"kind": "monthly"}, "bad_kind"),
        ({"title": " "}, "no_title"),
        ({"actor": seller}, "no_right"),
    ):
        with pytest.raises(Refused, match=code):
            open_risk_report(**{**fair, **change})  # type: ignore[arg-type]
    assert not RiskReport.objects.exists()
    assert open_risk_report(**fair).status == "draft"  # type: ignore[arg-type]


def test_an_assessment_needs_every_kind_of_risk_and_a_conclusion(officer: User) -> None:
    version = open_risk_report(
        kind="assessment", subject="product", subject_key="steady", title="New version", actor=officer
    )
    for chapter in ("exposure", "risks", "conclusion"):
        write_report_text(version=version, chapter=chapter, words_en="Fine.", words_zh="", actor=officer)
    with pytest.raises(Refused, match="bad_residual"):
        rate_risk(
            version=version, risk="credit", actor=officer, **{**RATING, "residual_effect": 5, "effect": 3}
        )
    for risk in ("credit", "fraud", "operational", "liquidity"):
        rate_risk(version=version, risk=risk, actor=officer, **RATING)
    with pytest.raises(Refused, match="no_conclusion"):
        submit_report(version=version, actor=officer)
    with pytest.raises(Refused, match="not_rated"):
        submit_report(version=version, actor=officer, conclusion="conditions")
    assert version.ratings.count() == 4
    rate_risk(version=version, risk="compliance", actor=officer, **RATING)
    row = submit_report(version=version, actor=officer, conclusion="conditions")
    assert (row.status, row.conclusion) == ("submitted", "conditions")


def test_a_report_about_a_rule_says_what_it_did(officer: User) -> None:
    code = champion_on(TODAY).rules[0]["code"]
    version = open_risk_report(
        kind="assessment", subject="rule", subject_key=code, title="Is it too strict?", actor=officer
    )
    [sentence] = said(version, "exposure")
    assert sentence.startswith("In the last 30 days the rule was asked")
