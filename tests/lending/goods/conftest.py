"""Who meets in the store."""

import pytest

from accounts.models import Dealer, User
from tests import dealers
from tests.factories import make_customer


@pytest.fixture
def dealer(db: None) -> Dealer:
    return dealers.active()


@pytest.fixture
def customer(db: None) -> User:
    return make_customer("customer@example.cn", name="李买")
