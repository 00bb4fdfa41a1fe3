"""What is done on a case before its decision: checks, overrides, questions, visits, another review."""

import datetime as dt

import pytest

from accounts import clock
from accounts.errors import Refused
from accounts.models import Message, User
from accounts.services.deliver_events import deliver_events
from lending.models import Decision
from risk.authority.deciding import required_authority
from risk.cases.against_card import as_judged
from risk.cases.checklist import checklist
from risk.cases.rating import Rating
from risk.cases.snapshot import case_facts_untouched
from risk.cases.statistics import case_figures
from risk.models import CaseOverride, CaseQuery, CreditCase, FieldVisit
from risk.services.answer_checks import CheckAnswer, answer_checks
from risk.services.answer_query import answer_query
from risk.services.ask_customer import ask_customer
from risk.services.ask_visit import ask_visit
from risk.services.decide_case import decide_case
from risk.services.override_case import override_case
from risk.services.report_visit import report_visit
from risk.services.return_review import return_review
from risk.services.review_case import review_case
from tests.arrivals import arrive
from tests.factories import make_staff
from tests.pictures import picture_file
from tests.risk.factories import answer_all, card_said, make_case, review

RATING = Rating(amount_fen=8_000_00, grade="B", limit_fen=20_000_00)


@pytest.fixture
def case(borrower: User) -> CreditCase:
    return make_case(borrower)


@pytest.fixture
def visitor(db: None) -> User:
    return make_staff("visitor@example.cn", "business_manager")


def soon(days: int = 3) -> dt.date:
    return clock.today() + dt.timedelta(days=days)


def decide(case: CreditCase, by: User) -> None:
    decide_case(
        case=case, outcome="approve", decided_by=by, reasons=["income_sufficient"], rating=RATING, key="key"
    )


def test_what_was_known_is_proved_by_its_hash(case: CreditCase) -> None:
    assert len(case.facts_hash) == 64
    assert {"documents", "exposure", "checklist"} <= set(case.facts)
    assert case.facts["exposure"] == {"own_fen": 0, "related": [], "total_fen": 0}
    assert case_facts_untouched() == []
    CreditCase.objects.update(facts={**case.facts, "monthly_income_fen": 1})
    assert case_facts_untouched() == [f"the facts of case {case.number} were changed"]


def test_no_opinion_while_an_item_is_open(case: CreditCase, risk_officer: User) -> None:
    items = checklist(case)
    with pytest.raises(Refused, match="remark_missing"):
        answer_checks(case=case, reviewer=risk_officer, answers={items[0].code: CheckAnswer("not_ok")})
    with pytest.raises(Refused, match="unknown_check"):
        answer_checks(case=case, reviewer=risk_officer, answers={"made_up": CheckAnswer("ok")})
    answers = {item.code: CheckAnswer("ok") for item in items[1:]}
    answer_checks(case=case, reviewer=risk_officer, answers=answers)
    with pytest.raises(Refused, match="checks_open"):
        review_case(case=case, reviewer=risk_officer, opinion="Steady income.")
    answer_checks(
        case=case, reviewer=risk_officer, answers={items[0].code: CheckAnswer("not_ok", "照片模糊")}
    )
    assert review_case(case=case, reviewer=risk_officer, opinion="Steady income.").status == "reviewed"


def judge(case: CreditCase, by: User, to_value: str, kind: str = "grade", **changes: str) -> CaseOverride:
    values = {"reason": "verified_income", "words": "核实了工资流水", **changes}
    return override_case(case=case, made_by=by, kind=kind, to_value=to_value, **values)


@pytest.mark.parametrize(
    ("kind", "said", "to_value", "side", "severity"),
    [
        ("grade", ("C", "accept"), "B", "low", "minor"),
        ("grade", ("D", "accept"), "B", "low", "major"),
        ("grade", ("A", "accept"), "B", "high", "none"),
        ("score", ("B", "refuse"), "above", "low", "major"),
        ("score", ("B", "accept"), "below", "high", "none"),
    ],
)
def test_an_override_has_its_side_and_raises_who_decides(
    case: CreditCase,
    risk_officer: User,
    kind: str,
    said: tuple[str, str],
    to_value: str,
    side: str,
    severity: str,
) -> None:
    card_said(case, *said)
    found = judge(case, risk_officer, to_value, kind)
    assert (found.side, found.severity) == (side, severity)
    assert required_authority(case, RATING).severity == severity


