"""Objects of support that routes name."""

from tests.factories import make_customer, make_staff
from tests.house.object_routes import ObjectRoute, factory


@factory("office/support/customers/<slug:number>/")
def customer() -> ObjectRoute:
    owner = make_customer("owner@example.cn")
    return ObjectRoute(make_staff("service@example.cn", "customer_service"), {"number": owner.number})
