import datetime as dt

import pytest

from accounts import clock
from accounts.errors import Refused
from accounts.models import SuitabilityAssessment, User
from accounts.queries import current_suitability, require_suitability
from accounts.services.assess_suitability import assess_suitability
from tests.factories import ACTIVE_ANSWERS, make_customer

pytestmark = pytest.mark.django_db


def test_the_type_sets_the_limits_for_a_year_and_the_newest_counts(investor: User) -> None:
    today = clock.today()
    assess_suitability(user=investor, answers=ACTIVE_ANSWERS)
    found = current_suitability(investor, today)
    assert found is not None
    assert (found.type, found.points, found.per_loan_fen, found.total_fen) == (
        "C4",
        40,
        5_000_000,
        50_000_000,
    )
    last_on = today + dt.timedelta(days=365)
    assert current_suitability(investor, last_on) is not None
    assert current_suitability(investor, last_on + dt.timedelta(days=1)) is None
    assess_suitability(user=investor, answers=ACTIVE_ANSWERS | {"loss": "a"})
    assert require_suitability(investor, today).type == "C1"


def test_refuses_a_bid_without_an_assessment(investor: User) -> None:
    with pytest.raises(Refused) as refusal:
        require_suitability(investor, clock.today())
    assert refusal.value.code == "suitability_missing"


def test_refuses_the_unverified_wrong_answers_and_shopping_for_a_type(investor: User) -> None:
    nobody = make_customer("nobody@example.cn", verified=False)
    for user, answers, code in [
        (nobody, ACTIVE_ANSWERS, "identity_missing"),
        (investor, ACTIVE_ANSWERS | {"loss": "z"}, "answers_incomplete"),
        (investor, ACTIVE_ANSWERS | {"type": "C5"}, "answers_incomplete"),
        (investor, ACTIVE_ANSWERS | {"age": "b"}, "age_differs"),
        (investor, ACTIVE_ANSWERS | {"age": "c"}, "age_differs"),
    ]:
        with pytest.raises(Refused) as refusal:
            assess_suitability(user=user, answers=answers)
        assert refusal.value.code == code
    assert not SuitabilityAssessment.objects.exists()
    for _ in range(3):
        assess_suitability(user=investor, answers=ACTIVE_ANSWERS)
    with pytest.raises(Refused) as refusal:
        assess_suitability(user=investor, answers=ACTIVE_ANSWERS)
    assert refusal.value.code == "too_many_assessments"
    assert SuitabilityAssessment.objects.count() == 3
