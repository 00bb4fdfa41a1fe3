"""Open a case for a submitted application."""

from typing import Any

from django.db import transaction

from accounts import clock
from accounts.domain.identity_number import age_on
from accounts.events import record_event
from accounts.models import User
from accounts.numbers import next_number
from lending.models import Application
from lending.queries.exposure import exposure_of_borrower
from lending.services.forward_application import forward_application
from risk.cases.checklist import freeze_checklist
from risk.cases.parts import freeze_parts
from risk.cases.snapshot import hash_of_facts
from risk.models import CreditCase


def open_case(
    *,
    application: Application,
    actor: User | None = None,
    cause: str = CreditCase.Cause.SUBMITTED,
    changes: dict[str, Any] | None = None,
) -> CreditCase:
    """Open the case with what is known now and put the application in review; an open case is found, not doubled.

    `changes` are frozen with the rest: why an approval came back.
    """
    with transaction.atomic():
        forward_application(application=application, to=Application.Status.REVIEW, actor=actor)
        found = CreditCase.objects.filter(application=application, status__in=CreditCase.WAITING).first()
        if found is not None:
            return found
        facts = _facts(application) | ({"changes": changes} if changes is not None else {})
        case = CreditCase.objects.create(
            number=next_number("CA"),
            application=application,
            facts=facts,
            facts_hash=hash_of_facts(facts),
            cause=cause,
            opened_at=clock.now(),
        )
        record_event(
            "case.opened", subject=case, actor=actor, data={"application": application.number, "cause": cause}
        )
    return case


def _facts(application: Application) -> dict[str, object]:
    borrower = application.borrower
    born_on = borrower.person.birth_on if borrower.person is not None else None
    today = clock.today()
    return {
        "asked_fen": application.amount_fen,
        "periods": application.periods,
        "purpose": application.purpose,
        "age": None if born_on is None else age_on(born_on, today),
        "employment": application.employment,
        "industry": application.industry,
        "employed_months": application.employed_months,
        "monthly_income_fen": application.monthly_income_fen,
        "monthly_debt_fen": application.monthly_debt_fen,
        "other_debt_fen": application.other_debt_fen,
        "other_platform_debt_fen": application.other_platform_debt_fen,
        "exposure_fen": exposure_of_borrower(borrower, other_than=application),
        "identity_verified": borrower.identity_verified_at is not None,
        "as_of": today.isoformat(),
        "checklist": freeze_checklist(application),
        **freeze_parts(application),
    }
