"""Objects of accounts that routes name."""

from accounts.consents import CONSENT_TEXTS
from accounts.models import FaceCheck, Message
from accounts.services.give_consent import give_consent
from accounts.services.send_message import send_message
from accounts.services.start_face_check import start_face_check
from accounts.services.store_document import store_document
from tests.factories import make_customer, make_staff
from tests.house.object_routes import ObjectRoute, factory
from tests.pictures import picture_file


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


@factory("documents/<slug:number>/")
def document() -> ObjectRoute:
    owner = make_customer("owner@example.cn")
    kept = store_document(owner=owner, kind="other", file=picture_file(), actor=owner)
    return ObjectRoute(owner, {"number": kept.number}, stranger=make_customer("stranger@example.cn"))


@factory("me/face/<slug:number>/", "accounts/sandbox-face/<slug:number>/")
def face_check() -> ObjectRoute:
    owner = make_customer("owner@example.cn")
    FaceCheck.objects.filter(user=owner).delete()
    give_consent(user=owner, code="sensitive")
    check = start_face_check(user=owner)
    return ObjectRoute(owner, {"number": check.number}, stranger=make_customer("stranger@example.cn"))


@factory("me/profile/<slug:screen>/")
def profile_screen() -> ObjectRoute:
    return ObjectRoute(make_customer("owner@example.cn"), {"screen": "work"})


@factory("me/suitability/<slug:screen>/")
def suitability_screen() -> ObjectRoute:
    return ObjectRoute(make_customer("owner@example.cn"), {"screen": "risk"})
