"""Objects of collections that routes name."""

from accounts import clock
from accounts.models import User
from lending.models import Loan
from risk.models import CollectionCase, CollectionContact, CollectionPaper
from risk.services.open_collection import open_collection
from tests.factories import make_customer, make_staff
from tests.house.object_routes import ObjectRoute, factory
from tests.lending.factories import make_active_loan

CASE = "office/risk/collections/<slug:number>/"


def _case() -> tuple[CollectionCase, User]:
    """A case of a loan that is overdue, and its officer."""
    officer = make_staff("collects@example.cn", "collections_officer")
    loan = make_active_loan(make_customer("owner@example.cn"))
    Loan.objects.filter(pk=loan.pk).update(overdue_since_on=loan.disbursed_on)
    case = open_collection(loan_id=loan.pk)
    assert case is not None
    return case, officer


def _contact() -> CollectionContact:
    case, officer = _case()
    return CollectionContact.objects.create(
        number="CN20260101000001",
        case=case,
        debtor=case.loan.borrower,
        officer=officer,
        channel="call",
        purpose="remind",
        stage="care",
        status="open",
        made_on=clock.today(),
        made_at=clock.now(),
        unmasking_number="UM20260101000001",
    )


def _paper() -> CollectionPaper:
    contact = _contact()
    facts = {
        "loan": contact.case.loan.number,
        "borrower": contact.debtor.number,
        "as_of": "2026-01-01",
        "days_late": 1,
        "arrears_fen": 1_00,
        "outstanding_fen": 1_00,
        "pay_until": "2026-01-08",
    }
    return CollectionPaper.objects.create(
        number="CP20260101000001",
        case=contact.case,
        contact=contact,
        kind="reminder",
        facts=facts,
        content_hash="0" * 64,
        made_by=contact.officer,
        made_at=clock.now(),
    )


@factory(
    CASE,
    f"{CASE}call/",
    f"{CASE}contact/",
    f"{CASE}letter/",
    f"{CASE}settlement/",
    f"{CASE}hand-over/",
)
def collection() -> ObjectRoute:
    case, officer = _case()
    return ObjectRoute(officer, {"number": case.number})


@factory(f"{CASE}reassign/")
def collection_to_give() -> ObjectRoute:
    case, _officer = _case()
    return ObjectRoute(make_staff("leads@example.cn", "risk_manager"), {"number": case.number})


@factory("office/risk/collections/calls/<slug:number>/")
def collection_call() -> ObjectRoute:
    contact = _contact()
    stranger = make_staff("another@example.cn", "collections_officer")
    return ObjectRoute(contact.officer, {"number": contact.number}, stranger)


@factory("office/risk/collections/papers/<slug:number>/<slug:language>.pdf")
def collection_paper() -> ObjectRoute:
    paper = _paper()
    return ObjectRoute(paper.made_by, {"number": paper.number, "language": "en"})


@factory("borrow/letters/<slug:number>/<slug:language>.pdf")
def own_letter() -> ObjectRoute:
    paper = _paper()
    values = {"number": paper.number, "language": "zh"}
    return ObjectRoute(paper.case.loan.borrower, values, make_customer("stranger@example.cn"))


@factory("borrow/loans/<slug:number>/contacts/", "borrow/loans/<slug:number>/contacts/hours/")
def own_contacts() -> ObjectRoute:
    case, _officer = _case()
    loan = case.loan
    return ObjectRoute(loan.borrower, {"number": loan.number}, make_customer("stranger@example.cn"))


@factory("borrow/contacts/<slug:number>/complain/")
def own_contact() -> ObjectRoute:
    contact = _contact()
    return ObjectRoute(contact.debtor, {"number": contact.number}, make_customer("stranger@example.cn"))
