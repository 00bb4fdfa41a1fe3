"""People who have just signed in: their password was given now, so that no page asks for it again."""

import time

from allauth.account.internal.flows import login
from allauth.usersessions.models import UserSession
from django.test import Client

from accounts.models import User


def arrive(user: User, *, client: Client | None = None, raises: bool = True, seconds_ago: int = 0) -> Client:
    """Return the browser of somebody who gave the password so many seconds ago, known among the signed-in devices."""
    client = client or Client(raise_request_exception=raises)
    client.force_login(user)
    session = client.session
    session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "password", "at": time.time() - seconds_ago}
    ]
    session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session.save()
    UserSession.objects.get_or_create(session_key=session.session_key, user=user, ip="127.0.0.1")
    return client
