"""Objects of risk that routes name."""

import datetime as dt

from accounts import clock
from accounts.services.deliver_events import deliver_events
from risk.models import AuthorityMatrix, CaseSignature, CreditCase, FieldVisit
from risk.services.ask_customer import ask_customer
from risk.services.ask_visit import ask_visit
from risk.services.decide_case import decide_case
from tests.factories import make_customer, make_staff
from tests.house.object_routes import ObjectRoute, factory
from tests.lending.factories import make_submitted


@factory(
    "office/risk/cases/<slug:number>/",
    "office/risk/cases/<slug:number>/decide/",
)
def case() -> ObjectRoute:
    return _case_of("risk_manager")


@factory(
    "office/risk/cases/<slug:number>/signatures/give-back/",
    "office/risk/cases/<slug:number>/committee/",
)
def case_to_sign() -> ObjectRoute:
    return _case_of("risk_manager")


@factory("office/risk/cases/<slug:number>/signatures/<int:signature>/countersign/")
def first_signature() -> ObjectRoute:
    route = _case_of("general_manager")
    signature = CaseSignature.objects.create(
        case=CreditCase.objects.get(),
        outcome="approve",
        reasons=["income_sufficient"],
        rating={"amount_fen": 8_000_00, "grade": "B", "limit_fen": 20_000_00, "conditions": []},
        matrix_version=1,
        roles=["risk_manager", "general_manager"],
        signed_by=make_staff("first@example.cn", "risk_manager"),
        signed_at=clock.now(),
    )
    return ObjectRoute(route.visitor, {**route.values, "signature": str(signature.pk)})


@factory("office/risk/authority/<slug:number>/")
def authority_matrix() -> ObjectRoute:
    number = AuthorityMatrix.objects.get().number
    return ObjectRoute(make_staff("desk@example.cn", "risk_manager"), {"number": number})


@factory(
    "office/risk/cases/<slug:number>/send-back/",
    "office/risk/cases/<slug:number>/reconsider/",
    "office/risk/cases/<slug:number>/file/",
)
def case_to_send_back() -> ObjectRoute:
    return _case_of("risk_manager")


@factory(
    "office/risk/cases/<slug:number>/checks/",
    "office/risk/cases/<slug:number>/overrides/",
    "office/risk/cases/<slug:number>/questions/",
    "office/risk/cases/<slug:number>/visits/",
)
def case_to_work_on() -> ObjectRoute:
    return _case_of("risk_officer")


@factory("office/risk/cases/<slug:number>/questions/<slug:query>/take-back/")
def question_to_take_back() -> ObjectRoute:
    route = _case_of("risk_officer")
    return ObjectRoute(route.visitor, {**route.values, "query": _ask()})


@factory("borrow/applications/<str:number>/questions/<slug:query>/")
def own_question() -> ObjectRoute:
    _case_of("risk_officer")
    application = CreditCase.objects.get().application
    values = {"number": application.number, "query": _ask()}
    return ObjectRoute(application.borrower, values, stranger=make_customer("stranger@example.cn"))


@factory("borrow/applications/<str:number>/appeal/ask/")
def appeal() -> ObjectRoute:
    _case_of("risk_officer")
    decide_case(
        case=CreditCase.objects.get(),
        outcome="reject",
        decided_by=make_staff("decider@example.cn", "risk_manager"),
        reasons=["too_much_debt"],
        rating=None,
        key="route",
    )
    application = CreditCase.objects.get().application
    values = {"number": application.number}
    return ObjectRoute(application.borrower, values, stranger=make_customer("stranger@example.cn"))


@factory("office/risk/cases/<slug:number>/visits/<slug:visit>/call-off/")
def visit_to_call_off() -> ObjectRoute:
    route = _case_of("risk_officer")
    return ObjectRoute(route.visitor, {**route.values, "visit": _send_out().number})


@factory("office/risk/visits/<slug:number>/")
def own_visit() -> ObjectRoute:
    _case_of("risk_officer")
    visit = _send_out()
    stranger = make_staff("other.visitor@example.cn", "business_manager")
    return ObjectRoute(visit.assigned_to, {"number": visit.number}, stranger=stranger)


def _ask() -> str:
    officer = make_staff("asking@example.cn", "risk_officer")
    query = ask_customer(
        case=CreditCase.objects.get(), asked_by=officer, question="请说明支出", due_on=_soon()
    )
    return query.number


def _send_out() -> FieldVisit:
    return ask_visit(
        case=CreditCase.objects.get(),
        asked_by=make_staff("asking@example.cn", "risk_officer"),
        assigned_to=make_staff("visitor@example.cn", "business_manager"),
        task="查看店铺",
        due_on=_soon(),
    )


def _soon() -> dt.date:
    return clock.today() + dt.timedelta(days=3)


@factory("office/risk/cases/<slug:number>/review/")
def case_to_review() -> ObjectRoute:
    return _case_of("risk_officer")


def _case_of(role: str) -> ObjectRoute:
    make_submitted(make_customer("owner@example.cn"))
    deliver_events()
    number = CreditCase.objects.get().number
    return ObjectRoute(make_staff("desk@example.cn", role), {"number": number})
