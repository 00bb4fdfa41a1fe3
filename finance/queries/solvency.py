"""Published proofs of solvency, and the seal of the event log that holds each."""

from django.db.models import QuerySet

from accounts.models import Event, EventSeal, SealedEvent
from finance.models import SolvencyProof
from finance.services.publish_solvency import EVENT


def published_proofs() -> QuerySet[SolvencyProof]:
    """Return what was published, newest first."""
    return SolvencyProof.objects.select_related("tree").defer("tree__secret").order_by("-business_on")


def seal_of(proof: SolvencyProof) -> EventSeal | None:
    """Return the seal of the event log that holds a published root, None while it is not sealed yet."""
    event = Event.objects.filter(kind=EVENT, subject_type="solvencyproof", subject_id=proof.pk)
    sealed = SealedEvent.objects.filter(event__in=event).select_related("seal").first()
    return sealed.seal if sealed is not None else None
