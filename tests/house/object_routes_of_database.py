"""Objects of the risk database that routes name."""

import datetime as dt

from accounts import clock
from accounts.models import Approval, User
from risk.database.list_file import COLUMNS
from risk.database.timeline import FileSubject
from risk.models import RiskWatch
from risk.services.ask_export import ask_export
from risk.services.ask_list_appeal import ask_list_appeal
from risk.services.place_watch import WatchTerms, place_watch
from risk.services.send_list_file import send_list_file
from risk.services.write_file_note import write_file_note
from tests import dealers, watching
from tests.factories import make_customer, make_staff
from tests.house.object_routes import ObjectRoute, factory

ROOM = "office/risk/database/"
CUSTOMER, DEALER = f"{ROOM}customers/<slug:number>/", f"{ROOM}dealers/<slug:number>/"
WATCH, APPEAL = f"{ROOM}watches/<slug:number>/", f"{ROOM}appeals/<slug:number>/"


@factory(CUSTOMER, f"{CUSTOMER}print/", f"{CUSTOMER}notes/", f"{CUSTOMER}watch/", f"{CUSTOMER}export/")
def file_of_customer() -> ObjectRoute:
    return ObjectRoute(_officer(), {"number": make_customer("owner@example.cn").number})


@factory(DEALER, f"{DEALER}print/", f"{DEALER}notes/", f"{DEALER}watch/", f"{DEALER}export/")
def file_of_dealer() -> ObjectRoute:
    return ObjectRoute(_officer(), {"number": dealers.active().number})


@factory(f"{ROOM}notes/<slug:number>/strike/")
def note_on_file() -> ObjectRoute:
    officer = _officer()
    subject = FileSubject(customer=make_customer("owner@example.cn"))
    return ObjectRoute(
        officer, {"number": write_file_note(subject=subject, words="雇主已搬迁", actor=officer).number}
    )


@factory(WATCH, f"{WATCH}review/", f"{WATCH}end/", f"{WATCH}hand-over/")
def watch() -> ObjectRoute:
    officer = _officer()
    terms = WatchTerms("overdue", "连续晚还", clock.today() + dt.timedelta(days=9), "reviews", 1)
    row: RiskWatch = place_watch(
        terms=terms, owner=officer, actor=officer, customer=make_customer("owner@example.cn")
    )
    return ObjectRoute(officer, {"number": row.number})


@factory(APPEAL, f"{APPEAL}tie/")
def appeal_against_list() -> ObjectRoute:
    return ObjectRoute(_officer(), {"number": _appeal()})


@factory(f"{APPEAL}decide/")
def appeal_to_decide() -> ObjectRoute:
    return ObjectRoute(make_staff("boss@example.cn", "risk_manager"), {"number": _appeal()})


@factory(f"{ROOM}imports/<slug:number>/")
def file_of_entries() -> ObjectRoute:
    officer = _officer()
    content = "\r\n".join([",".join(COLUMNS), "phone,13987654321,,grey,fraud,多次失联,,", ""])
    _report, row = send_list_file(content=content.encode(), source="同业共享名单", actor=officer)
    return ObjectRoute(officer, {"number": row.number if row else ""})


@factory(f"{ROOM}exports/<slug:number>/fetch/")
def export_to_fetch() -> ObjectRoute:
    officer = _officer()
    row = ask_export(actor=officer, reason="协查报送")
    watching.decide(Approval.objects.get(number=row.approval_number), watching.manager())
    return ObjectRoute(
        officer, {"number": row.number}, stranger=make_staff("other@example.cn", "risk_officer")
    )


def _officer() -> User:
    return make_staff("desk@example.cn", "risk_officer")


def _appeal() -> str:
    customer = make_customer("owner@example.cn")
    return ask_list_appeal(words="我没有失信记录", actor=customer, customer=customer).number
