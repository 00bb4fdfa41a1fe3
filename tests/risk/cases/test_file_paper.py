"""The printed case file holds what was known and what people did, in the reader's language, masked as the page is."""

import datetime as dt
from io import BytesIO

import pytest
from django.utils.translation import override
from pypdf import PdfReader

from accounts import clock
from accounts.models import User
from lending.services.set_condition import ConditionTerms
from risk.cases.file_paper import case_paper
from risk.cases.rating import Rating
from risk.models import CaseQuery, CreditCase, FieldVisit
from risk.services.answer_query import answer_query
from risk.services.ask_customer import ask_customer
from risk.services.ask_visit import ask_visit
from risk.services.decide_case import decide_case
from risk.services.override_case import override_case
from risk.services.report_visit import report_visit
from risk.services.return_review import return_review
from tests.factories import make_staff
from tests.risk.factories import make_case, review

CONDITION = "补充近三个月工资流水"


def text_of(pdf: bytes) -> str:
    """Return what stands on a paper, without its breaks between lines."""
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).replace("\n", " ")


def printed(case: CreditCase, language: str) -> str:
    with override(language):
        return text_of(case_paper(CreditCase.objects.get(pk=case.pk), "印的人"))


@pytest.fixture
def worked_on(borrower: User, risk_officer: User, risk_manager: User) -> CreditCase:
    """A case on which everything was done that can be done, and that was approved under a condition."""
    case, soon = make_case(borrower, employed_months=30), clock.today() + dt.timedelta(days=3)
    override_case(
        case=case,
        made_by=risk_officer,
        kind="grade",
        to_value="B",
        reason="verified_income",
        words="核实了工资流水",
    )
    ask_customer(case=case, asked_by=risk_officer, question="请说明近期的大额支出", due_on=soon)
    answer_query(query=CaseQuery.objects.get(), customer=borrower, answer="买了家电")
    visitor = make_staff("visitor@example.cn", "business_manager")
    ask_visit(case=case, asked_by=risk_officer, assigned_to=visitor, task="看店铺", due_on=soon)
    report_visit(
        visit=FieldVisit.objects.get(),
        visitor=visitor,
        visited_on=clock.today(),
        place="朝阳区店铺",
        findings="店铺正常营业",
    )
    review(case, risk_officer, "First opinion.")
    return_review(case=case, sent_by=risk_manager, remarks="请补充收入核实", is_for_another=False)
    case.refresh_from_db()
    review(case, risk_officer, "Second opinion.")
    decide_case(
        case=case,
        outcome="conditions",
        decided_by=risk_manager,
        reasons=["income_sufficient"],
        rating=Rating(8_000_00, "B", 20_000_00, (ConditionTerms(CONDITION),)),
        key="key",
    )
    return CreditCase.objects.get(pk=case.pk)


def test_the_file_tells_all_of_a_case(worked_on: CreditCase, borrower: User) -> None:
    text, bureau = printed(worked_on, "en"), worked_on.facts["screening"]["facts"]
    for said in (
        "Screening by the rules Result Passed Number SR",
        f"Score of the credit bureau {bureau['bureau_score']} Overdue loans elsewhere 0",
        "Grade the card proposes C · The card proposes approval Points 553",
        "How earlier loans were repaid · Instalment in proportion to income · A short time in this work",
        "Earlier credit no credit yet, or all repaid duly present credits repaid duly so far; no credit yet,",
        "Loans here None.",
        "B 7.40% 8.70% ¥873.13 18.6% ¥7,326.87",
        "Together ¥0.00",
        "The purpose is allowed and plausible: In order risk.officer · ",
        "Another grade: C → B · Better than the card says · Minor exception Income was verified beyond what the",
        "核实了工资流水 · risk.officer",
        "请说明近期的大额支出 (Answered) 买了家电 · risk.officer",
        "看店铺 (Visited)",
        "朝阳区店铺 店铺正常营业",
        "First opinion. risk.officer · ",
        "请补充收入核实 · risk.manager",
        "Opinion Second opinion. risk.officer · ",
        "Outcome Approve with conditions Amount ¥8,000.00 Rate a year 7.40%",
        f"Reasons Income carries the instalment Condition {CONDITION} (Before the listing · Not met)",
        "Authority one person · authority matrix, version 1 Counted with what related borrowers owe ¥8,000.00",
        "Exception Minor exception Grade B · The card proposes C. An override stands: C → B, Income was",
        "Decided by risk.manager · ",
    ):
        assert said in text
    # Masked as the page is.
    assert borrower.person is not None
    assert "李* · U" in text
    assert borrower.person.real_name not in text


def test_the_file_speaks_the_readers_language(worked_on: CreditCase) -> None:
    text = printed(worked_on, "zh-hans")
    for said in (
        "评分卡建议等级 C · 评分卡建议通过 得分 553",
        "调整等级: C → B · 优于评分结果 · 轻微例外 已另行核实收入 · 核实了工资流水",
        "请说明近期的大额支出 (已答复) 买了家电",
        "审批权限 一人审批 · 审批权限表第1版",
        "评分卡建议C级。已有推翻记录：C → B，已另行核实收入（risk.officer，",
    ):
        assert said in text


def test_a_rule_that_hit_stands_in_the_file_in_words(borrower: User) -> None:
    case = make_case(borrower)
    hit = {
        "code": "DTI",
        "group": "exposure",
        "result": "refer",
        "missing": [],
        "en": "Debts take more than half of the income",
        "zh": "负债超过收入的一半",
        "reads": ["bureau_balance_fen"],
    }
    screening = case.facts["screening"]
    known = {**screening["facts"], "bureau_balance_fen": 1_234_00}
    facts = {**case.facts, "screening": {**screening, "facts": known, "results": [hit], "outcome": "refer"}}
    CreditCase.objects.update(facts=facts)
    text = printed(case, "en")
    assert "Referred: Debts take more than half of the income (DTI)" in text
    assert "Owed elsewhere by the credit bureau: ¥1,234.00" in text
    # What was frozen is no longer what it was, and the paper says so.
    assert "has been changed since" in text


def test_an_open_case_names_who_decides_and_that_nothing_was_done(borrower: User) -> None:
    text = printed(make_case(borrower, employed_months=30), "en")
    assert "Overrides None. Questions to the customer None. Visits None. Opinions sent back None." in text
    assert "Opinion None yet. Who decides General consumption, grade C, No exception, ¥10,000.00" in text
    assert "Grade C, as the card proposes; no override stands." in text
