"""Who decides is asked of the matrix: one person, two, or the committee, and never another."""

import pytest

from accounts.errors import Refused
from accounts.models import User
from accounts.services.deliver_events import deliver_events
from accounts.services.save_profile import save_profile
from lending.models import Application, BorrowerStanding, Decision
from risk.authority import relations, severity
from risk.authority.deciding import related_exposure, required_authority
from risk.authority.relations import Relation, add_relation_source, related_people
from risk.authority.ruling import CommitteeRuling
from risk.authority.severity import add_severity_source
from risk.cases.rating import Rating
from risk.models import AuthorityMatrix, CaseSignature, CreditCase
from risk.services.decide_case import decide_case
from risk.services.drop_signature import drop_signature
from risk.services.send_to_committee import send_to_committee
from tests.accounts.services.test_save_profile import VALUES
from tests.arrivals import arrive
from tests.factories import make_customer, make_staff
from tests.lending import factories
from tests.risk.factories import card_said, have_reviewed, review

RATING = Rating(amount_fen=8_000_00, grade="B", limit_fen=20_000_00)


@pytest.fixture
def case(borrower: User) -> CreditCase:
    factories.make_submitted(borrower)
    deliver_events()
    return CreditCase.objects.get()


@pytest.fixture
def exceptions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every case has a minor exception of a room of the test."""
    monkeypatch.setattr(severity, "_sources", {})
    add_severity_source("test", lambda case: "minor", "a test")


@pytest.fixture
def related(monkeypatch: pytest.MonkeyPatch) -> User:
    """Somebody who belongs with every borrower, and has asked for a loan of 40,000 yuan."""
    monkeypatch.setattr(relations, "_sources", {})
    other = make_customer("spouse@example.cn", name="李配")
    factories.make_submitted(other, amount_fen=40_000_00)
    add_relation_source("test", lambda borrower: [Relation(other.pk, "spouse")])
    return other


@pytest.fixture
def general_manager(db: None) -> User:
    return make_staff("general.manager@example.cn", "general_manager")


def decide(case: CreditCase, by: User, key: str = "key", **changes: object) -> Decision | None:
    values = {"outcome": "approve", "reasons": ["income_sufficient"], "rating": RATING, "key": key}
    have_reviewed(case)
    return decide_case(case=case, decided_by=by, **{**values, **changes})  # type: ignore[arg-type]


def ask_for_more(case: CreditCase) -> None:
    """The borrower asks for 5,000 yuan besides: together more than one may decide on at grade D."""
    factories.make_submitted(
        case.application.borrower,
        product="short",
        amount_fen=5_000_00,
        periods=6,
        method="bullet",
        purpose="travel",
    )


def states(case: CreditCase) -> tuple[str, str]:
    case.refresh_from_db()
    return case.status, Application.objects.get(pk=case.application_id).status


def nothing_decided(case: CreditCase) -> bool:
    return not Decision.objects.exists() and not BorrowerStanding.objects.exclude(grade="").exists()


def test_a_small_loan_is_one_risk_managers(
    case: CreditCase, risk_manager: User, general_manager: User
) -> None:
    authority = required_authority(case, RATING)
    assert (authority.kind, authority.roles, authority.version) == ("sole", ("risk_manager",), 1)
    assert (authority.amount_fen, authority.severity) == (8_000_00, "none")
    with pytest.raises(Refused, match="not_your_authority"):
        decide(case, general_manager)
    assert states(case) == ("reviewed", "review")
    assert nothing_decided(case)
    decide(case, risk_manager)
    assert states(case) == ("decided", "approved")
    assert case.authority == {"kind": "sole", "version": 1, "amount_fen": 8_000_00, "severity": "none"}


def test_what_related_people_owe_counts(case: CreditCase, related: User) -> None:
    assert related_exposure(case) == 40_000_00
    assert required_authority(case, RATING).amount_fen == 48_000_00
    assert required_authority(case, Rating(8_000_00, "D", 0)).kind == "sole"
    assert required_authority(case, Rating(10_000_01, "D", 0)).kind == "joint"


def test_family_is_found_by_the_telephone_the_borrower_named(borrower: User) -> None:
    spouse = make_customer("spouse@example.cn", name="李配")
    friend = make_customer("friend@example.cn", name="李友")
    for user, phone in ((spouse, "13900139001"), (friend, "13900139002")):
        user.set_phone(phone)
        user.save()
    named = {
        "contact_relationship": "spouse",
        "second_contact_name": "李友",
        "second_contact_relationship": "friend",
        "second_contact_phone": "13900139002",
    }
    assert related_people(borrower) == []
    save_profile(user=borrower, values=VALUES | named, actor=borrower)
    assert related_people(borrower) == [Relation(spouse.pk, "spouse")]


def test_two_sign_the_same_and_the_second_decides(
    case: CreditCase, exceptions: None, risk_manager: User, general_manager: User
) -> None:
    rating = Rating(10_000_00, "D", 20_000_00)
    over = Rating(10_000_00, "D", 30_000_00)
    ask_for_more(card_said(case, "D"))
    assert required_authority(case, rating).kind == "joint"
    with pytest.raises(Refused, match="not_your_authority"):
        decide(case, make_staff("officer@example.cn", "risk_officer"), rating=rating)
    assert decide(case, risk_manager, rating=rating) is None
    assert decide(case, risk_manager, rating=rating) is None
    assert CaseSignature.objects.count() == 1
    assert states(case) == ("reviewed", "review")
    assert nothing_decided(case)
    with pytest.raises(Refused, match="second_person"):
        decide(case, risk_manager, key="again", rating=rating)
    other_manager = make_staff("other.manager@example.cn", "risk_manager")
    with pytest.raises(Refused, match="not_your_authority"):
        decide(case, other_manager, rating=rating)
    with pytest.raises(Refused, match="rating_differs"):
        decide(case, general_manager, rating=over)
    assert nothing_decided(case)
    decision = decide(case, general_manager, rating=rating)
    assert decision is not None
    assert (decision.amount_fen, decision.grade, decision.decided_by) == (10_000_00, "D", general_manager)
    assert states(case) == ("decided", "approved")
    assert case.authority["first_signature"] == risk_manager.number


def test_the_second_signature_is_given_on_the_page(
    case: CreditCase, exceptions: None, risk_manager: User, general_manager: User
) -> None:
    ask_for_more(card_said(case, "D"))
    decide(case, risk_manager, rating=Rating(10_000_00, "D", 20_000_00))
    page = f"/office/risk/cases/{case.number}/"
    signing = arrive(general_manager)
    shown = signing.get(page)
    assert "¥10,000.00" in shown.content.decode()
    form = shown.context["first_signature"].form
    values = {name: form[name].value() for name in form.fields}
    path = f"{page}signatures/countersign/"
    assert arrive(risk_manager).get(page).context["first_signature"].form is None
    assert signing.post(path, {**values, "shown_hash": "other"}).status_code == 302
    assert states(case) == ("reviewed", "review")
    assert signing.post(path, values).status_code == 302
    assert states(case) == ("decided", "approved")


def test_a_first_signature_given_back_frees_the_case(
    case: CreditCase, exceptions: None, risk_manager: User
) -> None:
    ask_for_more(card_said(case, "D"))
    decide(case, risk_manager, rating=Rating(10_000_00, "D", 20_000_00))
    with pytest.raises(Refused, match="reason_missing"):
        drop_signature(case=case, actor=risk_manager, because=" ")
    drop_signature(case=case, actor=risk_manager, because="金额偏高")
    with pytest.raises(Refused, match="no_signature"):
        drop_signature(case=case, actor=risk_manager, because="金额偏高")
    assert decide(case, risk_manager, key="smaller", rating=Rating(5_000_00, "D", 20_000_00)) is not None
    assert states(case) == ("decided", "approved")


def test_the_committees_case_waits_for_its_ruling(
    case: CreditCase, monkeypatch: pytest.MonkeyPatch, risk_manager: User, risk_officer: User
) -> None:
    monkeypatch.setattr(severity, "_sources", {"test": (lambda case: "major", "a test")})
    rating = Rating(8_000_00, "D", 20_000_00)
    ruling = CommitteeRuling("CM-1", "approve")
    card_said(case, "D")
    with pytest.raises(Refused, match="no_opinion_yet"):
        send_to_committee(case=case, actor=risk_manager)
    review(case, risk_officer)
    with pytest.raises(Refused, match="needs_committee"):
        decide(case, risk_manager, rating=rating)
    with pytest.raises(Refused, match="not_on_agenda"):
        decide(case, risk_manager, rating=rating, committee=ruling)
    send_to_committee(case=case, actor=risk_manager)
    assert states(case) == ("on_agenda", "committee")
    for outcome, wanted in (("approve", rating), ("reject", None)):
        with pytest.raises(Refused, match="on_agenda"):
            decide(case, risk_manager, outcome=outcome, rating=wanted, reasons=["bad_history"])
    with pytest.raises(Refused, match="not_as_ruled"):
        decide(case, risk_manager, outcome="reject", rating=None, reasons=["bad_history"], committee=ruling)
    assert nothing_decided(case)
    decision = decide(case, risk_manager, rating=rating, committee=ruling)
    assert decision is not None
    assert states(case) == ("decided", "approved")
    assert (case.authority["kind"], case.authority["ruling"]) == ("committee", "CM-1")


def test_without_a_matrix_nobody_approves(case: CreditCase, risk_manager: User) -> None:
    AuthorityMatrix.objects.update(status="superseded", ended_at=case.opened_at)
    with pytest.raises(Refused, match="no_matrix"):
        decide(case, risk_manager)
    assert states(case) == ("reviewed", "review")
    assert nothing_decided(case)
    assert decide(case, risk_manager, outcome="reject", rating=None, reasons=["bad_history"]) is not None
