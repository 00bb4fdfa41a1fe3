"""Take a trained card into the house, as a draft."""

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import User
from accounts.numbers import next_number
from risk.domain.scorecard_file import CardError, content_hash, read_file
from risk.domain.scorecard_report import check_report
from risk.models import Scorecard
from risk.scorecards.content import refused_card
from risk.services.save_scorecard_policy import add_policy


def import_scorecard(*, data: bytes, code: str, actor: User) -> Scorecard:
    """Check a card's file, replay its golden rows, and keep it as the next version of its code.

    Refuses (`bad_card`) a file that is no whole card, (`already_imported`) a table that is here already and was not
    dropped, and (`already_drafted`) a second draft of one code; then nothing is kept.
    """
    try:
        content, policy = read_file(data)
        check_report(content)
    except CardError as error:
        raise refused_card(error, "file") from error
    fingerprint = content_hash(content)
    with transaction.atomic():
        known = (
            Scorecard.objects.filter(content_hash=fingerprint)
            .exclude(status=Scorecard.Status.DROPPED)
            .first()
        )
        if known is not None:
            raise Refused(
                "already_imported",
                _("This table is here already, as %(number)s.") % {"number": known.number},
                field="file",
            )
        return draft_scorecard(content=content, policy=policy, code=code, actor=actor)


def draft_scorecard(
    *, content: dict[str, object], policy: dict[str, object], code: str, actor: User
) -> Scorecard:
    """Keep content that was checked as the next version of a code; the caller holds the transaction."""
    newest = Scorecard.objects.filter(code=code).aggregate(newest=Max("version"))["newest"] or 0
    card = Scorecard(
        number=next_number("PC"),
        code=code,
        version=newest + 1,
        content=content,
        content_hash=content_hash(content),
        made_by=actor,
        made_at=clock.now(),
    )
    try:
        with transaction.atomic():
            card.save()
    except IntegrityError as error:
        raise Refused(
            "already_drafted", _("A new version of this card is already drafted."), field="code"
        ) from error
    add_policy(card, policy, actor)
    record_event("scorecard.draft", subject=card, actor=actor, data={"code": code, "version": card.version})
    return card
