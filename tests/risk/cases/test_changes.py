"""An approval goes back to review when what it rests on changes materially; the case and the borrower learn what."""

import pytest

from accounts.events import record_event
from accounts.models import Approval, Event, Message, User
from accounts.services.deliver_events import deliver_events
from lending.models import Application, Instalment, Loan
from lending.services.set_limit import set_limit
from risk.authority.matrix import rows_hash, rows_to_keep
from risk.authority.thresholds import Thresholds, rows_from
from risk.cases.changes import material_changes
from risk.cases.rating import Rating
from risk.domain.material_changes import Bounds, Change, Stated, stated_changes
from risk.models import AuthorityMatrix, CreditCase
from risk.services.decide_case import decide_case
from risk.services.propose_authority import propose_authority
from risk.services.reopen_changed_case import find_offers, reopen_changed_case
from risk.services.seed_authority import first_thresholds
from tests.arrivals import arrive
from tests.dealers import approve
from tests.factories import make_staff
from tests.lending import factories
from tests.risk.factories import have_reviewed, make_case
from tests.risk.screening.people import give_profile

BOUNDS = Bounds(income_drop_ppm=100_000, debt_rise_fen=5_000_00)
WAS = Stated(9_000_00, 10_000_00, "employed", "京华制造有限公司")


@pytest.mark.parametrize(
    ("now", "found"),
    [
        (WAS, []),
        (Stated(12_000_00, 0, "employed", "京华制造有限公司 "), []),
        (Stated(8_100_01, 14_999_99, "employed", "京华制造有限公司"), []),
        (Stated(8_100_00, 10_000_00, "employed"), [Change("income", 9_000_00, 8_100_00)]),
        (Stated(9_000_00, 15_000_00, "employed"), [Change("debt", 10_000_00, 15_000_00)]),
        (Stated(9_000_00, 10_000_00, "employed", "沪上贸易有限公司"), [Change("work")]),
        (
            Stated(0, 10_000_00, "self_employed"),
            [Change("income", 9_000_00, 0), Change("work")],
        ),
    ],
)
def test_what_of_a_statement_is_material(now: Stated, found: list[Change]) -> None:
    assert stated_changes(WAS, now, BOUNDS) == found


@pytest.fixture
def case(borrower: User, risk_manager: User) -> CreditCase:
    """A decided case: 10,000 yuan at grade B, on a stated income of 9,000 yuan a month."""
    give_profile(borrower)
    case = make_case(borrower, monthly_income_fen=9_000_00, other_debt_fen=0, other_platform_debt_fen=0)
    decide_case(
        case=have_reviewed(case),
        outcome="approve",
        decided_by=risk_manager,
        reasons=["income_sufficient"],
        rating=Rating(10_000_00, "B", 20_000_00),
        key="decide",
    )
    deliver_events()
    case.refresh_from_db()
    return case


def status(case: CreditCase) -> str:
    return Application.objects.get(pk=case.application_id).status


def codes(case: CreditCase) -> list[str]:
    return [one.code for one in material_changes(case)]


def test_less_income_takes_the_offer_back_and_says_so(
    case: CreditCase, borrower: User, risk_manager: User
) -> None:
    give_profile(borrower, monthly_income_fen=8_100_01)
    deliver_events()
    assert (status(case), CreditCase.objects.count()) == ("approved", 1)
    give_profile(borrower, monthly_income_fen=6_000_00, employer="沪上贸易有限公司")
    deliver_events()
    again = CreditCase.objects.exclude(pk=case.pk).get()
    assert (status(case), again.status, again.cause) == ("review", "open", "change")
    assert again.facts["changes"] == {
        "rows": [
            {"code": "income", "was_fen": 9_000_00, "now_fen": 6_000_00},
            {"code": "work", "was_fen": None, "now_fen": None},
        ],
        "rule_of": "2016-08-24",
    }
    page = arrive(risk_manager).get(f"/office/risk/cases/{again.number}/").content.decode()
    for words in ("审批后的变化", "收入已变化", "¥9,000.00 → ¥6,000.00", "职业或工作单位已变化"):
        assert words in page
    told = Message.objects.filter(template="offer_rechecked", channel="inbox").get()
    assert "您申报的收入低于此前" in told.body
    assert "您的职业或工作单位有变化" in told.body
    # Told and opened once, whoever rings again.
    assert reopen_changed_case(application=case.application) is None
    decide_case(
        case=have_reviewed(again),
        outcome="approve",
        decided_by=risk_manager,
        reasons=["income_sufficient"],
        rating=Rating(5_000_00, "B", 20_000_00),
        key="again",
    )
    deliver_events()
    again.refresh_from_db()
    assert (status(case), codes(again)) == ("approved", [])


def test_a_corrected_identity_is_material(case: CreditCase, borrower: User, risk_manager: User) -> None:
    assert codes(case) == []
    record_event("user.identity_corrected", subject=borrower, actor=risk_manager, data={})
    deliver_events()
    assert status(case) == "review"
    assert Message.objects.filter(
        template="offer_rechecked", channel="inbox", body__contains="身份信息"
    ).exists()


def test_a_cut_limit_is_material_and_a_wide_one_is_not(case: CreditCase, risk_manager: User) -> None:
    set_limit(kind="grade", key="B", limit_fen=10_000_00, is_hard=True, set_by=risk_manager)
    set_limit(kind="line", key="cash", limit_fen=1_00, is_hard=False, set_by=risk_manager)
    deliver_events()
    assert (status(case), codes(case)) == ("approved", [])
    set_limit(kind="grade", key="B", limit_fen=9_999_99, is_hard=True, set_by=risk_manager)
    assert codes(case) == ["limit"]
    deliver_events()
    assert status(case) == "review"


def test_a_matrix_that_asks_for_more_is_material(case: CreditCase, risk_manager: User) -> None:
    director = make_staff("director@example.cn", "director")

    def put_in_force(sole_fen: int) -> None:
        rows = rows_from(
            [
                Thresholds(one.line, one.grade, one.severity, sole_fen, max(sole_fen, 200_000_00))
                for one in first_thresholds()
            ],
            sole="risk_manager",
            joint=("risk_manager", "director"),
        )
        propose_authority(rows=rows, maker=risk_manager, reason="年度授权检讨")
        approval = AuthorityMatrix.objects.get(rows_hash=rows_hash(rows_to_keep(rows))).approval_number
        approve(Approval.objects.get(number=approval), director)
        deliver_events()

    put_in_force(10_000_00)
    assert (status(case), codes(case)) == ("approved", [])
    put_in_force(9_999_99)
    assert status(case) == "review"
    assert Event.objects.filter(kind="application.review").latest("pk").data["because"] == "authority"


def test_another_loan_and_arrears_are_material(case: CreditCase, borrower: User) -> None:
    loan = factories.make_active_loan(
        borrower, product="short", amount_fen=5_000_00, periods=6, method="bullet", purpose="travel"
    )
    case.refresh_from_db()
    assert codes(case) == ["loan"]
    Instalment.objects.filter(loan=loan).update(
        due_on=loan.disbursed_on.replace(year=2020), starts_on="2019-12-01"
    )
    assert codes(case) == ["overdue", "loan"]
    Loan.objects.filter(pk=loan.pk).update(borrower=make_staff("other@example.cn", "director"))
    assert codes(case) == []


def test_the_close_finds_what_no_event_told(case: CreditCase) -> None:
    assert find_offers(case.opened_at.date(), 0, 10) == [case.application_id]
    assert find_offers(case.opened_at.date(), case.application_id, 10) == []
