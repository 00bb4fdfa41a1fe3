"""Fetching reports, measures and what was signed: checked while fetched."""

from django.http import Http404

from accounts.models import User
from risk.models import ReportMeasure, ReportVersion, SignedReport
from risk.reports.queries import SEE


def access_report(user: User, number: str) -> ReportVersion:
    """Return a version to somebody who sees reports, a valid warning also to its addressee; 404 to everybody else."""
    found = (
        ReportVersion.objects.select_related(
            "report__addressee", "report__answered_by", "author", "submitted_by", "signed_by", "seen_by"
        )
        .filter(number=number)
        .first()
    )
    if found is None:
        raise Http404
    is_addressed = found.report.addressee_id == user.pk and found.status in ReportVersion.SEALED
    if not (user.has_right(SEE) or is_addressed):
        raise Http404
    return found


def access_signed_report(user: User, number: str) -> SignedReport:
    """Return what was signed to whoever may read the version; 404 where nothing was."""
    version = access_report(user, number)
    found = SignedReport.objects.filter(version=version).select_related("version__report").first()
    if found is None:
        raise Http404
    return found


def access_measure(user: User, number: str) -> ReportMeasure:
    """Return a measure to whoever sees reports, one of a signed report also to its owner; 404 to everybody else."""
    rows = ReportMeasure.objects.select_related("version__report", "owner", "proposed_by")
    found = rows.filter(number=number).first()
    if found is None:
        raise Http404
    is_owned = found.owner_id == user.pk and found.version.status in ReportVersion.SEALED
    if not (user.has_right(SEE) or is_owned):
        raise Http404
    return found
