"""Answer a warning."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import User
from risk.inspections.rules import require_no_hidden_number
from risk.models import ReportVersion, RiskReport


def answer_warning(*, version: ReportVersion, words: str, actor: User) -> RiskReport:
    """Keep the addressee's answer to a signed warning, once.

    Refuses (`no_words`), (`words_hidden`), (`not_the_addressee`), (`not_signed`), (`answered`).
    """
    words = words.strip()
    if not words:
        raise Refused("no_words", _("Write what you answer."), field="words")
    require_no_hidden_number(words, "words")
    with transaction.atomic():
        row = lock_one(ReportVersion.objects.filter(pk=version.pk))
        report = RiskReport.objects.get(pk=row.report_id)
        if report.addressee_id != actor.pk:
            raise Refused("not_the_addressee", _("Only the colleague the warning was sent to answers it."))
        if row.status not in ReportVersion.VALID:
            raise Refused("not_signed", _("Only a signed warning that is valid is answered."))
        if report.answered_at is not None:
            raise Refused("answered", _("This warning has its answer."))
        report.answer, report.answered_by, report.answered_at = words, actor, clock.now()
        report.save(update_fields=["answer", "answered_by", "answered_at"])
        record_event("risk_report.answered", subject=row, actor=actor, data={"report": report.number})
    return report
