"""Ask for another person's approval of the next version of the rules."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused, StaleState
from accounts.locking import lock_one
from accounts.models import User
from accounts.rules import rule_value
from accounts.services.request_approval import request_approval
from accounts.states import move
from risk.models import RuleSet, RuleTest
from risk.screening.facts import RULE
from risk.screening.payloads import PUBLISH_KIND, publish_payload
from risk.services.save_rule import check_rules

Lane = RuleSet.Lane


@dataclass(frozen=True)
class Publication:
    """From which day, and whether as the champion or as a challenger that decides a share of the applications."""

    from_on: dt.date
    lane: str = Lane.CHAMPION.value
    share_ppm: int = 0


def propose_rule_set(*, rule_set: RuleSet, publication: Publication, maker: User, reason: str) -> RuleSet:
    """Put a draft before another person, bound to its rules, its day and its share.

    Refuses (StaleState) what is no draft, (`not_tried`) rules that were not tried as they stand now against past
    applications, (`bad_date`) a day gone by, (`bad_share`), (`nothing_new`), rules that are none, and no reason.
    """
    with transaction.atomic():
        row = lock_one(RuleSet.objects.filter(pk=rule_set.pk))
        if row.status != RuleSet.Status.DRAFT:
            raise StaleState("stale_state", _("This version can no longer be changed."))
        check_rules(row.rules)
        if row.based_on is not None and row.based_on.content_hash == row.content_hash:
            raise Refused("nothing_new", _("The draft says the same as the version it was copied from."))
        if not RuleTest.objects.filter(rule_set=row, content_hash=row.content_hash).exists():
            raise Refused("not_tried", _("Try the rules as they stand now against past applications first."))
        _check(publication)
        row.lane, row.share_ppm = publication.lane, publication.share_ppm
        row.in_force_from_on = publication.from_on
        row.save(update_fields=["lane", "share_ppm", "in_force_from_on"])
        approval = request_approval(
            maker=maker,
            kind=PUBLISH_KIND,
            subject=row,
            payload=publish_payload(row),
            page_path=reverse("risk_rule_set", args=[row.number]),
            reason=reason,
        )
        move(
            row,
            RuleSet.Status.PROPOSED,
            actor=maker,
            data={"approval": approval.number},
            approval_number=approval.number,
        )
        return row


def _check(publication: Publication) -> None:
    if publication.from_on < clock.today():
        raise Refused("bad_date", _("Rules come into force today or later."), field="from_on")
    most_ppm = rule_value(RULE)["challenger_share_ppm"]
    is_challenger = publication.lane == Lane.CHALLENGER
    if is_challenger and not 0 < publication.share_ppm <= most_ppm:
        raise Refused(
            "bad_share",
            _("A challenger decides more than nothing and at most half of the applications."),
            field="share",
        )
    if not is_challenger and publication.share_ppm:
        raise Refused("bad_share", _("Only a challenger has a share."), field="share")
