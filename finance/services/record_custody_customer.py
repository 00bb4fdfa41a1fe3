"""Keep under which name the bank knows a person."""

from accounts import clock
from accounts.models import User
from finance.models import CustodyCustomer


def record_custody_customer(*, user_number: str, bank_customer: str) -> None:
    """Write the bank's name for a person down once; a second writing changes nothing."""
    user = User.objects.get(number=user_number)
    CustodyCustomer.objects.get_or_create(
        user=user, defaults={"bank_customer": bank_customer, "opened_at": clock.now()}
    )
