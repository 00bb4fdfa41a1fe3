"""Hand the draft of a report in for signature, or give it back."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.locking import lock_one
from accounts.models import User
from accounts.states import move
from risk.models import ReportRating, ReportVersion, RiskReport
from risk.reports.chapters import chapters_of
from risk.reports.queries import newest_figures, texts_of
from risk.reports.rules import lock_draft


def submit_report(*, version: ReportVersion, actor: User, conclusion: str = "") -> ReportVersion:
    """Send a draft to its signature.

    Refuses what `lock_draft` does, (`no_text`) a chapter without text, and of an assessment (`not_rated`) a kind of
    risk nobody judged and (`no_conclusion`).
    """
    is_assessment = version.report.kind == RiskReport.Kind.ASSESSMENT
    if is_assessment and conclusion not in ReportVersion.Conclusion.values:
        raise Refused("no_conclusion", _("Say what the assessment concludes."), field="conclusion")
    with transaction.atomic():
        row = lock_draft(version, actor)
        _require_whole(row)
        move(
            row,
            ReportVersion.Status.SUBMITTED,
            actor=actor,
            data={"sha256": newest_figures(row).content_hash},
            submitted_by=actor,
            submitted_at=clock.now(),
            conclusion=conclusion if is_assessment else "",
            return_words="",
        )
    return row


def _require_whole(version: ReportVersion) -> None:
    written = texts_of(version)
    missing = [str(title) for code, title in chapters_of(version.report.kind).items() if code not in written]
    if missing:
        raise Refused(
            "no_text",
            _("These chapters have no text yet: %(chapters)s. Take the sentences over or write your own.")
            % {"chapters": ", ".join(missing)},
        )
    if version.report.kind == RiskReport.Kind.ASSESSMENT:
        rated = set(version.ratings.values_list("risk", flat=True))
        unrated = [str(ReportRating.Risk(one).label) for one in ReportRating.Risk.values if one not in rated]
        if unrated:
            raise Refused(
                "not_rated",
                _("These kinds of risk are not judged yet: %(risks)s.") % {"risks": ", ".join(unrated)},
            )


def return_report(*, version: ReportVersion, words: str, actor: User) -> ReportVersion:
    """Give a submitted version back to be written on; refuses (`no_words`), (`not_submitted`)."""
    words = words.strip()
    if not words:
        raise Refused("no_words", _("Say what is to be changed."), field="words")
    with transaction.atomic():
        row = lock_one(ReportVersion.objects.filter(pk=version.pk))
        if row.status != ReportVersion.Status.SUBMITTED:
            raise Refused("not_submitted", _("This version does not wait for a signature."))
        move(row, ReportVersion.Status.DRAFT, actor=actor, return_words=words)
    return row
