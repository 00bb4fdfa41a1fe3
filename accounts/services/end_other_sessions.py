"""Sign a login out on every device but one."""

from allauth.usersessions.models import UserSession
from django.db import transaction

from accounts.events import record_event
from accounts.models import User


def end_other_sessions(*, user: User, kept_key: str) -> int:
    """End every session of the login but the one with this key; return how many there were."""
    others = list(UserSession.objects.filter(user=user).exclude(session_key=kept_key))
    with transaction.atomic():
        for session in others:
            session.end()
        if others:
            record_event("user.sessions_ended", subject=user, actor=user, data={"count": len(others)})
    return len(others)
