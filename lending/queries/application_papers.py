"""The papers that came with an application, and those that are still missing."""

from collections.abc import Sequence

from lending.models import Application, ApplicationPaper
from lending.models.application_paper import ASKABLE, PaperKind


def papers_of(application: Application) -> list[ApplicationPaper]:
    """Return the papers that were not taken away, in the order they were sent."""
    rows = ApplicationPaper.objects.filter(application=application, removed_at=None)
    return list(rows.select_related("document").order_by("pk"))


def needed_kinds(application: Application) -> list[PaperKind]:
    """Return what the version of the product asks for, in the order of the house."""
    needed = set(application.product_version.papers_needed)
    return [kind for kind in ASKABLE if kind in needed]


def missing_kinds(application: Application, papers: Sequence[ApplicationPaper]) -> list[PaperKind]:
    """Return what is needed and not there."""
    there = {paper.kind for paper in papers}
    return [kind for kind in needed_kinds(application) if kind not in there]


def asks_for_papers(application: Application) -> bool:
    """Whether the way has a screen for papers: the product needs some, or a colleague gave it back for some."""
    return bool(needed_kinds(application)) or application.status == Application.Status.RETURNED


def sendable_kinds(application: Application) -> list[PaperKind]:
    """Return what may be sent: what is needed, and once it came back another paper, which was asked for in words."""
    is_back = application.status == Application.Status.RETURNED
    return [*needed_kinds(application), *([PaperKind.OTHER] if is_back else [])]
