"""Objects of accounts that routes name."""

from django.core import mail

from accounts.approvals import ApprovalKind, register_approval_kind
from accounts.consents import CONSENT_TEXTS
from accounts.models import DealerStore, FaceCheck, Message, SandboxMessage, User
from accounts.services.ask_privacy import ask_privacy
from accounts.services.give_consent import give_consent
from accounts.services.invite_clerk import invite_clerk
from accounts.services.invite_colleague import invite_joiners
from accounts.services.open_review import open_review
from accounts.services.propose_change import propose_change
from accounts.services.propose_opening import propose_opening
from accounts.services.request_approval import request_approval
from accounts.services.send_message import send_message
from accounts.services.start_face_check import start_face_check
from accounts.services.store_document import store_document
from tests import dealers, staff, watching
from tests.factories import make_customer, make_staff
from tests.house.object_routes import ObjectRoute, factory
from tests.pictures import picture_file

ROUTE_KIND = ApprovalKind("test.route", "A route", "risk.decide_case", lambda row: [])


@factory("me/messages/<slug:number>/", "me/messages/<slug:number>/unread/")
def message() -> ObjectRoute:
    owner = make_customer("owner@example.cn")
    send_message(
        to=owner, template="security_change", context={"what": "test", "at": "2026-11-23"}, key="route"
    )
    number = (
        Message.objects.filter(to=owner, channel=Message.Channel.INBOX).values_list("number", flat=True).get()
    )
    return ObjectRoute(owner, {"number": number}, stranger=make_customer("stranger@example.cn"))


@factory("office/accounts/messages/<slug:number>/retry/")
def sent_message() -> ObjectRoute:
    owner = make_customer("owner@example.cn")
    send_message(to=owner, template="identity_verified", context={}, key="route")
    number = (
        Message.objects.filter(to=owner, channel=Message.Channel.EMAIL).values_list("number", flat=True).get()
    )
    return ObjectRoute(
        make_staff("supervisor@example.cn", "customer_service_supervisor"),
        {"number": number},
    )


@factory("legal/<slug:code>/")
def text() -> ObjectRoute:
    return ObjectRoute(None, {"code": next(iter(CONSENT_TEXTS))})


@factory("me/privacy/consents/<slug:code>/withdraw/")
def consent() -> ObjectRoute:
    return ObjectRoute(make_customer("owner@example.cn"), {"code": next(iter(CONSENT_TEXTS))})


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


@factory("office/accounts/staff/<slug:number>/")
def colleague() -> ObjectRoute:
    officer = make_staff("officer@example.cn", "risk_officer")
    return ObjectRoute(
        make_staff("keeper@example.cn", "administrator"),
        {"number": officer.number},
        stranger=make_staff("cashier@example.cn", "cashier"),
    )


@factory(
    "office/accounts/staff/<slug:number>/move/",
    "office/accounts/staff/<slug:number>/leave/",
    "office/accounts/staff/<slug:number>/deputy/",
)
def colleague_to_change() -> ObjectRoute:
    officer = make_staff("officer@example.cn", "risk_officer")
    return ObjectRoute(staff.keeper(), {"number": officer.number})


@factory(
    "office/accounts/staff/changes/<slug:number>/", "office/accounts/staff/changes/<slug:number>/invite/"
)
def staff_change() -> ObjectRoute:
    return ObjectRoute(staff.keeper(), {"number": staff.ask_newcomer().number})


@factory("office/accounts/staff/deputies/<slug:number>/", "office/accounts/staff/deputies/<slug:number>/end/")
def deputyship() -> ObjectRoute:
    officer = make_staff("officer@example.cn", "risk_officer")
    lead = make_staff("lead@example.cn", "promotion_lead")
    row = staff.ask_to_stand_in(officer, lead, "risk.see_cases")
    return ObjectRoute(officer, {"number": row.number}, stranger=make_staff("cashier@example.cn", "cashier"))


@factory("staff/invitations/<str:token>/")
def staff_invitation_link() -> ObjectRoute:
    staff.decide(staff.ask_newcomer())
    invite_joiners()
    return ObjectRoute(None, {"token": staff.invitation_token()})


@factory("documents/<slug:number>/")
def document() -> ObjectRoute:
    owner = make_customer("owner@example.cn")
    kept = store_document(owner=owner, kind="other", file=picture_file(), actor=owner)
    return ObjectRoute(owner, {"number": kept.number}, stranger=make_customer("stranger@example.cn"))


def other_owner() -> User:
    return dealers.owner(dealers.begun("other@dealer.cn"))


@factory("dealer/stores/<slug:number>/close/", "dealer/stores/<slug:number>/open/")
def dealer_store() -> ObjectRoute:
    owner = dealers.owner(dealers.filled())
    return ObjectRoute(owner, {"number": DealerStore.objects.get().number}, stranger=other_owner())


@factory("dealer/members/<slug:number>/remove/")
def dealer_clerk() -> ObjectRoute:
    dealer = dealers.named()
    clerk = dealers.add_clerk(dealer)
    return ObjectRoute(dealers.owner(dealer), {"number": clerk.number}, stranger=other_owner())


