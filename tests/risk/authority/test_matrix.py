"""A new authority matrix counts once another person has approved it, and never changes afterwards."""

import pytest
from django.db import DatabaseError, transaction

from accounts.errors import Refused
from accounts.models import Approval, User
from accounts.services.deliver_events import deliver_events
from accounts.services.withdraw_approval import withdraw_approval
from risk.authority.matrix import matrix_in_force, rows_of
from risk.authority.thresholds import Thresholds, rows_from
from risk.domain.authority import AuthorityRow
from risk.models import AuthorityMatrix
from risk.services.propose_authority import propose_authority
from risk.services.seed_authority import first_thresholds, seed_authority
from tests.arrivals import arrive
from tests.dealers import approve
from tests.factories import make_staff

PATH = "/office/risk/authority/"


@pytest.fixture
def director(db: None) -> User:
    return make_staff("director@example.cn", "director")


def stricter() -> list[AuthorityRow]:
    """The first version with half the limits."""
    halved = [
        Thresholds(one.line, one.grade, one.severity, one.sole_fen // 2, one.joint_fen // 2)
        for one in first_thresholds()
    ]
    return rows_from(halved, sole="risk_manager", joint=("risk_manager", "director"))


def versions() -> list[tuple[int | None, str]]:
    return list(AuthorityMatrix.objects.order_by("pk").values_list("version", "status"))


def test_an_approved_version_replaces_the_one_in_force(risk_manager: User, director: User) -> None:
    assert versions() == [(1, "in_force")]
    matrix = propose_authority(rows=stricter(), maker=risk_manager, reason="年度授权检讨")
    assert versions() == [(1, "in_force"), (None, "proposed")]
    with pytest.raises(Refused, match="already_proposed"):
        propose_authority(rows=stricter()[:], maker=risk_manager, reason="年度授权检讨")
    approve(Approval.objects.get(number=matrix.approval_number), director)
    deliver_events()
    assert versions() == [(1, "superseded"), (2, "in_force")]
    current = matrix_in_force()
    assert current is not None
    assert rows_of(current) == stricter()
    seed_authority()
    assert versions() == [(1, "superseded"), (2, "in_force")]


def test_a_version_that_is_not_approved_is_dropped(risk_manager: User, director: User) -> None:
    matrix = propose_authority(rows=stricter(), maker=risk_manager, reason="年度授权检讨")
    withdraw_approval(number=matrix.approval_number, maker=risk_manager)
    deliver_events()
    assert versions() == [(1, "in_force"), (None, "dropped")]


def test_a_table_with_a_gap_is_not_proposed(risk_manager: User) -> None:
    with pytest.raises(Refused, match="bad_matrix"):
        propose_authority(rows=stricter()[1:], maker=risk_manager, reason="年度授权检讨")
    current = matrix_in_force()
    assert current is not None
    with pytest.raises(Refused, match="nothing_changed"):
        propose_authority(rows=rows_of(current), maker=risk_manager, reason="年度授权检讨")
    assert versions() == [(1, "in_force")]


def test_what_stands_in_a_version_cannot_be_changed(db: None) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        AuthorityMatrix.objects.update(rows=[])
    with pytest.raises(DatabaseError), transaction.atomic():
        AuthorityMatrix.objects.all().delete()


def test_the_editor_proposes_what_was_written(risk_manager: User, director: User) -> None:
    client = arrive(risk_manager)
    page = client.get(f"{PATH}propose/")
    form = page.context["form"]
    values = {name: form[name].value() for name in form.fields}
    values = {name: "" if value is None else value for name, value in values.items()}
    values = {
        name: f"{value / 100:.2f}" if isinstance(value, int) else value for name, value in values.items()
    }
    values |= {"reason": "降低单人审批额度", "sole_cash_A_none": "60000"}
    wrong = client.post(f"{PATH}propose/", {**values, "joint_cash_A_none": "50000"})
    assert wrong.status_code == 422
    assert versions() == [(1, "in_force")]
    assert client.post(f"{PATH}propose/", values).status_code == 302
    matrix = AuthorityMatrix.objects.get(status="proposed")
    changed = [row for row in rows_of(matrix) if (row.line, row.grade, row.severity) == ("cash", "A", "none")]
    assert [(row.above_fen, row.up_to_fen, row.kind) for row in changed] == [
        (0, 60_000_00, "sole"),
        (60_000_00, 150_000_00, "joint"),
        (150_000_00, None, "committee"),
    ]
    shown = arrive(director).get(f"{PATH}{matrix.number}/").content.decode()
    assert "¥60,000.00" in shown
    assert "¥80,000.00 / ¥150,000.00" in shown
    approval = Approval.objects.get(number=matrix.approval_number)
    assert (
        "¥60,000.00 / ¥150,000.00"
        in arrive(director).get(f"/office/approvals/{approval.number}/").content.decode()
    )
