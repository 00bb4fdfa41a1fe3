"""Take an application into screening and write down what outside sources will be asked."""

from django.db import transaction

from accounts import clock
from accounts.events import record_event
from accounts.numbers import next_number
from lending.models import Application
from lending.services.forward_application import forward_application
from risk.models import ScreeningRun, SourceQuery
from risk.providers.asking import ask_source
from risk.providers.sources import ANSWERS, source_provider
from risk.screening.links import note_marks
from risk.screening.submission import submitted_at
from risk.services.record_source_answer import record_source_answer


def prepare_screening(*, application: Application) -> list[SourceQuery]:
    """Move the application to screening, note what links its borrower to others, and write the questions down.

    Returns the questions that still wait for an answer. Nobody is asked about who gave no consent (RULES credit.data).
    A source inside the process is asked at once, one outside of it by `screen_application` once this is committed.
    Refuses (`not_open`) an application that has left the screening; what was prepared before is found again.
    """
    with transaction.atomic():
        row = forward_application(application=application, to=Application.Status.SCREENING, actor=None)
        if not ScreeningRun.objects.filter(application=row, submitted_at=submitted_at(row)).exists():
            note_marks(row.borrower)
            for kind in ANSWERS:
                _write_question(row, kind)
        asked = SourceQuery.objects.select_related("application__borrower__person").filter(
            application=row, submitted_at=submitted_at(row), status=SourceQuery.Status.ASKED
        )
        return list(asked.order_by("pk"))


def _write_question(row: Application, kind: str) -> None:
    if row.credit_consent_at is None or row.borrower.person is None:
        return
    provider = source_provider(kind)
    query, is_new = SourceQuery.objects.get_or_create(
        application=row,
        submitted_at=submitted_at(row),
        kind=kind,
        defaults={
            "number": next_number("SQ"),
            "provider": provider.name,
            "consent_at": row.credit_consent_at,
            "asked_at": clock.now(),
        },
    )
    if is_new:
        record_event(
            "source_query.asked", subject=query, actor=None, data={"application": row.number, "kind": kind}
        )
        if not provider.is_outside:
            record_source_answer(query=query, answer=ask_source(query))
