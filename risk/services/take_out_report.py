"""Hand a signed report out as PDF and write down who took it."""

from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import User
from risk.models import SignedReport
from risk.reports.drawing import draw_report
from risk.reports.sealing import faults_of, read_signed


def take_out_report(*, signed: SignedReport, language: str, reader: User) -> bytes:
    """Return the PDF; refuses (`report_broken`) one that is not what was sealed. The caller has asked the policy."""
    if faults_of(signed):
        raise Refused("report_broken", _("This report is not what was sealed. Please tell the auditor."))
    record_event(
        "risk_report.read",
        subject=signed.version,
        actor=reader,
        data={"language": language, "sha256": signed.content_hash},
    )
    return draw_report(signed, read_signed(signed), language)
