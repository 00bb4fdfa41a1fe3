"""Objects of risk that routes name."""

from accounts import clock
from accounts.services.deliver_events import deliver_events
from risk.models import AuthorityMatrix, CaseSignature, CreditCase
from tests.factories import make_customer, make_staff
from tests.house import object_routes_of_committee  # noqa: F401, it registers its factories
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
        rating={"amount_fen": 8_000_00, "grade": "B", "limit_fen": 20_000_00, "conditions": ""},
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


@factory("office/risk/cases/<slug:number>/review/")
def case_to_review() -> ObjectRoute:
    return _case_of("risk_officer")


def _case_of(role: str) -> ObjectRoute:
    make_submitted(make_customer("owner@example.cn"))
    deliver_events()
    number = CreditCase.objects.get().number
    return ObjectRoute(make_staff("desk@example.cn", role), {"number": number})
