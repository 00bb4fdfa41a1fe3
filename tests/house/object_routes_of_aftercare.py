"""Objects of the desk against laundering, of the credit bureau and of the use of loan money that routes name."""

import datetime as dt

from accounts import clock
from accounts.models import User
from lending.models import Loan
from risk.models import AmlAlert, BureauFile, BureauRecord, UseEvidence
from risk.services.add_aml_evidence import add_aml_evidence
from risk.services.ask_aml_question import ask_aml_question
from risk.services.ask_use_evidence import ask_use_evidence
from risk.services.make_aml_report import make_aml_report
from risk.services.raise_aml_alert import raise_aml_alert
from risk.services.raise_bureau_dispute import raise_bureau_dispute
from tests.factories import make_customer, make_staff
from tests.house.object_routes import ObjectRoute, factory
from tests.lending.factories import make_active_loan
from tests.pictures import picture_file

ALERT = "office/risk/aml/alerts/<slug:number>/"
REPORT = "office/risk/aml/reports/<slug:number>/"
FILE = "office/risk/bureau/files/<slug:number>/"
DISPUTE = "office/risk/bureau/disputes/<slug:number>/"
USE = "office/risk/use-evidence/"


def alert_with_a_figure() -> tuple[AmlAlert, User]:
    """An alert with a figure, and a manager of the desk who may not conclude it alone."""
    manager = make_staff("desk@example.cn", "risk_manager")
    customer = make_customer("owner@example.cn")
    alert = raise_aml_alert(customer_number=customer.number, words="rumour", actor=manager, key="k")
    alert.lines.create(
        n=1,
        customer=customer,
        what="deposit",
        direction="in",
        amount_fen=1_00,
        on=clock.today(),
        reference="DP1",
    )
    return alert, manager


def _about(alert: AmlAlert) -> User:
    """A colleague of the desk whom the alert is about."""
    stranger = make_staff("relative@example.cn", "risk_manager")
    User.objects.filter(pk=stranger.pk).update(person=alert.customer.person)
    return stranger


@factory(
    ALERT,
    f"{ALERT}assign/",
    f"{ALERT}note/",
    f"{ALERT}ask/",
    f"{ALERT}evidence/",
    f"{ALERT}propose/",
    f"{ALERT}conclude/",
    f"{ALERT}report/",
)
def aml_alert() -> ObjectRoute:
    alert, manager = alert_with_a_figure()
    return ObjectRoute(manager, {"number": alert.number}, _about(alert))


@factory(f"{ALERT}figures/<slug:place>/")
def aml_figure() -> ObjectRoute:
    alert, manager = alert_with_a_figure()
    return ObjectRoute(manager, {"number": alert.number, "place": "1"}, _about(alert))


@factory("office/risk/aml/questions/<slug:number>/")
def aml_question() -> ObjectRoute:
    alert, manager = alert_with_a_figure()
    asked = make_staff("asked@example.cn", "risk_officer")
    question = ask_aml_question(alert=alert, asked=asked, words="?", actor=manager)
    return ObjectRoute(asked, {"number": question.number}, _about(alert))


@factory("office/risk/aml/papers/<slug:number>/")
def aml_paper() -> ObjectRoute:
    alert, manager = alert_with_a_figure()
    paper = add_aml_evidence(alert=alert, words="slip", file=picture_file(), actor=manager)
    return ObjectRoute(manager, {"number": paper.number}, _about(alert))


@factory(REPORT, f"{REPORT}send/", f"{REPORT}drop/", f"{REPORT}file/")
def aml_report() -> ObjectRoute:
    alert, manager = alert_with_a_figure()
    day = clock.today() - dt.timedelta(days=1)
    AmlAlert.objects.filter(pk=alert.pk).update(pattern="large_in", day_on=day)
    report = make_aml_report(actor=manager, day_on=day)
    return ObjectRoute(manager, {"number": report.number}, _about(alert))


def _record(loan: Loan, maker: User) -> BureauRecord:
    """A record that the bureau has."""
    file = BureauFile.objects.create(
        number="BF20260131000001",
        as_of_on=dt.date(2026, 1, 31),
        status="sent",
        accounts=1,
        adverse=0,
        corrections=0,
        withheld=0,
        balance_fen=1_00,
        overdue_fen=0,
        content="T",
        sha256="0" * 64,
        made_by=maker,
        made_at=clock.now(),
        checked_by=maker,
        sent_at=clock.now(),
        receipt="SBX1",
    )
    return BureauRecord.objects.create(
        file=file,
        number="BR20260131000001",
        loan=loan,
        borrower=loan.borrower,
        period_on=file.as_of_on,
        state="open",
        outstanding_fen=1_00,
        overdue_fen=0,
        days_past_due=0,
        five_class="normal",
        is_adverse=False,
    )


def _reported() -> tuple[BureauRecord, User]:
    officer = make_staff("desk@example.cn", "risk_officer")
    return _record(make_active_loan(make_customer("owner@example.cn")), officer), officer


@factory(FILE, f"{FILE}file/", f"{FILE}drop/")
def bureau_file() -> ObjectRoute:
    record, officer = _reported()
    return ObjectRoute(officer, {"number": record.file.number})


@factory(DISPUTE, f"{DISPUTE}answer/")
def bureau_dispute() -> ObjectRoute:
    record, officer = _reported()
    dispute = raise_bureau_dispute(record=record, borrower=record.borrower, words="wrong", key="k")
    stranger = make_staff("relative@example.cn", "risk_officer")
    User.objects.filter(pk=stranger.pk).update(person=record.borrower.person)
    return ObjectRoute(officer, {"number": dispute.number}, stranger)


@factory("borrow/credit-records/<slug:number>/")
def own_record() -> ObjectRoute:
    record, _officer = _reported()
    return ObjectRoute(record.borrower, {"number": record.number}, make_customer("stranger@example.cn"))


def asked_about_use() -> Loan:
    loan = make_active_loan(make_customer("owner@example.cn"))
    assert ask_use_evidence(business_date=loan.disbursed_on, loan_ids=[loan.pk]) == 1
    return loan


@factory("borrow/loans/<str:number>/use/")
def own_use() -> ObjectRoute:
    loan = asked_about_use()
    return ObjectRoute(loan.borrower, {"number": loan.number}, make_customer("stranger@example.cn"))


@factory(f"{USE}loans/<slug:number>/", f"{USE}loans/<slug:number>/decide/")
def use_evidence() -> ObjectRoute:
    loan = asked_about_use()
    row = UseEvidence.objects.get(loan=loan)
    stranger = make_staff("relative@example.cn", "risk_officer")
    User.objects.filter(pk=stranger.pk).update(person=loan.borrower.person)
    return ObjectRoute(make_staff("desk@example.cn", "risk_officer"), {"number": row.number}, stranger)


@factory(f"{USE}sample/<slug:number>/ask/")
def sampled_loan() -> ObjectRoute:
    loan = make_active_loan(make_customer("owner@example.cn"), amount_fen=6_000_00)
    return ObjectRoute(make_staff("desk@example.cn", "risk_officer"), {"number": loan.number})
