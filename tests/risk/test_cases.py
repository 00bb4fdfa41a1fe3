"""From a submitted application to a decided case: the services, the handlers, the desk."""

import pytest
from django.test import Client

from accounts.errors import Refused
from accounts.models import Event, User
from accounts.services.deliver_events import deliver_events
from accounts.staff.open_work import open_work_of
from lending.models import Application, BorrowerStanding, Decision
from lending.services.withdraw_application import withdraw_application
from risk.cases.checklist import checklist
from risk.cases.rating import Rating
from risk.models import CreditCase
from risk.reasons import APPROVAL_REASONS, REFUSAL_REASONS
from risk.services.decide_case import decide_case
from risk.services.end_case import end_case
from risk.services.open_case import open_case
from risk.services.review_case import review_case
from tests.arrivals import arrive
from tests.factories import make_staff
from tests.lending import factories
from tests.queries import assert_same_few_queries
from tests.risk.factories import answer_all, have_reviewed, review

RATING = Rating(amount_fen=8_000_00, grade="B", limit_fen=20_000_00)


@pytest.fixture
def case(borrower: User) -> CreditCase:
    factories.make_submitted(borrower)
    deliver_events()
    return CreditCase.objects.get()


def decide(case: CreditCase, decided_by: User, **changes: object) -> Decision:
    values = {
        "outcome": "approve",
        "reasons": ["income_sufficient"],
        "rating": RATING,
        "key": "decide",
    }
    have_reviewed(case)
    return decide_case(case=case, decided_by=decided_by, **{**values, **changes})  # type: ignore[arg-type]


def standings() -> list[tuple[str, int]]:
    return list(BorrowerStanding.objects.values_list("grade", "limit_fen"))


def states(case: CreditCase) -> tuple[str, str]:
    case.refresh_from_db()
    return case.status, Application.objects.get(pk=case.application_id).status


def test_a_submitted_application_opens_one_case_with_what_is_known(case: CreditCase) -> None:
    assert states(case) == ("open", "review")
    assert {name: case.facts[name] for name in ("asked_fen", "periods", "purpose", "exposure_fen")} == {
        "asked_fen": 10_000_00,
        "periods": 12,
        "purpose": "furniture",
        "exposure_fen": 0,
    }
    assert open_case(application=case.application) == case
    assert CreditCase.objects.count() == 1


def test_an_approval_writes_standing_and_offer(case: CreditCase, risk_manager: User) -> None:
    decision = decide(case, risk_manager)
    assert states(case) == ("decided", "approved")
    assert (decision.amount_fen, decision.grade, decision.rate_ppm) == (8_000_00, "B", 74_000)
    standing = BorrowerStanding.objects.get()
    assert (standing.grade, standing.limit_fen) == ("B", 20_000_00)
    assert case.decision == decision
    assert decide(case, risk_manager) == decision
    with pytest.raises(Refused, match="already_decided"):
        decide(case, risk_manager, key="again")
    assert Decision.objects.count() == 1


@pytest.mark.parametrize(
    ("outcome", "reason", "state"),
    [("reject", "too_much_debt", "rejected"), ("return", "papers_missing", "returned")],
)
def test_what_is_not_approved_ends_or_goes_back_without_a_standing(
    case: CreditCase, risk_manager: User, outcome: str, reason: str, state: str
) -> None:
    decide(case, risk_manager, outcome=outcome, reasons=[reason], rating=None)
    assert states(case) == ("decided", state)
    assert standings() == [("", 0)]


def test_an_approval_without_a_rating_changes_nothing(case: CreditCase, risk_manager: User) -> None:
    with pytest.raises(Refused, match="no_rating"):
        decide(case, risk_manager, rating=None)
    assert states(case) == ("reviewed", "review")
    assert standings() == [("", 0)]
    assert not Event.objects.filter(kind="decision.recorded").exists()


def test_more_than_was_asked_for_is_not_approved(case: CreditCase, risk_manager: User) -> None:
    with pytest.raises(Refused, match="amount_outside"):
        decide(case, risk_manager, rating=Rating(10_100_00, "B", 20_000_00))
    assert states(case) == ("reviewed", "review")
    assert standings() == [("", 0)]


def test_an_opinion_is_written_once(case: CreditCase, risk_manager: User) -> None:
    officer = make_staff("officer@example.cn", "risk_officer")
    answer_all(case, officer)
    with pytest.raises(Refused, match="no_opinion"):
        review_case(case=case, reviewer=officer, opinion="  ")
    review_case(case=case, reviewer=officer, opinion="Steady income.")
    case.refresh_from_db()
    assert (case.status, case.opinion, case.reviewed_by) == ("reviewed", "Steady income.", officer)
    with pytest.raises(Refused, match="not_open"):
        review_case(case=case, reviewer=officer, opinion="Another thought.")
    decide(case, risk_manager)
    assert states(case) == ("decided", "approved")


def test_whoever_wrote_the_opinion_does_not_decide_under_any_login(
    case: CreditCase, risk_manager: User
) -> None:
    review(case, risk_manager)
    same_person = make_staff("second.login@example.cn", "risk_manager")
    same_person.person = risk_manager.person
    same_person.save()
    for one in (risk_manager, same_person):
        with pytest.raises(Refused, match="reviewer_decides"):
            decide(case, one)
        page = signed_in(one).get(f"/office/risk/cases/{case.number}/")
        assert page.context["decision_form"] is None
        assert "须由另一人作出决定" in page.content.decode()
    assert states(case) == ("reviewed", "review")
    assert standings() == [("", 0)]
    other = make_staff("other.manager@example.cn", "risk_manager")
    decide(case, other)
    assert states(case) == ("decided", "approved")


