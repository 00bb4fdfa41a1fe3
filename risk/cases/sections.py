"""What a borrower sees of the case on the application's own page: questions, and the way to another look."""

from dataclasses import dataclass

from accounts.web.page_sections import PageSection
from lending.models import Application
from lending.page_sections import APPLICATION_PAGE
from risk.cases.appeals import appeal_of, last_day_to_ask, was_automatic
from risk.models import Appeal, CaseQuery


@dataclass(frozen=True)
class Questions:
    number: str
    rows: list[CaseQuery]


@dataclass(frozen=True)
class SecondLook:
    """The appeal, or what is said where none was asked for yet."""

    number: str
    appeal: Appeal | None
    was_automatic: bool
    last_on: object


def add_sections() -> None:
    """Add both sections, from `apps.py: ready()`."""
    APPLICATION_PAGE.add(PageSection("questions", 10, "risk/customer/_questions.html", questions))
    APPLICATION_PAGE.add(PageSection("appeal", 20, "risk/customer/_appeal.html", second_look))


def questions(application: Application) -> Questions | None:
    """Return what the customer was asked, the open ones first."""
    rows = CaseQuery.objects.filter(case__application=application).exclude(status=CaseQuery.Status.WITHDRAWN)
    found = sorted(rows, key=lambda row: (row.status != CaseQuery.Status.OPEN, -row.pk))
    return Questions(application.number, found) if found else None


def second_look(application: Application) -> SecondLook | None:
    """Return the appeal, or the offer of one while an application is declined and the days run."""
    if application.decision_id is None:
        return None
    appeal = appeal_of(application)
    if appeal is None and application.status != Application.Status.REJECTED:
        return None
    last_on = last_day_to_ask(application)
    automatic = appeal.was_automatic if appeal is not None else was_automatic(application)
    return SecondLook(application.number, appeal, automatic, last_on)
