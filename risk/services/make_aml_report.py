"""Make the file that is sent to the authority."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import User
from accounts.numbers import next_number
from finance.models import Transfer
from risk.aml.rules import last_day
from risk.domain.aml_file import FileAlert, FileHead, FileLine, write_aml_file
from risk.models import AmlAlert, AmlLine, AmlNote, AmlReport
from risk.models.aml import LARGE

PREFIX = "AR"


def make_aml_report(
    *, actor: User, day_on: dt.date | None = None, case: AmlAlert | None = None, reason: str = ""
) -> AmlReport:
    """Make the file of a day's large transactions, or of one case that was concluded to be suspicious.

    A day or case whose report was sent gets a correction, which needs a reason. Refuses (`day_open`) a day that is not
    over, (`nothing_to_report`), (`not_reportable`) a case not concluded so, (`made_already`) a second file while one
    waits to be sent, and (`no_reason`).
    """
    with transaction.atomic():
        today = clock.lock_business_date()
        alerts = _alerts_of_day(day_on, today) if case is None else _alerts_of_case(case)
        sent = _sent_before(day_on, case)
        if sent is not None and not reason.strip():
            raise Refused("no_reason", _("Say what is corrected."), field="reason")
        report = _keep(_head_day(day_on, case), case, alerts, sent, reason.strip() if sent else "", actor)
        # What a sent file holds stays with it until its correction is sent.
        AmlAlert.objects.filter(pk__in=[one.pk for one in alerts], report=None).update(report=report)
        record_event(
            "aml_report.drafted",
            subject=report,
            actor=actor,
            data={"kind": report.kind, "sha256": report.sha256, "alerts": report.alert_count},
        )
    return report


def _alerts_of_day(day_on: dt.date | None, today: dt.date) -> list[AmlAlert]:
    if day_on is None or day_on >= today:
        raise Refused("day_open", _("Only days that are over can be looked at."), field="day_on")
    rows = AmlAlert.objects.filter(day_on=day_on, pattern__in=LARGE)
    found = list(rows.exclude(status=AmlAlert.Status.CLEARED).select_related("customer").order_by("pk"))
    if not found:
        raise Refused("nothing_to_report", _("That day has no large transactions."), field="day_on")
    return found


def _alerts_of_case(case: AmlAlert) -> list[AmlAlert]:
    row = AmlAlert.objects.select_related("customer").get(pk=case.pk)
    if row.is_large or row.status not in (AmlAlert.Status.REPORTABLE, AmlAlert.Status.REPORTED):
        raise Refused("not_reportable", _("This case was not concluded to be reported."))
    return [row]


def _sent_before(day_on: dt.date | None, case: AmlAlert | None) -> AmlReport | None:
    rows = AmlReport.objects.filter(status=AmlReport.Status.SENT)
    of = {"kind": AmlReport.Kind.LARGE, "day_on": day_on} if case is None else {"case": case}
    return rows.filter(**of).first()


def _head_day(day_on: dt.date | None, case: AmlAlert | None) -> dt.date:
    """A suspicion counts from the day on which it was confirmed."""
    if case is None or case.concluded_at is None:
        return day_on or clock.today()
    return case.concluded_at.astimezone(clock.SHANGHAI).date()


def _keep(
    day: dt.date,
    case: AmlAlert | None,
    alerts: list[AmlAlert],
    sent: AmlReport | None,
    reason: str,
    actor: User,
) -> AmlReport:
    kind = AmlReport.Kind.LARGE if case is None else AmlReport.Kind.SUSPICIOUS
    number, version = next_number(PREFIX), sent.version + 1 if sent is not None else 1
    opinion = reason if case is None else "\n".join([reason, _opinion(case)]).strip()
    head = FileHead(number, kind, day.isoformat(), version, sent.number if sent is not None else "", opinion)
    file = write_aml_file(head, [_file_alert(one) for one in alerts])
    try:
        with transaction.atomic():
            return AmlReport.objects.create(
                number=number,
                kind=kind,
                day_on=day,
                case=case,
                version=version,
                corrects=sent,
                reason=reason,
                content=file.content,
                sha256=file.sha256,
                alert_count=file.alerts,
                line_count=file.lines,
                in_fen=file.in_fen,
                out_fen=file.out_fen,
                due_on=last_day(kind, day),
                made_by=actor,
                made_at=clock.now(),
            )
    except IntegrityError:
        raise Refused("made_already", _("A file of this waits to be sent already.")) from None


def _opinion(case: AmlAlert) -> str:
    note = case.notes.filter(kind=AmlNote.Kind.PROPOSAL).order_by("-pk").first()
    return note.words if note is not None else case.words


def _file_alert(alert: AmlAlert) -> FileAlert:
    lines = list(AmlLine.objects.filter(alert=alert).select_related("customer").order_by("n"))
    entries = Transfer.objects.select_related("entry").in_bulk(
        [one.transfer_id for one in lines if one.transfer_id]
    )
    rows = [
        FileLine(
            line.on.isoformat(),
            line.what,
            line.direction,
            line.amount_fen,
            line.reference,
            entries[line.transfer_id].entry.number if line.transfer_id else "",
            line.customer.number,
        )
        for line in lines
    ]
    kind = "organisation" if alert.customer.kind == User.Kind.DEALER else "person"
    party = (alert.customer.number, alert.party_name, alert.party_identity, kind)
    return FileAlert(alert.number, alert.pattern, *party, rows)
