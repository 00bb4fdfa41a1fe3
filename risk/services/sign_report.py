"""Sign a report and seal what it says."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.approvals import is_same_person
from accounts.errors import Refused
from accounts.esign.canonical import canonical, hash_of
from accounts.esign.keys import sign
from accounts.locking import lock
from accounts.models import User
from accounts.states import move
from risk.models import ReportVersion, SignedReport
from risk.reports.queries import SIGN, newest_figures, writers_of
from risk.reports.sealing import signed_content, statement_of


def sign_report(*, version: ReportVersion, shown_hash: str, actor: User) -> SignedReport:
    """Sign a submitted version as nobody who had a hand in it; a correction takes its predecessor's place.

    Refuses (`no_right`), (`not_submitted`), (`same_person`), (`figures_changed`) where the figures are not those that
    were shown to the signer.
    """
    if not actor.has_right(SIGN):
        raise Refused("no_right", _("Your role does not sign reports."))
    with transaction.atomic():
        rows = lock(ReportVersion.objects.filter(report=version.report_id))
        row = next(one for one in rows if one.pk == version.pk)
        if row.status != ReportVersion.Status.SUBMITTED:
            raise Refused("not_submitted", _("This version does not wait for a signature."))
        if any(is_same_person(one, actor) for one in writers_of(row)):
            raise Refused("same_person", _("Whoever had a hand in a report does not sign it."))
        figures = newest_figures(row)
        if figures.content_hash != shown_hash:
            raise Refused(
                "figures_changed", _("The figures are not those you were shown. Please read them again.")
            )
        for one in rows:
            if one.status in ReportVersion.VALID:
                move(one, ReportVersion.Status.CORRECTED, actor=actor, data={"by": row.number})
        return _seal(row, actor)


def _seal(row: ReportVersion, actor: User) -> SignedReport:
    at = clock.now()
    content = canonical(signed_content(row, signer=actor, at=at))
    signed = SignedReport(version=row, content=content, content_hash=hash_of(content))
    signed.key_id, signed.seal = sign(statement_of(signed))
    signed.save(force_insert=True)
    move(
        row,
        ReportVersion.Status.SIGNED,
        actor=actor,
        data={"sha256": signed.content_hash},
        signed_by=actor,
        signed_at=at,
    )
    return signed
