"""Ask that somebody joins the company."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.crypto import blind_index
from accounts.demo import is_demo_address
from accounts.domain.identity_number import BadIdentityNumber, read_identity_number
from accounts.errors import Refused
from accounts.locking import lock_names
from accounts.models import Position, StaffChange, User
from accounts.numbers import next_number
from accounts.queries import is_known_by_another_name
from accounts.services.request_approval import request_approval
from accounts.staff.asking import (
    require_free_chair,
    require_may_fill,
    require_no_clash,
    rights_of_position,
)
from accounts.staff.changes import KINDS, change_page, change_payload
from accounts.staff.policy import access_rules


def ask_joiner(
    *,
    actor: User,
    real_name: str,
    work_address: str,
    identity_number: str,
    position: Position,
    effective_on: dt.date,
    reason: str,
    language: str = "zh-hans",
) -> StaffChange:
    """Write the request down and ask another person to approve it; the login is opened after that.

    Refuses a position of another department (`not_yours`) or without a free chair (`no_chair`), an address in use
    (`login_taken`), a person who works here already (`already_here`), an identity number or address that is none
    (`identity_form`, `address_form`), a number verified with another name (`name_differs`), an address that a demo
    keeps for its own logins (`address_reserved`), the same asked twice (`already_asked`), a day gone by or too far
    ahead (`day_outside`), and a position that joins rights which exclude each other (`duties_clash`).
    """
    address, number = _address(work_address), _identity(identity_number)
    require_day(effective_on)
    with transaction.atomic():
        require_may_fill(actor, position)
        require_free_chair(position)
        require_no_clash(rights_of_position(position), field="position")
        lock_names(f"staff-join:{address}", f"staff-join:{number}")
        require_newcomer(address, number)
        _require_own_name(real_name, number)
        _require_asked_once(address, number)
        change = StaffChange.objects.create(
            number=next_number("SC"),
            kind=StaffChange.Kind.JOIN,
            position=position,
            effective_on=effective_on,
            real_name=real_name,
            work_address=address,
            identity_number=number,
            language=language,
            reason=reason.strip(),
            asked_by=actor,
            asked_at=clock.now(),
        )
        ask_approval(change, actor)
    return change


def ask_approval(change: StaffChange, actor: User) -> None:
    """Ask for the approval that a change needs and note its number; refuses a change without a reason."""
    approval = request_approval(
        maker=actor,
        kind=KINDS[change.kind],
        subject=change,
        payload=change_payload(change),
        page_path=change_page(change),
        reason=change.reason,
    )
    change.approval_number = approval.number
    change.save(update_fields=["approval_number"])


def require_newcomer(address: str, identity_number: str) -> None:
    """Refuse (`login_taken`) an address in use, (`already_here`) a person with a login here that works."""
    if User.objects.filter(email=address).exists():
        raise Refused(
            "login_taken", _("There is an account with this number or address already."), field="work_address"
        )
    index = blind_index("identity", identity_number)
    if User.objects.filter(kind=User.Kind.STAFF, is_active=True, person__identity_index=index).exists():
        raise Refused("already_here", _("This person works here already."), field="identity_number")


def _require_own_name(real_name: str, identity_number: str) -> None:
    """Refuse (`name_differs`) a number that was verified with another name."""
    if is_known_by_another_name(blind_index("identity", identity_number), real_name.strip()):
        raise Refused(
            "name_differs",
            _("This identity number was verified with another name. Look at the identity card again."),
            field="identity_number",
        )


def require_day(on: dt.date) -> None:
    """Refuse (`day_outside`) a day that is gone, or further ahead than the rule has it."""
    furthest = access_rules().furthest_days
    today = clock.today()
    if not today <= on <= today + dt.timedelta(days=furthest):
        raise Refused(
            "day_outside",
            _("Choose a day from today on, at most %(days)s days ahead.") % {"days": furthest},
            field="effective_on",
        )


def _require_asked_once(address: str, identity_number: str) -> None:
    """Refuse (`already_asked`) the same person or address while a request waits; few wait, so each is looked at."""
    for other in StaffChange.objects.filter(kind=StaffChange.Kind.JOIN, status=StaffChange.Status.ASKED):
        if address == other.work_address or identity_number == other.identity_number:
            raise Refused("already_asked", _("The same is already waiting for an approval."))


def _address(text: str) -> str:
    bare = text.strip().lower()
    try:
        validate_email(bare)
    except ValidationError:
        raise Refused("address_form", _("Enter a valid e-mail address."), field="work_address") from None
    if is_demo_address(bare):
        # They work without a second factor; nobody is to come by that way.
        raise Refused(
            "address_reserved",
            _("Addresses of this domain are kept for the logins of the demonstration."),
            field="work_address",
        )
    return bare


def _identity(text: str) -> str:
    try:
        return read_identity_number(text).number
    except BadIdentityNumber:
        raise Refused(
            "identity_form", _("This is no resident identity number."), field="identity_number"
        ) from None
