"""A joiner sets the password of the new login."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import StaffInvitation, User
from accounts.services.invite_colleague import token_hash


def accept_staff_invitation(*, token: str, password: str) -> User:
    """Use the link up and set the password; the second factor is set up at the first sign-in.

    Refuses (`invitation_over`) a link that is unknown, used, taken back or too old, or of somebody who left;
    (`password_weak`) a password that does not hold; then the link may be used again.
    """
    found = StaffInvitation.objects.filter(token_hash=token_hash(token)).first()
    if found is None:
        raise _over()
    with transaction.atomic():
        user = lock_one(User.objects.filter(pk=found.user_id))
        still_open = StaffInvitation.objects.filter(
            pk=found.pk, used_at=None, withdrawn_at=None, expires_at__gt=clock.now()
        )
        if not user.is_active or not still_open.exists():
            raise _over()
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise Refused("password_weak", " ".join(error.messages), field="password1") from error
        if still_open.update(used_at=clock.now()) != 1:
            raise _over()
        user.set_password(password)
        user.save(update_fields=["password"])
        record_event("user.staff_set_up", subject=user, actor=user, data={"invitation": found.number})
    return user


def _over() -> Refused:
    return Refused(
        "invitation_over",
        _("This invitation is used, taken back or too old. Ask the administrator for a new one."),
    )