@factory("dealer/members/invitations/<slug:number>/withdraw/")
def dealer_invitation() -> ObjectRoute:
    dealer = dealers.named()
    owner = dealers.owner(dealer)
    invited = invite_clerk(dealer=dealer, actor=owner, address="clerk@dealer.cn")
    return ObjectRoute(owner, {"number": invited.number}, stranger=other_owner())


@factory("dealer/invitations/<str:token>/")
def dealer_invitation_link() -> ObjectRoute:
    dealer = dealers.named()
    invite_clerk(dealer=dealer, actor=dealers.owner(dealer), address="clerk@dealer.cn")
    token = mail.outbox[-1].body.split("/dealer/invitations/")[1].split("/")[0]
    return ObjectRoute(None, {"token": token})


@factory("dealer/consents/<str:token>/")
def consent_link() -> ObjectRoute:
    """Whoever holds the link reads it: the representative has no login."""
    dealers.consent(dealers.named())
    sent = " ".join(message.body for message in SandboxMessage.objects.order_by("pk"))
    token = sent.split("/dealer/consents/")[1].split("/")[0]
    return ObjectRoute(None, {"token": token})


@factory("dealer/messages/<slug:number>/")
def dealer_message() -> ObjectRoute:
    owner = dealers.owner(dealers.vetting())
    number = Message.objects.get(to=owner, channel=Message.Channel.INBOX, template="dealer_vetting").number
    return ObjectRoute(owner, {"number": number}, stranger=other_owner())


@factory(
    "office/accounts/dealers/<slug:number>/",
    "office/accounts/dealers/<slug:number>/check/",
    "office/accounts/dealers/<slug:number>/admission/",
    "office/accounts/dealers/<slug:number>/return/",
    "office/accounts/dealers/<slug:number>/suspend/",
    "office/accounts/dealers/<slug:number>/resume/",
    "office/accounts/dealers/<slug:number>/limits/",
    "office/accounts/dealers/<slug:number>/consent/",
)
def office_dealer() -> ObjectRoute:
    return ObjectRoute(
        make_staff("business@example.cn", "business_manager"), {"number": dealers.vetting().number}
    )


@factory("office/accounts/dealers/<slug:number>/opinion/")
def office_dealer_to_judge() -> ObjectRoute:
    return ObjectRoute(make_staff("officer@example.cn", "risk_officer"), {"number": dealers.vetting().number})


@factory(
    "office/accounts/dealers/<slug:number>/reject/",
    "office/accounts/dealers/<slug:number>/end/",
)
def office_dealer_of_risk() -> ObjectRoute:
    return ObjectRoute(make_staff("manager@example.cn", "risk_manager"), {"number": dealers.vetting().number})


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


@factory("me/entries/<slug:number>/", "me/entries/<slug:number>/code/", "me/entries/<slug:number>/refuse/")
def entry_by_customer_service() -> ObjectRoute:
    owner = make_customer("owner@example.cn")
    service = make_staff("service@example.cn", "customer_service")
    made = propose_change(customer=owner, kind="contact", values={"reached_by": "call"}, actor=service)
    return ObjectRoute(owner, {"number": made.number}, stranger=make_customer("stranger@example.cn"))


@factory("join/<slug:token>/", "join/<slug:token>/code/")
def account_to_open() -> ObjectRoute:
    service = make_staff("service@example.cn", "customer_service")
    _entry, token = propose_opening(phone="13812345678", values={}, actor=service)
    return ObjectRoute(None, {"token": token})


@factory(
    "office/accounts/watch/<slug:number>/",
    "office/accounts/watch/<slug:number>/end/",
    "office/accounts/watch/<slug:number>/keep/",
    "office/accounts/watch/<slug:number>/see/",
)
def watch_entry() -> ObjectRoute:
    return ObjectRoute(watching.officer(), {"number": watching.put_on_list("phone", "13987654321").number})


@factory(
    "office/accounts/reviews/<slug:number>/",
    "office/accounts/reviews/<slug:number>/take/",
    "office/accounts/reviews/<slug:number>/back/",
    "office/accounts/reviews/<slug:number>/return/",
    "office/accounts/reviews/<slug:number>/pass/",
    "office/accounts/reviews/<slug:number>/override/",
    "office/accounts/reviews/<slug:number>/refuse/",
    "office/accounts/reviews/<slug:number>/hold/",
)
def identity_review() -> ObjectRoute:
    review = open_review(user=make_customer("owner@example.cn"), cause="watch_list")
    return ObjectRoute(watching.officer(), {"number": review.number}, stranger=watching.service())


@factory("office/accounts/holds/<slug:number>/lift/")
def person_hold() -> ObjectRoute:
    hold = watching.hold(make_customer("owner@example.cn"))
    return ObjectRoute(watching.officer(), {"number": hold.number}, stranger=watching.service())


@factory("office/accounts/customers/<slug:number>/review/")
def customer_to_doubt() -> ObjectRoute:
    return ObjectRoute(watching.service(), {"number": make_customer("owner@example.cn").number})