def test_an_override_that_changes_nothing_is_refused(case: CreditCase, risk_officer: User) -> None:
    for to_value, reason, code in (
        ("B", "verified_income", "bad_override"),
        ("above", "verified_income", "bad_override"),
        ("A", "made_up", "no_reason"),
    ):
        with pytest.raises(Refused, match=code):
            judge(case, risk_officer, to_value, reason=reason)
    card_said(case, "B", "look")
    with pytest.raises(Refused, match="no_card"):
        judge(case, risk_officer, "above", "score")
    assert not CaseOverride.objects.exists()


def test_a_later_override_stands_in_the_place_of_the_earlier(case: CreditCase, risk_officer: User) -> None:
    card_said(case, "D")
    judge(case, risk_officer, "B")
    judge(case, risk_officer, "C", reason="good_history_here")
    rows = CaseOverride.objects.order_by("pk").values_list("from_value", "to_value", "severity")
    assert list(rows) == [("D", "B", "major"), ("D", "C", "minor")]
    assert as_judged(case, "grade") == "C"
    assert required_authority(case, RATING).severity == "minor"
    judged = [(one.side, one.reason, one.count) for one in case_figures(case.opened_at).overrides]
    assert judged == [("优于评分结果", "在本平台信用记录长期良好", 1)]


def test_only_the_grade_as_judged_is_approved(
    case: CreditCase, risk_officer: User, risk_manager: User
) -> None:
    card_said(case, "C")
    with pytest.raises(Refused, match="not_reviewed"):
        decide(case, risk_manager)
    review(case, risk_officer)
    page = arrive(risk_manager).get(f"/office/risk/cases/{case.number}/")
    assert page.context["decision_form"].fields["grade"].choices == [("", "—"), ("C", "C")]
    for to_value in ("A", "D"):
        judge(case, risk_officer, to_value)
        with pytest.raises(Refused, match="no_override"):
            decide(case, risk_manager)
    assert case.decision is None
    assert not Decision.objects.exists()
    judge(case, risk_officer, "B")
    # One grade better than the card is a minor exception: who decides follows from the matrix.
    decide(case, risk_manager)
    case.refresh_from_db()
    assert (case.status, case.authority["severity"]) == ("decided", "minor")
    with pytest.raises(Refused, match="not_with_review"):
        judge(case, risk_officer, "A")


def test_below_the_cut_off_nothing_is_approved_without_a_reason(
    case: CreditCase, risk_officer: User, risk_manager: User
) -> None:
    card_said(case, "B", "refuse")
    review(case, risk_officer)
    with pytest.raises(Refused, match="no_override"):
        decide(case, risk_manager)
    assert not Decision.objects.exists()
    judge(case, risk_officer, "above", "score")
    # The gravest exception takes two signatures: this is the first.
    decide(case, risk_manager)
    case.refresh_from_db()
    assert (case.status, case.signatures.count(), Decision.objects.count()) == ("reviewed", 1, 0)
    with pytest.raises(Refused, match="signed_already"):
        judge(case, risk_officer, "A")


def test_a_case_waits_for_the_customers_answer(
    case: CreditCase, borrower: User, risk_officer: User, risk_manager: User
) -> None:
    answer_all(case, risk_officer)
    ask_customer(case=case, asked_by=risk_officer, question="请说明近期的大额支出", due_on=soon())
    deliver_events()
    assert Message.objects.filter(to=borrower, template="case_question", channel="inbox").count() == 1
    with pytest.raises(Refused, match="query_open"):
        review_case(case=case, reviewer=risk_officer, opinion="Steady income.")
    query = CaseQuery.objects.get()
    own = f"/borrow/applications/{case.application.number}/questions/{query.number}/"
    page = arrive(borrower).get(f"/borrow/applications/{case.application.number}/").content.decode()
    assert "请说明近期的大额支出" in page
    assert arrive(borrower).post(own, {"answer": "买了家电", "paper": picture_file()}).status_code == 302
    with pytest.raises(Refused, match="answered"):
        answer_query(query=query, customer=borrower, answer="买了家电")
    desk = arrive(risk_officer).get(f"/office/risk/cases/{case.number}/").content.decode()
    assert "买了家电" in desk
    assert review_case(case=case, reviewer=risk_officer, opinion="Explained.").status == "reviewed"
    ask_customer(case=case, asked_by=risk_officer, question="请补充发票", due_on=soon())
    with pytest.raises(Refused, match="query_open"):
        decide(case, risk_manager)


