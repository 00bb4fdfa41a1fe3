"""What is known of a customer, and what money waits for."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.errors import Refused
from accounts.models import Document, FaceCheck, RuleVersion, User
from accounts.onboarding import known_of, require_known, unknown_of
from accounts.services.choose_goal import choose_goal
from accounts.services.give_consent import give_consent
from tests.factories import make_customer, make_suitable

pytestmark = pytest.mark.django_db


def test_everything_known_of_a_customer_is_one_query(investor: User) -> None:
    choose_goal(user=investor, wants="invest")
    give_consent(user=investor, code="sensitive")
    make_suitable(investor)
    with CaptureQueriesContext(connection) as asked:
        known = known_of(investor)
    assert len(asked) == 2, "the business date and the customer"
    assert (known.wants, known.is_verified, known.has_documents, known.has_face) == (
        "invest",
        True,
        True,
        True,
    )
    assert (known.agreed_to_identity, known.agreed_to_face) == (False, True)
    assert (known.is_assessed, known.has_profile) == (True, False)


def test_a_newcomer_is_not_known() -> None:
    newcomer = make_customer("new@example.cn", verified=False)
    assert [one.code for one in unknown_of(newcomer)] == ["documents_missing", "face_missing"]
    with pytest.raises(Refused) as refused:
        require_known(newcomer)
    assert refused.value.code == "documents_missing"


@pytest.mark.parametrize("side", ["identity_front", "identity_back"])
def test_one_side_of_the_card_is_not_enough(borrower: User, side: str) -> None:
    require_known(borrower)
    Document.objects.filter(owner=borrower, kind=side).delete()
    assert [one.code for one in unknown_of(borrower)] == ["documents_missing"]


def test_a_failed_face_does_not_count(borrower: User) -> None:
    FaceCheck.objects.filter(user=borrower).update(status="failed")
    assert [one.code for one in unknown_of(borrower)] == ["face_missing"]


@pytest.mark.parametrize(
    ("value", "missing"),
    [
        ({"documents": False, "face": False}, []),
        ({"documents": True, "face": False}, ["documents_missing"]),
        ({"documents": False, "face": True}, ["face_missing"]),
    ],
)
def test_the_rule_of_the_day_says_what_is_wanted(
    value: dict[str, bool], missing: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    newcomer = make_customer("new@example.cn", verified=False)
    monkeypatch.setattr("accounts.onboarding.rule_value", lambda code, on=None: value)
    assert [one.code for one in unknown_of(newcomer)] == missing


@pytest.mark.parametrize("pack", ["cn-p2p-2016", "cn-consumer-finance-2024"])
def test_both_packs_want_card_and_face(pack: str) -> None:
    assert RuleVersion.objects.get(pack=pack, code="kyc.level").value == {"documents": True, "face": True}
