"""A test client of somebody who has just shown who this is, as after typing the password."""

import time

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from django.test import Client

from accounts.models import User


def signed_in(user: User, *, recently: bool = True) -> Client:
    """Return a client with the session of the user; without `recently` the pages that ask again will ask."""
    client = Client()
    client.force_login(user)
    if recently:
        session = client.session
        session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time()}]
        session.save()
    return client
