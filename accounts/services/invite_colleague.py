"""Send a joiner the link by which the login is set up."""

import datetime as dt
import logging
import secrets

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from accounts import clock
from accounts.crypto import blind_index
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import StaffChange, StaffInvitation, User
from accounts.numbers import next_number
from accounts.staff.policy import access_rules
from accounts.tell import tell_address

logger = logging.getLogger(__name__)
BATCH = 20


def invite_colleague(*, user: User, actor: User | None) -> StaffInvitation:
    """Send a link to the work address: for one use and a few days; the one before is of no use any more.

    Refuses (`not_invited`) who left or has set the login up; (`not_delivered`) when the mail is not taken, and then the
    invitation may be sent again. Called with no transaction open.
    """
    token = secrets.token_urlsafe(32)
    invitation = _write_down(user, actor, token)
    days = access_rules().invitation_days
    context = {"name": user.name, "days": days, "url": f"{settings.SITE_URL}/staff/invitations/{token}/"}
    try:
        tell_address("staff_invitation", user.email or "", context, user.language)
    except Refused:
        StaffInvitation.objects.filter(pk=invitation.pk, used_at=None).update(withdrawn_at=clock.now())
        raise
    return invitation


def invite_joiners() -> int:
    """Invite every joiner whose login was opened and who was sent nothing yet; return how many were."""
    joined = StaffChange.objects.filter(colleague=OuterRef("pk"), kind="join", status__in=("planned", "done"))
    sent = StaffInvitation.objects.filter(user=OuterRef("pk"), withdrawn_at=None)
    waiting = User.objects.filter(
        Exists(joined), ~Exists(sent), is_active=True, password__startswith=UNUSABLE_PASSWORD_PREFIX
    )
    invited = 0
    for user in waiting.order_by("pk")[:BATCH]:
        try:
            invite_colleague(user=user, actor=None)
        except Refused as refusal:
            logger.warning("%s was not invited: %s", user.number, refusal.code)
        else:
            invited += 1
    return invited


def token_hash(token: str) -> str:
    """Return the keyed hash under which an invitation's link is kept."""
    return blind_index("staff-invitation", token)


def _write_down(user: User, actor: User | None, token: str) -> StaffInvitation:
    at = clock.now()
    with transaction.atomic():
        row = lock_one(User.objects.filter(pk=user.pk))
        if not (row.is_staff and row.is_active) or row.has_usable_password():
            raise Refused("not_invited", _("This login is set up already, or closed."))
        StaffInvitation.objects.filter(user=row, used_at=None, withdrawn_at=None).update(withdrawn_at=at)
        invitation = StaffInvitation.objects.create(
            number=next_number("SI"),
            user=row,
            token_hash=token_hash(token),
            invited_by=actor,
            invited_at=at,
            expires_at=at + dt.timedelta(days=access_rules().invitation_days),
        )
        record_event("user.staff_invited", subject=row, actor=actor, data={"invitation": invitation.number})
    return invitation
