"""A committee for every test of the room."""

import pytest

from accounts.models import User
from risk.models import CreditCase
from tests.risk.committee.bodies import Body


@pytest.fixture
def body(db: None) -> Body:
    return Body()


@pytest.fixture
def case(body: Body, borrower: User) -> CreditCase:
    return body.case_of(borrower)
