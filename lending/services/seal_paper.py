"""Put the company's seal and a time stamp on a paper."""

import logging

from django.db import IntegrityError, transaction

from accounts.events import record_event
from accounts.providers.esign import Sealed, Stamped, seal_provider, time_stamp_authority
from accounts.providers.sms import ProviderRefused, ProviderUnavailable
from lending.contracts.messages import deliver_paper
from lending.contracts.sealing import stamped_digest, statement_of
from lending.models import LoanPaper, PaperSeal

logger = logging.getLogger(__name__)


def seal_paper(*, paper_id: int) -> bool:
    """Seal a paper and deliver it; returns whether it is sealed. Called with no transaction open.

    The paper's number is the key of both calls, so asking again is safe; of two workers one writes the seal down. An
    authority that does not answer is asked again by the sweep.
    """
    paper = LoanPaper.objects.select_related("loan", "owner").get(pk=paper_id)
    if PaperSeal.objects.filter(paper=paper).exists():
        return True
    try:
        sealed = seal_provider().seal(statement=statement_of(paper), key=paper.number)
        digest = stamped_digest(paper, sealed.signature)
        stamped = time_stamp_authority().stamp(digest=digest, key=paper.number)
    except (ProviderUnavailable, ProviderRefused) as error:
        logger.warning("%s is not sealed yet: %s", paper.number, error)
        return False
    try:
        _record(paper, sealed, stamped)
    except IntegrityError:
        logger.info("%s was sealed by another worker", paper.number)
    return True


def seal_papers(*, limit: int = 500) -> int:
    """Seal what waits, the oldest first; return how many are sealed."""
    waiting = LoanPaper.objects.filter(seal=None).order_by("pk").values_list("pk", flat=True)[:limit]
    return sum(seal_paper(paper_id=paper_id) for paper_id in list(waiting))


def _record(paper: LoanPaper, sealed: Sealed, stamped: Stamped) -> None:
    with transaction.atomic():
        PaperSeal.objects.create(
            paper=paper,
            provider=seal_provider().name,
            key_id=sealed.key_id,
            signature=sealed.signature,
            authority=time_stamp_authority().name,
            stamp_serial=stamped.serial,
            stamp_key_id=stamped.key_id,
            stamp_signature=stamped.signature,
            stamped_at=stamped.at,
        )
        record_event(
            "loan_paper.sealed",
            subject=paper,
            actor=None,
            data={"loan": paper.loan.number, "kind": paper.kind, "hash": paper.content_hash},
        )
        deliver_paper(paper)
