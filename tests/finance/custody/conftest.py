import pytest

from accounts.models import User
from finance.custody.sandbox_customer import bind_own_card


@pytest.fixture
def payer(investor: User) -> User:
    """An investor with a verified card and an empty wallet."""
    bind_own_card(investor)
    return investor