def test_nobody_reviews_an_own_application(case: CreditCase, borrower: User) -> None:
    officer = make_staff("officer@example.cn", "risk_officer")
    officer.person = borrower.person
    officer.save()
    with pytest.raises(Refused, match="own_application"):
        review_case(case=case, reviewer=officer, opinion="I am trustworthy.")
    assert states(case) == ("open", "review")


def test_a_withdrawn_application_ends_its_case(case: CreditCase, borrower: User, risk_manager: User) -> None:
    withdraw_application(application=case.application, borrower=borrower)
    deliver_events()
    assert states(case) == ("ended", "withdrawn")
    with pytest.raises(Refused, match="already_decided"):
        decide(case, risk_manager)
    end_case(case=case, actor=None)
    assert states(case) == ("ended", "withdrawn")


# -- the desk ---------------------------------------------------------------------------------------------------


def signed_in(user: User) -> Client:
    client = Client()
    arrive(user, client=client)
    return client


def test_the_desk_takes_an_opinion_and_a_decision(case: CreditCase, risk_manager: User) -> None:
    colleague = make_staff("officer@example.cn", "risk_officer")
    officer = signed_in(colleague)
    path = f"/office/risk/cases/{case.number}/"
    page = officer.get(path)
    assert "decision_form" in page.context
    assert page.context["decision_form"] is None
    assert officer.post(f"{path}review/", {"opinion": "Steady income."}).status_code == 422
    answers = {item.code: "ok" for item in checklist(case)}
    assert officer.post(f"{path}checks/", answers).status_code == 302
    assert officer.post(f"{path}review/", {"opinion": "Steady income."}).status_code == 302
    manager = signed_in(risk_manager)
    form = manager.get(path).context["decision_form"]
    values = {
        "idempotency_key": form["idempotency_key"].value(),
        "outcome": "approve",
        "reasons": ["income_sufficient", "stable_work"],
        "amount": "8000",
        "grade": "B",
        "limit": "20000",
        "conditions": "",
    }
    assert officer.post(f"{path}decide/", values).status_code == 403
    assert manager.post(f"{path}decide/", values).status_code == 302
    assert manager.post(f"{path}decide/", values).status_code == 302
    assert states(case) == ("decided", "approved")
    assert Decision.objects.get().reasons == ["income_sufficient", "stable_work"]


@pytest.mark.parametrize(
    "changes",
    [
        {"reasons": [next(iter(REFUSAL_REASONS))]},
        {"reasons": []},
        {"reasons": ["made_up"]},
        {"outcome": "reject", "reasons": [next(iter(APPROVAL_REASONS))]},
        {"amount": ""},
        {"amount": "１０００"},
        {"grade": "Z"},
        {"limit": "-1"},
        {"outcome": "later"},
    ],
)
def test_what_does_not_fit_the_decision_is_said_and_changes_nothing(
    case: CreditCase, risk_manager: User, changes: dict[str, object]
) -> None:
    values = {
        "idempotency_key": "key",
        "outcome": "approve",
        "reasons": ["income_sufficient"],
        "amount": "8000",
        "grade": "B",
        "limit": "20000",
    }
    have_reviewed(case)
    answer = signed_in(risk_manager).post(f"/office/risk/cases/{case.number}/decide/", {**values, **changes})
    assert answer.status_code == 422
    assert answer.context["decision_form"].errors
    assert states(case) == ("reviewed", "review")
    assert not Decision.objects.exists()


def test_reasons_stand_under_their_decision(case: CreditCase, risk_manager: User) -> None:
    have_reviewed(case)
    text = signed_in(risk_manager).get(f"/office/risk/cases/{case.number}/").content.decode()
    order = ["同意放款", "income_sufficient", "拒绝", "too_much_debt", "退回补件", "papers_missing"]
    text = text[text.index("choice-groups") :]
    places = [text.index(word) for word in order]
    assert places == sorted(places)


def test_the_queue_asks_the_same_of_one_case_and_of_nine(risk_manager: User) -> None:
    from tests.factories import make_customer

    def grow(by: int) -> None:
        first = CreditCase.objects.count()
        for number in range(first, first + by):
            factories.make_submitted(make_customer(f"asks{number}@example.cn"))
        deliver_events()

    assert_same_few_queries(signed_in(risk_manager), "/office/risk/cases/", grow=grow)


def test_no_decision_is_chosen_beforehand(case: CreditCase, risk_manager: User) -> None:
    page = f"/office/risk/cases/{case.number}/"
    assert signed_in(risk_manager).get(page).context["decision_form"] is None
    have_reviewed(case)
    form = signed_in(risk_manager).get(page).context["decision_form"]
    assert form["outcome"].value() is None


def test_a_leaver_leaves_the_cases_with_an_own_opinion_behind(
    case: CreditCase, risk_officer: User, risk_manager: User
) -> None:
    assert open_work_of(risk_officer) == []
    review(case, risk_officer)
    [found] = open_work_of(risk_officer)
    assert (found.work.code, [item.number for item in found.items]) == ("credit_cases", [case.number])
    assert arrive(risk_manager).get(found.items[0].path).status_code == 200
    decide(case, risk_manager)
    assert open_work_of(risk_officer) == []
