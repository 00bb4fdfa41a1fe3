"""Begin a correction of a signed report, or drop a draft."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.locking import lock
from accounts.models import User
from accounts.states import move
from risk.inspections.rules import require_no_hidden_number
from risk.models import ReportRating, ReportText, ReportVersion, RiskReport
from risk.reports.queries import WRITE, texts_of
from risk.reports.rules import lock_draft
from risk.services.draft_monthly_report import begin_version

COPIED = ("risk", "likelihood", "effect", "controls", "residual_likelihood", "residual_effect")


def correct_report(*, version: ReportVersion, change_note: str, actor: User) -> ReportVersion:
    """Begin the next version with fresh figures and the texts of the one it corrects; that one stays valid meanwhile.

    Refuses (`no_right`), (`no_words`) without saying what changes, (`note_hidden`), (`not_signed`), (`already_begun`).
    """
    change_note = change_note.strip()
    if not actor.has_right(WRITE):
        raise Refused("no_right", _("Your role does not write reports."))
    if not change_note:
        raise Refused("no_words", _("Say what the correction changes."), field="change_note")
    require_no_hidden_number(change_note, "change_note")
    with transaction.atomic():
        rows = lock(ReportVersion.objects.filter(report=version.report_id))
        row = next(one for one in rows if one.pk == version.pk)
        if row.status not in ReportVersion.VALID:
            raise Refused("not_signed", _("Only the version that is valid is corrected."))
        if any(one.status in ReportVersion.OPEN for one in rows):
            raise Refused("already_begun", _("A correction is being written already."))
        report = RiskReport.objects.get(pk=row.report_id)
        n = max(one.n for one in rows) + 1
        found = begin_version(report, author=actor, actor=actor, n=n, change_note=change_note)
        _carry_over(row, found)
    return found


def _carry_over(before: ReportVersion, now: ReportVersion) -> None:
    """Copy texts and ratings, each as its author's; measures stay with the version that proposed them."""
    ReportText.objects.bulk_create(
        ReportText(
            version=now,
            chapter=row.chapter,
            words_en=row.words_en,
            words_zh=row.words_zh,
            origin=row.origin,
            written_by=row.written_by,
            written_at=row.written_at,
        )
        for row in texts_of(before).values()
    )
    ReportRating.objects.bulk_create(
        ReportRating(
            version=now,
            rated_by=row.rated_by,
            rated_at=row.rated_at,
            **{name: getattr(row, name) for name in COPIED},
        )
        for row in before.ratings.select_related("rated_by").order_by("pk")
    )


def drop_report(*, version: ReportVersion, reason: str, actor: User) -> ReportVersion:
    """Drop a draft; refuses what `lock_draft` does, (`no_words`), (`needed`) the first draft of a month."""
    reason = reason.strip()
    if not reason:
        raise Refused("no_words", _("Say why the draft is dropped."), field="reason")
    if version.report.kind == RiskReport.Kind.MONTHLY and version.n == 1:
        raise Refused("needed", _("Every month has its report; this draft stays."))
    with transaction.atomic():
        row = lock_draft(version, actor)
        for measure in row.measures.filter(status="open"):
            move(measure, "dropped", actor=actor, ended_at=clock.now(), ended_on=clock.today())
        move(row, ReportVersion.Status.DROPPED, actor=actor, data={"reason": reason})
    return row
