"""A debtor, an officer, and a loan two days late with its case."""

import pytest

from accounts.models import User
from lending.models import Loan
from risk.models import CollectionCase
from tests.factories import make_staff
from tests.risk.collections import factories


@pytest.fixture
def officer(db: None) -> User:
    return factories.officer()


@pytest.fixture
def manager(db: None) -> User:
    return make_staff("manager@example.cn", "risk_manager")


@pytest.fixture
def loan(borrower: User, officer: User) -> Loan:
    return factories.late_loan(factories.make_debtor(borrower))


@pytest.fixture
def case(loan: Loan) -> CollectionCase:
    return factories.case_of(loan)
