"""What screening tells the authority matrix: people who share a mark count together once, and referrals weigh."""

import pytest

from accounts.models import User
from risk.authority.deciding import related_exposure, required_authority
from risk.authority.relations import Relation, related_people
from risk.cases.rating import Rating
from risk.domain.screening import Gravity, severity_of
from risk.models import CreditCase
from risk.screening.links import note_marks
from risk.services.switch_rule_off import switch_rule_off
from tests.factories import make_customer
from tests.lending import factories
from tests.risk.factories import make_case
from tests.risk.screening.people import give_phone, give_profile, share

GRAVITY = Gravity(frozenset({"fraud", "regulation"}), "major", "minor")
OUTCOMES = {"DEVICE_SHARED": "refer", "WORK_SHORT": "refer", "INCOME_LOW": "refuse"}


def result(code: str, group: str, said: str = "refer", missing: tuple[str, ...] = ()) -> dict[str, object]:
    return {"code": code, "group": group, "result": said, "missing": list(missing)}


@pytest.mark.parametrize(
    ("results", "severity"),
    [
        ([], "none"),
        ([result("WORK_SHORT", "policy", "pass"), result("DEVICE_SHARED", "fraud", "off")], "none"),
        ([result("WORK_SHORT", "policy")], "minor"),
        ([result("BUREAU_AWAY", "identity")], "minor"),
        ([result("DEVICE_SHARED", "fraud", missing=("linked_by_device",))], "minor"),
        ([result("DEVICE_SHARED", "fraud")], "major"),
        ([result("INCOME_LOW", "policy")], "major"),
        ([result("INCOME_LOW", "policy", "refuse")], "major"),
        # Ten small things are not a grave one.
        ([result("WORK_SHORT", "policy")] * 10, "minor"),
        ([result("WORK_SHORT", "policy"), result("DEVICE_SHARED", "fraud")], "major"),
    ],
)
def test_how_grave_a_screening_is(results: list[dict[str, object]], severity: str) -> None:
    assert severity_of(results, OUTCOMES, GRAVITY) == severity


def test_who_shares_marks_counts_once_by_the_strongest_tie(borrower: User, stranger: User) -> None:
    """The stranger has device and address in common, and is the wife by her number: owed money counts once."""
    give_profile(borrower, home_address="北京市朝阳区建国路88号", contact_phone="13900139001")
    give_phone(stranger, "13900139001")
    give_profile(stranger, home_address="北京市 朝阳区 建国路８８号")
    neighbour = make_customer("neighbour@example.cn", name="李邻")
    give_profile(neighbour, home_address="北京市朝阳区建国路88号")
    share("device", borrower, stranger)
    factories.make_submitted(stranger, amount_fen=30_000_00)
    factories.make_submitted(neighbour, amount_fen=5_000_00)
    case = make_case(borrower)
    note_marks(stranger)
    note_marks(neighbour)
    assert related_people(borrower) == sorted(
        [Relation(stranger.pk, "spouse"), Relation(neighbour.pk, "same_address")],
        key=lambda one: one.user_id,
    )
    assert related_exposure(case) == 35_000_00


def test_a_referral_raises_who_decides(borrower: User, stranger: User, risk_manager: User) -> None:
    """Grade D with a minor exception: 10,000 yuan are one person's, a fen more two persons'."""
    case = make_case(borrower, employed_months=2)
    assert [required_authority(case, Rating(fen, "D", 0)).kind for fen in (10_000_00, 10_000_01)] == [
        "sole",
        "joint",
    ]
    assert required_authority(case, Rating(8_000_00, "B", 0)).severity == "minor"


def test_a_refusal_that_is_switched_off_is_grave(borrower: User, risk_manager: User) -> None:
    switch_rule_off(rule_code="INCOME_LOW", reason="数据源异常", actor=risk_manager)
    case = make_case(borrower, monthly_income_fen=1_900_00, monthly_debt_fen=0, amount_fen=2_000_00)
    assert CreditCase.objects.get() == case
    authority = required_authority(case, Rating(2_000_00, "B", 0))
    assert (authority.severity, authority.kind) == ("major", "joint")
