"""The parts this room freezes into a case: the documents by their hash, and what related people owe."""

from collections import Counter
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Document
from accounts.web.formats import yuan
from accounts.web.parts import Fact
from lending.models import Application
from lending.queries.exposure import exposure_of_people
from risk.authority.relations import related_people, relation_name
from risk.cases.parts import CasePart, add_case_part

FACTS = "risk/office/_facts_part.html"


def add_known_parts() -> None:
    """Add both parts, from `apps.py: ready()`."""
    add_case_part(
        CasePart("documents", 40, gettext_lazy("Documents"), "files", FACTS, freeze_documents, show_documents)
    )
    add_case_part(
        CasePart(
            "exposure",
            45,
            gettext_lazy("Borrower and related people"),
            "network",
            FACTS,
            freeze_exposure,
            show_exposure,
        )
    )


def freeze_documents(application: Application) -> dict[str, object] | None:
    """Return number, kind and hash of every document the borrower has with us."""
    kept = Document.objects.filter(owner=application.borrower, status=Document.Status.KEPT).order_by("pk")
    rows = [{"number": one.number, "kind": one.kind, "sha256": one.sha256} for one in kept]
    return {"rows": rows} if rows else None


def show_documents(facts: dict[str, Any]) -> list[Fact]:
    """Say how many of each kind, with the beginning of their hashes."""
    kinds = Counter(row["kind"] for row in facts["rows"])
    return [
        Fact(
            Document.Kind(kind).label,
            _("%(count)s kept") % {"count": count},
            hint=" ".join(row["sha256"][:12] for row in facts["rows"] if row["kind"] == kind),
        )
        for kind, count in kinds.items()
    ]


def freeze_exposure(application: Application) -> dict[str, object]:
    """Return what the borrower and each related person owe and have asked for, by kind of tie."""
    borrower = application.borrower
    related = related_people(borrower)
    owed = exposure_of_people([borrower.pk, *(one.user_id for one in related)], other_than=application)
    return {
        "own_fen": owed[borrower.pk],
        "related": [{"kind": one.kind, "owed_fen": owed[one.user_id]} for one in related],
        "total_fen": sum(owed.values()),
    }


def show_exposure(facts: dict[str, Any]) -> list[Fact]:
    """Say what they owe, one line a tie, and the sum."""
    return [
        Fact(_("The borrower besides this application"), yuan(facts["own_fen"]), is_figure=True),
        *(
            Fact(relation_name(one["kind"]), yuan(one["owed_fen"]), is_figure=True)
            for one in facts["related"]
        ),
        Fact(_("Together"), yuan(facts["total_fen"]), is_figure=True, is_total=True),
    ]
