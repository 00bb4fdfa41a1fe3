"""Objects of support that routes name."""

from accounts.services.propose_change import propose_change
from support.services.write_note import write_note
from tests.factories import make_customer, make_staff
from tests.house.object_routes import ObjectRoute, factory


@factory(
    "office/support/customers/<slug:number>/",
    "office/support/customers/<slug:number>/notes/new/",
    "office/support/customers/<slug:number>/tags/",
)
def customer() -> ObjectRoute:
    owner = make_customer("owner@example.cn")
    return ObjectRoute(make_staff("service@example.cn", "customer_service"), {"number": owner.number})


@factory("office/support/customers/<slug:number>/tags/<slug:code>/off/")
def tag_on_customer() -> ObjectRoute:
    owner = make_customer("owner@example.cn")
    visitor = make_staff("service@example.cn", "customer_service")
    return ObjectRoute(visitor, {"number": owner.number, "code": "elderly"})


@factory("office/support/notes/<slug:number>/strike/")
def note() -> ObjectRoute:
    visitor = make_staff("service@example.cn", "customer_service")
    written = write_note(
        customer=make_customer("owner@example.cn"), kind="need", words="Large print", actor=visitor
    )
    return ObjectRoute(visitor, {"number": written.number})


@factory("office/support/tags/<slug:code>/retire/")
def tag() -> ObjectRoute:
    return ObjectRoute(make_staff("boss@example.cn", "customer_service_supervisor"), {"code": "elderly"})


@factory("office/support/customers/<slug:number>/enter/<slug:what>/")
def data_for_customer() -> ObjectRoute:
    owner = make_customer("owner@example.cn")
    visitor = make_staff("service@example.cn", "customer_service")
    return ObjectRoute(visitor, {"number": owner.number, "what": "contact"})


@factory("office/support/entries/<slug:number>/", "office/support/entries/<slug:number>/cancel/")
def entry() -> ObjectRoute:
    visitor = make_staff("service@example.cn", "customer_service")
    values = {"reached_by": "call"}
    made = propose_change(
        customer=make_customer("owner@example.cn"), kind="contact", values=values, actor=visitor
    )
    return ObjectRoute(visitor, {"number": made.number})
