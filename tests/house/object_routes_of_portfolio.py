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
