"""What events below say of the behaviour of borrowers, as facts; an event of the past gives the same fact again."""

from collections.abc import Callable
from typing import Any

from accounts.models import Event, FieldOrigin, User
from finance.models import BankCard
from lending.models import Application, Instalment, Loan, Restructure
from risk.models import BehaviourFact, Score, SourceQuery
from risk.models.scorecard import GRADES

# Fields of the profile by which a borrower is reached.
PROFILE_CONTACTS = ("contact_phone", "second_contact_phone", "home_address")
# Changes of the login by which a borrower is reached.
LOGIN_CONTACTS = {"phone_changed": "phone_changed", "email_changed": "contact_changed"}

Reader = Callable[[Event], list[BehaviourFact]]


def facts_of(event: Event) -> list[BehaviourFact]:
    """Return the facts an event tells; none where it says nothing about behaviour."""
    return READERS[event.kind](event)


def _fact(event: Event, kind: str, **fields: Any) -> list[BehaviourFact]:
    return [BehaviourFact(kind=kind, key=f"{kind}:{event.pk}", on=event.business_on, at=event.at, **fields)]


def _of_loan(event: Event, kind: str, loan: Loan, **fields: Any) -> list[BehaviourFact]:
    source = {"source_type": "loan", "source_number": loan.number, **fields}
    return _fact(event, kind, loan=loan, borrower_id=loan.borrower_id, **source)


def _card_debit_failed(event: Event) -> list[BehaviourFact]:
    loan = Loan.objects.get(pk=event.subject_id)
    return _of_loan(event, "card_debit_failed", loan, amount_fen=event.data.get("amount_fen"))


def _applied(event: Event) -> list[BehaviourFact]:
    row = Application.objects.get(pk=event.subject_id)
    return _fact(
        event,
        "applied",
        borrower_id=row.borrower_id,
        amount_fen=row.amount_fen,
        source_type="application",
        source_number=row.number,
    )


def _bureau_answered(event: Event) -> list[BehaviourFact]:
    row = SourceQuery.objects.select_related("application").get(pk=event.subject_id)
    queries = (row.answer or {}).get("queries_3_months")
    if row.kind != SourceQuery.Kind.BUREAU or queries is None:
        return []
    return _fact(
        event,
        "bureau_answered",
        borrower_id=row.application.borrower_id,
        figure=queries,
        source_type="application",
        source_number=row.application.number,
    )


def _hardship_asked(event: Event) -> list[BehaviourFact]:
    row = Restructure.objects.select_related("loan").get(pk=event.subject_id)
    return _of_loan(event, "hardship_asked", row.loan, source_type="restructure", source_number=row.number)


def _scored(event: Event) -> list[BehaviourFact]:
    """A score says something where the borrower was scored better before."""
    row = Score.objects.select_related("application").get(pk=event.subject_id)
    before = Score.objects.filter(
        application__borrower=row.application.borrower_id, pk__lt=row.pk, is_deciding=True
    )
    last = before.order_by("-pk").first()
    if not row.is_deciding or last is None or GRADES.index(row.grade) <= GRADES.index(last.grade):
        return []
    return _fact(
        event,
        "grade_fell",
        borrower_id=row.application.borrower_id,
        figure=GRADES.index(row.grade) - GRADES.index(last.grade),
        source_type="score",
        source_number=row.number,
    )


def _profile_saved(event: Event) -> list[BehaviourFact]:
    if event.data["version"] == 1:
        return []
    changed = FieldOrigin.objects.filter(
        customer=event.subject_id, reference=event.data["profile"], field__in=PROFILE_CONTACTS
    )
    return _before_due(event, "contact_changed", event.subject_id) if changed.exists() else []


def _contact_saved(event: Event) -> list[BehaviourFact]:
    is_moved = "address" in event.data["changed"]
    return _before_due(event, "contact_changed", event.subject_id) if is_moved else []


def _login_changed(event: Event) -> list[BehaviourFact]:
    kind = LOGIN_CONTACTS.get(event.data["what"])
    return _before_due(event, kind, event.subject_id) if kind is not None else []


def _card_verified(event: Event) -> list[BehaviourFact]:
    """The first card is no change."""
    row = BankCard.objects.get(pk=event.subject_id)
    before = BankCard.objects.filter(user=row.user_id, verified_at__isnull=False, pk__lt=row.pk)
    return _before_due(event, "card_changed", row.user_id) if before.exists() else []


def _before_due(event: Event, kind: str, borrower_id: int | None) -> list[BehaviourFact]:
    """Whoever owes no instalment ahead may change what they like."""
    rows = Instalment.objects.filter(
        loan__borrower=borrower_id,
        loan__status=Loan.Status.ACTIVE,
        superseded_at=None,
        settled_at=None,
        due_on__gte=event.business_on,
    )
    due = rows.order_by("due_on", "pk").first()
    user = User.objects.filter(pk=borrower_id).first()
    if due is None or user is None:
        return []
    return _fact(
        event,
        kind,
        loan_id=due.loan_id,
        borrower=user,
        about_on=due.due_on,
        figure=(due.due_on - event.business_on).days,
        source_type="user",
        source_number=user.number,
    )


def _use_evidence(event: Event) -> list[BehaviourFact]:
    """The room that keeps the evidence names the loan as subject or by its number."""
    by_number = Loan.objects.filter(number=event.data.get("loan", ""))
    found = Loan.objects.filter(pk=event.subject_id) if event.subject_type == "loan" else by_number
    loan = found.first()
    return [] if loan is None else _of_loan(event, event.kind.replace(".", "_"), loan)


READERS: dict[str, Reader] = {
    "loan.card_debit_failed": _card_debit_failed,
    "application.submitted": _applied,
    "source_query.answered": _bureau_answered,
    "restructure.asked": _hardship_asked,
    "score.made": _scored,
    "profile.saved": _profile_saved,
    "contact.saved": _contact_saved,
    "login.changed": _login_changed,
    "bank_card.verified": _card_verified,
    "use_evidence.missing": _use_evidence,
    "use_evidence.refused": _use_evidence,
}
