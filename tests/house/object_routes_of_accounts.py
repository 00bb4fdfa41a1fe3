"""Objects of accounts that routes name."""

from accounts.approvals import ApprovalKind, register_approval_kind
from accounts.consents import CONSENT_TEXTS
from accounts.models import Message
from accounts.services.ask_privacy import ask_privacy
from accounts.services.request_approval import request_approval
from accounts.services.send_message import send_message
from tests.factories import make_customer, make_staff
from tests.house.object_routes import ObjectRoute, factory

ROUTE_KIND = ApprovalKind("test.route", "A route", "risk.decide_case", lambda row: [])


@factory("me/messages/<slug:number>/")
def message() -> ObjectRoute:
    owner = make_customer("owner@example.cn")
    send_message(
        to=owner, template="security_change", context={"what": "test", "at": "2026-11-23"}, key="route"
    )
    number = (
        Message.objects.filter(to=owner, channel=Message.Channel.INBOX).values_list("number", flat=True).get()
    )
    return ObjectRoute(owner, {"number": number}, stranger=make_customer("stranger@example.cn"))


@factory("legal/<slug:code>/")
def text() -> ObjectRoute:
    return ObjectRoute(None, {"code": next(iter(CONSENT_TEXTS))})


@factory("me/privacy/consents/<slug:code>/withdraw/")
def consent() -> ObjectRoute:
    return ObjectRoute(make_customer("owner@example.cn"), {"code": next(iter(CONSENT_TEXTS))})


@factory("office/accounts/customers/<slug:number>/")
def customer() -> ObjectRoute:
    owner = make_customer("owner@example.cn")
    return ObjectRoute(make_staff("service@example.cn", "customer_service"), {"number": owner.number})


@factory(
    "office/approvals/<slug:number>/",
    "office/approvals/<slug:number>/decide/",
    "office/approvals/<slug:number>/withdraw/",
)
def approval() -> ObjectRoute:
    checker = make_staff("checker@example.cn", "risk_manager")
    register_approval_kind(ROUTE_KIND)
    asked = request_approval(
        maker=make_staff("maker@example.cn", "risk_manager"),
        kind=ROUTE_KIND.code,
        subject=None,
        payload={},
        page_path="/office/",
        reason="route",
    )
    return ObjectRoute(
        checker, {"number": asked.number}, stranger=make_staff("cashier@example.cn", "cashier")
    )


@factory("office/accounts/customers/<slug:number>/unmask/")
def customer_to_unmask() -> ObjectRoute:
    owner = make_customer("owner@example.cn")
    supervisor = make_staff("supervisor@example.cn", "customer_service_supervisor")
    return ObjectRoute(supervisor, {"number": owner.number})


@factory("me/privacy/requests/<slug:number>/", "me/privacy/requests/<slug:number>/download/")
def privacy_request() -> ObjectRoute:
    owner = make_customer("owner@example.cn")
    asked = ask_privacy(user=owner, kind="export")
    return ObjectRoute(owner, {"number": asked.number}, stranger=make_customer("stranger@example.cn"))


@factory("office/accounts/privacy/<slug:number>/", "office/accounts/privacy/<slug:number>/decide/")
def privacy_request_office() -> ObjectRoute:
    asked = ask_privacy(user=make_customer("owner@example.cn"), kind="deletion")
    supervisor = make_staff("supervisor@example.cn", "customer_service_supervisor")
    return ObjectRoute(supervisor, {"number": asked.number})
