"""Sign a login out on one device."""

from allauth.usersessions.models import UserSession
from django.db import transaction

from accounts.events import record_event
from accounts.models import User


def end_session(*, user: User, session: UserSession) -> None:
    """End one session of the login, which its own check has found."""
    with transaction.atomic():
        session.end()
        record_event("user.sessions_ended", subject=user, actor=user, data={"count": 1})
