"""Reading visits: whose they are, what is told to whoever makes them, and their photographs."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.crypto import mask_name
from accounts.models import Document, User
from accounts.web.formats import yuan
from accounts.web.parts import Fact
from risk.models import FieldVisit


def visits_of(user: User) -> "QuerySet[FieldVisit]":
    """Return the visits somebody was asked for."""
    return FieldVisit.objects.filter(assigned_to=user).select_related("case__application__borrower__person")


def visits_to_make(user: User) -> "QuerySet[FieldVisit]":
    """Return those that are still to be made."""
    return FieldVisit.objects.filter(assigned_to=user, status=FieldVisit.Status.ASKED)


def photos_of(visits: Sequence[FieldVisit]) -> list[Document]:
    """Return the photographs of visits."""
    return list(
        Document.objects.filter(
            subject_type="fieldvisit", subject_id__in=[visit.pk for visit in visits]
        ).order_by("pk")
    )


def visit_facts(visit: FieldVisit) -> list[Fact]:
    """Return what the visitor is told: no more of the case than the task needs."""
    application = visit.case.application
    borrower = application.borrower
    name = mask_name(borrower.person.real_name) if borrower.person is not None else borrower.number
    facts = [
        Fact(_("Borrower"), name, hint=borrower.number),
        Fact(_("Product"), application.product_version.name),
        Fact(_("Asked for"), yuan(application.amount_fen or 0), is_figure=True),
        Fact(_("What is to be looked at"), visit.task),
        Fact(_("Visit by"), visit.due_on),
        Fact(_("Asked by"), visit.asked_by.name),
    ]
    if visit.status == FieldVisit.Status.DONE:
        facts += [
            Fact(_("Day of the visit"), visit.visited_on),
            Fact(_("Place"), visit.place),
            Fact(_("What you found"), visit.findings),
        ]
    return facts
