"""Objects of the loan book, its limits and warnings that routes name."""

import datetime as dt

from accounts import clock
from accounts.models import Approval
from accounts.services.decide_approval import decide_approval
from accounts.services.deliver_events import deliver_events
from risk.services.propose_downgrade import propose_downgrade
from tests.factories import make_customer, make_staff
from tests.house.object_routes import ObjectRoute, factory
from tests.lending.factories import make_active_loan
from tests.risk.warnings.factories import failed_debits, manager, noticed


@factory("office/risk/portfolio/loans/<slug:number>/")
def loan_of_the_book() -> ObjectRoute:
    loan = make_active_loan(make_customer("owner@example.cn"))
    return ObjectRoute(make_staff("desk@example.cn", "risk_manager"), {"number": loan.number})


@factory("office/risk/portfolio/loans/<slug:number>/downgrade/")
def loan_to_class() -> ObjectRoute:
    loan = make_active_loan(make_customer("owner@example.cn"))
    return ObjectRoute(make_staff("desk@example.cn", "risk_officer"), {"number": loan.number})


@factory("office/risk/portfolio/loans/<slug:number>/lift/")
def loan_classed_by_hand() -> ObjectRoute:
    loan = make_active_loan(make_customer("owner@example.cn"))
    officer = make_staff("officer@example.cn", "risk_officer")
    manager = make_staff("desk@example.cn", "risk_manager")
    row = propose_downgrade(
        loan=loan,
        five_class="loss",
        until_on=clock.today() + dt.timedelta(days=30),
        reason="The employer is insolvent.",
        maker=officer,
    )
    approval = Approval.objects.get(number=row.approval_number)
    decide_approval(
        checker=manager, number=approval.number, is_approved=True, shown_hash=approval.payload_hash, note=""
    )
    deliver_events()
    return ObjectRoute(manager, {"number": loan.number})


@factory(
    "office/risk/warnings/signals/<slug:number>/",
    "office/risk/warnings/signals/<slug:number>/close/",
    "office/risk/warnings/signals/<slug:number>/add/",
)
def warning_signal() -> ObjectRoute:
    signal = failed_debits(make_customer("owner@example.cn"))
    return ObjectRoute(make_staff("desk@example.cn", "risk_officer"), {"number": signal.number})


@factory("office/risk/warnings/notices/new/<slug:number>/")
def subject_of_a_warning() -> ObjectRoute:
    loan = make_active_loan(make_customer("owner@example.cn"))
    return ObjectRoute(make_staff("desk@example.cn", "risk_officer"), {"number": loan.number})


NOTICE = "office/risk/warnings/notices/<slug:number>/"


@factory(NOTICE, f"{NOTICE}answer/", f"{NOTICE}measure/")
def own_warning_notice() -> ObjectRoute:
    signal = failed_debits(make_customer("owner@example.cn"))
    notice = noticed(signal, make_staff("desk@example.cn", "risk_officer"))
    return ObjectRoute(notice.owner, {"number": notice.number}, stranger=manager("other@example.cn"))


@factory(f"{NOTICE}give-back/", f"{NOTICE}hand-over/", f"{NOTICE}close/")
def warning_notice() -> ObjectRoute:
    signal = failed_debits(make_customer("owner@example.cn"))
    desk = make_staff("desk@example.cn", "risk_officer")
    return ObjectRoute(desk, {"number": noticed(signal, desk).number})


@factory("office/risk/warnings/rules/<slug:code>/")
def signal_rule() -> ObjectRoute:
    return ObjectRoute(make_staff("desk@example.cn", "risk_officer"), {"code": "FAILED_DEBITS"})
