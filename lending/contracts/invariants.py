"""What must always hold of the papers of loans."""

import hashlib
import json

from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat

from accounts.documents import read_file
from accounts.invariants import invariant
from accounts.models import EventDelivery
from lending.contracts.handlers import CONSUMER
from lending.contracts.missing import (
    loans_without_certificate,
    loans_without_contract,
    versions_without_supplement,
)
from lending.contracts.sealing import faults_of
from lending.models import LoanPaper, PaperFile
from lending.services.read_paper import file_number

MOST_SHOWN = 20


@invariant("loan_papers_complete")
def loan_papers_complete() -> list[str]:
    """Each loan has its contract, each redrawn schedule its supplement, each settled loan its certificate.

    The database keeps each to one. What an event still on its way brings about is not missing yet.
    """
    contracts = _not_on_the_way(loans_without_contract(), "pk").values_list("number", flat=True)
    certificates = _not_on_the_way(loans_without_certificate(), "pk").values_list("number", flat=True)
    versions = _not_on_the_way(versions_without_supplement(), "loan_id").values_list(
        "loan__number", "version"
    )
    return (
        [f"{number} has no contract" for number in contracts[:MOST_SHOWN]]
        + [f"{number} has no settlement certificate" for number in certificates[:MOST_SHOWN]]
        + [f"{number} v{version} has no supplement" for number, version in versions[:MOST_SHOWN]]
    )


def _not_on_the_way(rows: "QuerySet", loan_column: str) -> "QuerySet":
    key = Concat(Value("loan:"), Cast(OuterRef(loan_column), CharField()))
    waiting = EventDelivery.objects.filter(consumer=CONSUMER, subject_key=key)
    return rows.filter(~Exists(waiting.exclude(status=EventDelivery.Status.DONE)))


@invariant("loan_papers_hold")
def loan_papers_hold() -> list[str]:
    """Each paper says what was sealed, of its own loan, is kept its years, and its files are those that were drawn."""
    breaches: list[str] = []
    for paper in LoanPaper.objects.select_related("seal", "loan").order_by("pk").iterator(chunk_size=200):
        breaches += [f"{paper.number}: {fault}" for fault in faults_of(paper)]
        if paper.content and not breaches and not _is_of_its_loan(paper):
            breaches.append(f"{paper.number}: it is about something else than its row")
        if paper.kept_until_on <= paper.made_on:
            breaches.append(f"{paper.number}: it is not kept its years")
    for file in PaperFile.objects.select_related("paper").order_by("pk").iterator(chunk_size=200):
        if file.paper.content and not _is_as_drawn(file):
            breaches.append(f"{file.paper.number}: the file is not the one that was drawn")
    return breaches[:MOST_SHOWN]


def _is_of_its_loan(paper: LoanPaper) -> bool:
    said = json.loads(paper.content)
    return (said["paper"], said["kind"], said["loan"]) == (paper.number, paper.kind, paper.loan.number)


def _is_as_drawn(file: PaperFile) -> bool:
    try:
        content = read_file(file.stored_name, file_number(file))
    except (OSError, ValueError):
        return False
    return hashlib.sha256(content).hexdigest() == file.sha256
