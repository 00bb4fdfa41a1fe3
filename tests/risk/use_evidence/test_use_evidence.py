"""Evidence of what a loan's money was used for: asked by rule or sample, decided by another person, missed and told."""

import datetime as dt

import pytest

from accounts import clock
from accounts.errors import Refused
from accounts.models import Event, Message, User
from lending.models import Loan
from risk.models import CreditCase, UseEvidence
from risk.services.ask_sampled_loan import ask_sampled_loan
from risk.services.ask_use_evidence import ask_use_evidence, find_loans_to_ask
from risk.services.decide_use_evidence import decide_use_evidence
from risk.services.end_use_evidence import end_use_evidence
from risk.services.follow_use_evidence import find_evidence_to_follow, follow_use_evidence
from risk.services.hand_in_use_evidence import hand_in_use_evidence
from risk.use_evidence.queries import sample_of
from tests.arrivals import arrive
from tests.closing import set_today
from tests.factories import make_customer
from tests.lending import factories
from tests.pictures import picture_file
from tests.risk.portfolio.books import START
from tests.risk.portfolio.conftest import loan, other_loan

__all__ = ["loan", "other_loan"]
DUE = dt.date(2026, 2, 14)


def on(day: dt.date):
    set_today(day)
    return clock.simulated(day)


def ask(day: dt.date = START) -> int:
    return ask_use_evidence(business_date=day, loan_ids=find_loans_to_ask(day, 0, 100))


def follow(day: dt.date) -> list[int]:
    """Run the step of a day's close; return whom it found."""
    ids = find_evidence_to_follow(day, 0, 100)
    with on(day + dt.timedelta(days=1)), clock.closing(day):
        follow_use_evidence(business_date=day, evidence_ids=ids)
    return ids


def hand_in(row: UseEvidence, words: str = "餐桌发票") -> UseEvidence:
    return hand_in_use_evidence(evidence=row, borrower=row.borrower, words=words, file=picture_file())


def subjects(user: User) -> list[str]:
    rows = Message.objects.filter(to=user, template__startswith="use_evidence", channel="inbox")
    return list(rows.order_by("pk").values_list("template", flat=True))


def test_only_large_cash_loans_are_asked_and_once(loan: Loan, other_loan: Loan) -> None:
    assert ask(START - dt.timedelta(days=1)) == 0
    assert (ask(), ask()) == (1, 0)
    row = UseEvidence.objects.get()
    assert (row.loan, row.status, row.why, row.due_on) == (loan, "asked", "rule", DUE)
    assert subjects(loan.borrower) == ["use_evidence_asked"]
    assert subjects(other_loan.borrower) == []


def test_reminded_and_then_missing_which_others_hear(loan: Loan) -> None:
    ask()
    row = UseEvidence.objects.get()
    for day in (DUE - dt.timedelta(days=one) for one in (8, 6, 2)):
        assert follow(day) == []
    for day in (DUE - dt.timedelta(days=7), DUE - dt.timedelta(days=1)):
        assert follow(day) == [row.pk]
        row.refresh_from_db()
        assert row.status == "asked"
    assert follow(DUE) == [row.pk]
    assert follow(DUE + dt.timedelta(days=1)) == []
    row.refresh_from_db()
    assert row.status == "missing"
    event = Event.objects.get(kind="use_evidence.missing")
    assert (event.subject_number, event.data["loan"]) == (row.number, loan.number)
    assert subjects(loan.borrower)[1:] == ["use_evidence_due", "use_evidence_due", "use_evidence_missing"]
    # Late evidence is taken all the same.
    assert hand_in(row).status == "handed_in"


