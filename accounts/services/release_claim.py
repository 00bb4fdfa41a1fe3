"""Give up claims to an address that nobody proved."""

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.events import record_event
from accounts.models import User
from accounts.queries import holders_of


def release_claim(*, email: str | None = None, phone: str = "") -> int:
    """Take the address from customers who never proved any and never came in; return how many gave it up.

    An address belongs to whoever can read its mail, so an unfinished sign-up must not keep its owner out. Nothing can
    hang on such a login: it has no person, no money, and never saw the inside.
    """
    claims = holders_of(email=email, phone=phone).filter(
        kind=User.Kind.CUSTOMER, person__isnull=True, last_login__isnull=True, phone_verified_at__isnull=True
    )
    with transaction.atomic():
        return sum(_give_up(user) for user in claims)


def _give_up(user: User) -> bool:
    addresses = EmailAddress.objects.filter(user=user)
    # A login with an address and no row of its proof was opened in the office.
    if addresses.filter(verified=True).exists() or (user.email and not addresses.exists()):
        return False
    addresses.delete()
    user.email = None
    user.set_phone("")
    user.is_active = False
    user.save(update_fields=["email", "phone", "phone_index", "is_active"])
    record_event("user.claim_lapsed", subject=user, actor=None)
    return True
