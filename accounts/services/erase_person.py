"""Erase a customer's personal values."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User
from accounts.personal_data import bindings_of, erasers


def erase_person(*, user: User, actor: User | None) -> None:
    """Let every app empty its part, close the login, and record it by number; what only refers to the number stays.

    Refuses (`erase_bound`) while anything binds the data.
    """
    with transaction.atomic():
        user = lock_one(User.objects.filter(pk=user.pk))
        if bindings_of(user):
            raise Refused("erase_bound", _("The law or a contract still needs this person's data."))
        for eraser in erasers():
            eraser.erase(user)
        record_event("user.erased", subject=user, actor=actor)