def test_looked_at_by_another_than_who_recommended_the_loan(
    loan: Loan, risk_officer: User, risk_manager: User
) -> None:
    ask()
    with on(DUE):
        row = UseEvidence.objects.get()
        act = {"evidence": row, "is_accepted": True}
        with pytest.raises(Refused, match="not_handed_in"):
            decide_use_evidence(**act, actor=risk_manager)
        with pytest.raises(Refused, match="no_words"):
            hand_in(row, " ")
        hand_in(row)
        hand_in(row, "餐桌发票和合同")
        assert (row.papers.count(), row.papers.first().document.owner) == (2, loan.borrower)
        CreditCase.objects.create(
            number="CC20260101000001",
            application=loan.application,
            status="ended",
            facts={},
            opened_at=clock.now(),
            reviewed_by=risk_officer,
            reviewed_at=clock.now(),
        )
        with pytest.raises(Refused, match="own_opinion"):
            decide_use_evidence(**act, actor=risk_officer)
        with pytest.raises(Refused, match="no_reason"):
            decide_use_evidence(evidence=row, is_accepted=False, actor=risk_manager)
        assert not Event.objects.filter(kind__in=["use_evidence.refused", "use_evidence.accepted"]).exists()
        refused = decide_use_evidence(
            evidence=row, is_accepted=False, because="看不清抬头", actor=risk_manager
        )
        assert (refused.status, refused.due_on) == ("refused", DUE + dt.timedelta(days=10))
        hand_in(row)
        accepted = decide_use_evidence(**act, actor=risk_manager)
        assert (accepted.status, accepted.decided_by, accepted.words) == (
            "accepted",
            risk_manager,
            "餐桌发票",
        )
        with pytest.raises(Refused, match="decided"):
            hand_in(row)
    assert subjects(loan.borrower)[1:] == ["use_evidence_refused", "use_evidence_accepted"]
    assert end_use_evidence(loan_id=loan.pk) == 0


def test_the_sample_is_drawn_from_small_loans_alone(loan: Loan, risk_officer: User) -> None:
    with on(START):
        small = [
            factories.make_active_loan(make_customer(f"small{n}@example.cn"), amount_fen=6_000_00)
            for n in range(2)
        ]
        # A fifth of two, rounded up.
        drawn = sample_of(dt.date(2026, 1, 31))
        assert (len(drawn), drawn) == (1, sample_of(START))
        assert drawn[0] in small
        assert sample_of(dt.date(2026, 2, 1)) == []
        row = ask_sampled_loan(loan=drawn[0], actor=risk_officer)
        assert (row.why, row.asked_by, row.due_on) == ("sample", risk_officer, DUE)
        with pytest.raises(Refused, match="asked"):
            ask_sampled_loan(loan=drawn[0], actor=risk_officer)
        assert end_use_evidence(loan_id=drawn[0].pk) == 1
    row.refresh_from_db()
    assert row.status == "ended"


def test_pages_of_borrower_and_office(
    loan: Loan, stranger: User, risk_officer: User, risk_manager: User
) -> None:
    ask()
    with on(DUE):
        page = f"/borrow/loans/{loan.number}/use/"
        assert arrive(stranger, raises=False).get(page).status_code == 404
        client = arrive(loan.borrower)
        assert page in client.get(f"/borrow/loans/{loan.number}/").content.decode()
        assert client.get(page).status_code == 200
        answer = client.post(page, {"words": "餐桌"})
        assert (answer.status_code, UseEvidence.objects.get().status) == (422, "asked")
        assert "餐桌" in answer.content.decode()
        assert client.post(page, {"words": "餐桌", "file": picture_file()}).status_code == 302
        row = UseEvidence.objects.get()
        office = arrive(risk_officer)
        assert row.number in office.get("/office/risk/use-evidence/").content.decode()
        assert office.get("/office/risk/use-evidence/sample/?month=2026-01").status_code == 200
        shown = arrive(risk_manager).get(f"/office/risk/use-evidence/loans/{row.number}/")
        assert shown.context["form"] is not None
        decided = arrive(risk_manager).post(
            f"/office/risk/use-evidence/loans/{row.number}/decide/", {"is_accepted": "1", "because": ""}
        )
        assert decided.status_code == 302
    row.refresh_from_db()
    assert row.status == "accepted"
