"""Objects of risk that routes name."""

from accounts.services.deliver_events import deliver_events
from risk.models import CreditCase
from tests.factories import make_customer, make_staff
from tests.house.object_routes import ObjectRoute, factory
from tests.lending.factories import make_submitted


@factory(
    "office/risk/cases/<slug:number>/",
    "office/risk/cases/<slug:number>/decide/",
)
def case() -> ObjectRoute:
    return _case_of("risk_manager")


@factory("office/risk/cases/<slug:number>/review/")
def case_to_review() -> ObjectRoute:
    return _case_of("risk_officer")


def _case_of(role: str) -> ObjectRoute:
    make_submitted(make_customer("owner@example.cn"))
    deliver_events()
    number = CreditCase.objects.get().number
    return ObjectRoute(make_staff("desk@example.cn", role), {"number": number})
