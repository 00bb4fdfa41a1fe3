"""Sign a login out everywhere."""

from allauth.usersessions.models import UserSession

from accounts.models import User


def end_sessions(*, user: User) -> int:
    """End every session of the login, at once and on every device; return how many there were."""
    sessions = list(UserSession.objects.filter(user=user))
    for session in sessions:
        session.end()
    return len(sessions)
