"""Ask that somebody stands in for an absent colleague."""

import datetime as dt
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.approvals import is_same_person
from accounts.duties import is_delegable
from accounts.errors import Refused
from accounts.locking import lock
from accounts.models import DelegatedRight, Deputyship, User
from accounts.numbers import next_number
from accounts.roles import RIGHT_NAMES
from accounts.services.ask_move import require_here
from accounts.services.request_approval import request_approval
from accounts.staff.asking import (
    may_ask_about,
    not_yours,
    require_no_auditor,
    require_no_clash,
    rights_held_or_promised,
)
from accounts.staff.changes import DEPUTY_KIND, deputy_page, deputy_payload
from accounts.staff.policy import access_rules


def ask_deputy(
    *,
    actor: User,
    principal: User,
    deputy: User,
    from_on: dt.date,
    until_on: dt.date,
    rights: Sequence[str],
    reason: str,
) -> Deputyship:
    """Write down who stands in for whom, when and with which rights, and ask another person to approve.

    Asked by the absent colleague, the head of the department or the administrator; refuses (`not_yours`) others,
    (`deputy_self`), (`not_here`) who left, (`auditor_apart`) an auditor, (`absence_outside`) days that are gone, turned
    round or too many, (`no_rights`) nothing chosen, (`right_not_held`) what the absent colleague does not hold in the
    own job, (`not_delegable`) what nobody does for somebody else, (`duties_clash`) what excludes the deputy's own
    rights, (`already_asked`) a second one of the same two.
    """
    _require_absence(from_on, until_on)
    if is_same_person(principal, deputy):
        raise Refused("deputy_self", _("Nobody stands in for oneself."), field="deputy")
    with transaction.atomic():
        # Both logins are locked, so that two requests do not join what excludes each other.
        both = {user.pk: user for user in lock(User.objects.filter(pk__in=[principal.pk, deputy.pk]))}
        principal, deputy = both[principal.pk], both[deputy.pk]
        if actor.pk != principal.pk and not may_ask_about(actor, principal):
            raise not_yours()
        require_here(principal)
        require_here(deputy)
        require_no_auditor(deputy, field="deputy")
        wanted = _wanted(principal, rights)
        require_no_clash(rights_held_or_promised(deputy) | set(wanted), field="rights")
        row = _write_down(principal, deputy, from_on, until_on, reason, actor)
        DelegatedRight.objects.bulk_create(DelegatedRight(deputyship=row, right=right) for right in wanted)
        approval = request_approval(
            maker=actor,
            kind=DEPUTY_KIND,
            subject=row,
            payload=deputy_payload(row),
            page_path=deputy_page(row),
            reason=reason,
        )
        row.approval_number = approval.number
        row.save(update_fields=["approval_number"])
    return row


def delegable_rights(principal: User) -> list[str]:
    """Return what a colleague may have done by somebody else, in the order of the names."""
    return sorted(right for right in principal.own_rights if is_delegable(right))


def _wanted(principal: User, rights: Sequence[str]) -> list[str]:
    wanted = sorted(set(rights))
    if not wanted:
        raise Refused("no_rights", _("Choose what is done by somebody else meanwhile."), field="rights")
    for right in wanted:
        names = {"right": str(RIGHT_NAMES.get(right, right))}
        if right not in principal.own_rights:
            raise Refused(
                "right_not_held", _("The colleague does not hold “%(right)s”.") % names, field="rights"
            )
        if not is_delegable(right):
            raise Refused(
                "not_delegable", _("Nobody does “%(right)s” for somebody else.") % names, field="rights"
            )
    return wanted


def _require_absence(from_on: dt.date, until_on: dt.date) -> None:
    longest = access_rules().longest_deputy_days
    if not clock.today() <= from_on <= until_on < from_on + dt.timedelta(days=longest):
        raise Refused(
            "absence_outside",
            _("An absence begins today or later and lasts at most %(days)s days.") % {"days": longest},
            field="until_on",
        )


def _write_down(
    principal: User, deputy: User, from_on: dt.date, until_on: dt.date, reason: str, actor: User
) -> Deputyship:
    try:
        with transaction.atomic():
            return Deputyship.objects.create(
                number=next_number("SD"),
                principal=principal,
                deputy=deputy,
                from_on=from_on,
                until_on=until_on,
                reason=reason.strip(),
                asked_by=actor,
                asked_at=clock.now(),
            )
    except IntegrityError as error:
        raise Refused(
            "already_asked", _("This colleague stands in already, or is asked to."), field="deputy"
        ) from error
