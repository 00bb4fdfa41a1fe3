"""What must always hold of reports."""

from accounts.approvals import is_same_person
from accounts.esign.canonical import hash_of
from accounts.invariants import invariant
from risk.models import ReportFigures, SignedReport
from risk.reports.queries import writers_of
from risk.reports.sealing import faults_of

MOST_SHOWN = 20


@invariant("risk_reports_hold")
def risk_reports_hold() -> list[str]:
    """Signed reports are what was sealed, figures are what was frozen, and nobody signed what they wrote."""
    breaches: list[str] = []
    signed = SignedReport.objects.select_related("version__signed_by").order_by("pk")
    for one in signed.iterator():
        breaches += [f"{one.version.number}: {fault}" for fault in faults_of(one)]
        signer = one.version.signed_by
        if signer is not None and any(is_same_person(writer, signer) for writer in writers_of(one.version)):
            breaches.append(f"{one.version.number}: signed by somebody who wrote it")
    for row in ReportFigures.objects.select_related("version").order_by("pk").iterator():
        if hash_of(row.content) != row.content_hash:
            breaches.append(f"{row.version.number}: the figures are not what was frozen")
    return breaches[:MOST_SHOWN]