def test_only_whoever_was_asked_reports_the_visit(
    case: CreditCase, risk_officer: User, visitor: User
) -> None:
    answer_all(case, risk_officer)
    with pytest.raises(Refused, match="not_a_visitor"):
        ask_visit(case=case, asked_by=risk_officer, assigned_to=risk_officer, task="看店铺", due_on=soon())
    ask_visit(case=case, asked_by=risk_officer, assigned_to=visitor, task="看店铺", due_on=soon())
    with pytest.raises(Refused, match="visit_open"):
        review_case(case=case, reviewer=risk_officer, opinion="Steady income.")
    visit = FieldVisit.objects.get()
    path = f"/office/risk/visits/{visit.number}/"
    other = make_staff("other.visitor@example.cn", "business_manager")
    assert arrive(other).get(path).status_code == 404
    with pytest.raises(Refused, match="not_yours"):
        report_visit(visit=visit, visitor=other, visited_on=clock.today(), place="店铺", findings="正常营业")
    values = {"visited_on": clock.today().isoformat(), "place": "朝阳区店铺", "findings": "店铺正常营业"}
    assert arrive(visitor).post(path, {**values, "visited_on": "2020-01-01"}).status_code == 400
    assert arrive(visitor).post(path, {**values, "photo": picture_file()}).status_code == 302
    visit.refresh_from_db()
    assert (visit.status, visit.place, visit.findings) == ("done", "朝阳区店铺", "店铺正常营业")
    desk = arrive(risk_officer).get(f"/office/risk/cases/{case.number}/")
    assert "店铺正常营业" in desk.content.decode()
    assert len(desk.context["work"].photos) == 1
    assert review_case(case=case, reviewer=risk_officer, opinion="Seen.").status == "reviewed"


def test_an_opinion_that_is_not_enough_goes_back_and_stays_on_file(
    case: CreditCase, risk_officer: User, risk_manager: User
) -> None:
    with pytest.raises(Refused, match="not_reviewed"):
        return_review(case=case, sent_by=risk_manager, remarks="请补充收入核实", is_for_another=True)
    review(case, risk_officer)
    return_review(case=case, sent_by=risk_manager, remarks="请补充收入核实", is_for_another=True)
    case.refresh_from_db()
    assert (case.status, case.opinion, case.reviewed_by) == ("open", "", None)
    with pytest.raises(Refused, match="for_another"):
        review_case(case=case, reviewer=risk_officer, opinion="Steady income.")
    another = make_staff("another@example.cn", "risk_officer")
    review_case(case=case, reviewer=another, opinion="Income verified.")
    page = arrive(risk_manager).get(f"/office/risk/cases/{case.number}/").content.decode()
    assert "请补充收入核实" in page
    assert "Steady income." in page
    decide(case, risk_manager)


def test_the_case_file_prints_and_says_for_whom(case: CreditCase, risk_officer: User) -> None:
    review(case, risk_officer)
    answer = arrive(risk_officer).get(f"/office/risk/cases/{case.number}/file/")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


def test_the_figures_count_what_was_decided(case: CreditCase, risk_officer: User, risk_manager: User) -> None:
    review(case, risk_officer)
    decide(case, risk_manager)
    page = arrive(risk_manager).get("/office/risk/statistics/")
    figures = page.context["figures"]
    assert (figures.decided, figures.waiting, figures.returns) == (1, 0, 0)
    assert [(one.name, one.kind, one.count) for one in figures.people] == [(risk_manager.name, "sole", 1)]
    since = figures.since.astimezone(clock.SHANGHAI)
    assert f"按作出决定的时刻统计，自{since:%Y-%m-%d %H:%M}至当前" in page.content.decode()


def test_the_page_keeps_what_was_typed_and_says_what_is_wrong(
    case: CreditCase, risk_officer: User, visitor: User
) -> None:
    page = f"/office/risk/cases/{case.number}/"
    client = arrive(risk_officer)
    late = {"assigned_to": visitor.number, "task": "核实经营场所", "due_on": "2020-01-01"}
    shown = client.post(f"{page}visits/", late)
    assert shown.status_code == 422
    form = shown.context["visit_form"]
    assert (form["task"].value(), form["due_on"].value()) == ("核实经营场所", "2020-01-01")
    assert form.errors == {"due_on": ["日期须在今天之后。"]}
    assert client.post(f"{page}questions/", {"question": "租金多少？"}).context["question_form"].errors
    assert not FieldVisit.objects.exists()
    assert not CaseQuery.objects.exists()
    later = {**late, "due_on": (clock.wall_date() + dt.timedelta(days=3)).isoformat()}
    assert client.post(f"{page}visits/", later).status_code == 302
    # What is not offered any more is refused aloud.
    again = client.post(f"{page}reconsider/", {"change": "income"})
    assert again.status_code == 422
    assert [str(message) for message in again.context["messages"]]
