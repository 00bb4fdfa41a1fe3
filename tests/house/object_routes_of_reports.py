"""Objects of risk's reports that routes name."""

import datetime as dt

from accounts import clock
from accounts.models import BusinessDate, User
from risk.models import ReportMeasure, ReportVersion
from risk.services.draft_monthly_report import draft_monthly_report
from risk.services.open_risk_report import open_risk_report
from risk.services.propose_measure import propose_measure
from tests.closing import set_today
from tests.factories import make_customer, make_staff
from tests.house.object_routes import ObjectRoute, factory
from tests.lending.factories import make_active_loan
from tests.risk.portfolio.books import START, write_down
from tests.risk.reports.steps import signed, submitted

REPORT = "office/risk/reports/<slug:number>/"
MEASURE = "office/risk/measures/<slug:number>/"
JANUARY = dt.date(2026, 1, 31)


def _draft() -> tuple[ReportVersion, User]:
    """The report of a month that was closed with one loan on the book."""
    set_today(START)
    with clock.simulated(START):
        make_active_loan(make_customer("owner@example.cn"))
    write_down(JANUARY)
    BusinessDate.objects.update(today_on=JANUARY + dt.timedelta(days=2))
    officer = make_staff("writer@example.cn", "risk_officer")
    return draft_monthly_report(month_on=JANUARY, actor=officer), officer


@factory(REPORT)
def report_page() -> ObjectRoute:
    version, officer = _draft()
    return ObjectRoute(officer, {"number": version.number}, make_staff("till@example.cn", "cashier"))


@factory(*(f"{REPORT}{name}/" for name in ("text", "refresh", "measure", "rating", "submit", "drop")))
def draft_of_a_report() -> ObjectRoute:
    version, officer = _draft()
    return ObjectRoute(officer, {"number": version.number})


@factory(f"{REPORT}sign/", f"{REPORT}return/")
def report_to_sign() -> ObjectRoute:
    version, officer = _draft()
    return ObjectRoute(
        make_staff("signer@example.cn", "risk_manager"), {"number": submitted(version, officer).number}
    )


@factory(f"{REPORT}seen/")
def report_to_see() -> ObjectRoute:
    version, officer = _draft()
    signed(version, officer, make_staff("signer@example.cn", "risk_manager"))
    return ObjectRoute(make_staff("chief@example.cn", "general_manager"), {"number": version.number})


@factory(f"{REPORT}correct/")
def report_to_correct() -> ObjectRoute:
    version, officer = _draft()
    signed(version, officer, make_staff("signer@example.cn", "risk_manager"))
    return ObjectRoute(officer, {"number": version.number})


@factory(f"{REPORT}pdf/<slug:language>/")
def signed_paper() -> ObjectRoute:
    version, officer = _draft()
    manager = make_staff("signer@example.cn", "risk_manager")
    signed(version, officer, manager)
    stranger = make_staff("till@example.cn", "cashier")
    return ObjectRoute(manager, {"number": version.number, "language": "en"}, stranger)


@factory(f"{REPORT}answer/")
def warning_to_answer() -> ObjectRoute:
    _version, officer = _draft()
    seller = make_staff("seller@example.cn", "business_manager")
    warning = open_risk_report(
        kind="warning",
        subject="grade",
        subject_key="B",
        title="Late payers",
        actor=officer,
        addressee=seller,
        answer_due_on=clock.today() + dt.timedelta(days=3),
    )
    signed(warning, officer, make_staff("signer@example.cn", "risk_manager"))
    return ObjectRoute(seller, {"number": warning.number}, make_staff("till@example.cn", "cashier"))


def _measure(version: ReportVersion, officer: User, owner: User) -> ReportMeasure:
    due_on = clock.today() + dt.timedelta(days=9)
    return propose_measure(version=version, words="Call early.", owner=owner, due_on=due_on, actor=officer)


@factory(MEASURE, f"{MEASURE}done/")
def measure_of_its_owner() -> ObjectRoute:
    version, officer = _draft()
    owner = make_staff("collector@example.cn", "collections_officer")
    measure = _measure(version, officer, owner)
    signed(version, officer, make_staff("signer@example.cn", "risk_manager"))
    return ObjectRoute(owner, {"number": measure.number}, make_staff("till@example.cn", "cashier"))


@factory(f"{MEASURE}remove/")
def measure_of_a_draft() -> ObjectRoute:
    version, officer = _draft()
    return ObjectRoute(officer, {"number": _measure(version, officer, officer).number})
