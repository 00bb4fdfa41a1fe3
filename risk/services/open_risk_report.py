"""Begin a warning or an assessment about a subject."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.models import User
from accounts.numbers import next_number
from risk.inspections.rules import require_no_hidden_number
from risk.models import ReportVersion, RiskReport
from risk.reports.queries import WRITE
from risk.reports.subjects import subject_choices
from risk.services.draft_monthly_report import PREFIX, begin_version


def open_risk_report(
    *,
    kind: str,
    subject: str,
    subject_key: str,
    title: str,
    actor: User,
    addressee: User | None = None,
    answer_due_on: dt.date | None = None,
) -> ReportVersion:
    """Freeze the subject's figures and leave a draft about it.

    Refuses (`no_right`), (`bad_kind`) a month's report, (`bad_subject`) what there is not, (`no_title`),
    (`no_addressee`) a warning to nobody or to its own author, (`bad_date`) an answer due today or before.
    """
    title = title.strip()
    if not actor.has_right(WRITE):
        raise Refused("no_right", _("Your role does not write reports."))
    if kind not in (RiskReport.Kind.WARNING, RiskReport.Kind.ASSESSMENT):
        raise Refused("bad_kind", _("Choose a warning or an assessment."), field="kind")
    if subject_key not in dict(subject_choices(subject, clock.today())):
        raise Refused("bad_subject", _("Choose what the report is about."), field="subject")
    if not title:
        raise Refused("no_title", _("Give the report a title."), field="title")
    require_no_hidden_number(title, "title")
    if kind == RiskReport.Kind.WARNING:
        if addressee is None or addressee.pk == actor.pk:
            raise Refused("no_addressee", _("Say whom the warning is sent to."), field="addressee")
        if answer_due_on is None or answer_due_on <= clock.today():
            raise Refused("bad_date", _("Give a day after today for the answer."), field="answer_due_on")
    else:
        addressee = answer_due_on = None
    with transaction.atomic():
        report = RiskReport.objects.create(
            number=next_number(PREFIX),
            kind=kind,
            subject=subject,
            subject_key=subject_key,
            title=title,
            addressee=addressee,
            answer_due_on=answer_due_on,
            opened_by=actor,
            opened_at=clock.now(),
        )
        return begin_version(report, author=actor, actor=actor)
