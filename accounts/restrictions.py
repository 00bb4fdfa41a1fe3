"""Refusing new business with a person whose data is kept only because the law wants it kept."""

from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.models.user import User


def require_open_for_business(user: User) -> None:
    """Refuse (`closed_for_business`) somebody who asked for deletion and is only finishing what binds."""
    if user.restricted_at is not None:
        raise Refused(
            "closed_for_business",
            _(
                "You asked us to delete your data, so nothing new can be opened. What runs goes on to its end."
            ),
        )
