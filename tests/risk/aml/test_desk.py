"""The desk: investigated by one, concluded by another, reported in a file with control totals, and corrected."""

import datetime as dt
import hashlib
from xml.etree import ElementTree

import pytest

from accounts.errors import Refused
from accounts.models import User
from risk.models import AmlAlert, AmlReport
from risk.services.answer_aml_question import answer_aml_question
from risk.services.ask_aml_question import ask_aml_question
from risk.services.assign_aml_alert import assign_aml_alert
from risk.services.conclude_aml_alert import conclude_aml_alert
from risk.services.drop_aml_report import drop_aml_report
from risk.services.make_aml_report import make_aml_report
from risk.services.propose_aml_conclusion import propose_aml_conclusion
from risk.services.raise_aml_alert import raise_aml_alert
from risk.services.send_aml_report import send_aml_report
from tests.factories import make_staff
from tests.risk.aml.money import DAY, at, look, pay_in, pay_out

WORDS = "资金快进快出，无投资记录，客户无法说明用途。"


@pytest.fixture
def officer(risk_officer: User) -> User:
    return risk_officer


@pytest.fixture
def manager(risk_manager: User) -> User:
    return risk_manager


def refused(code: str, act, **values: object) -> None:
    with pytest.raises(Refused) as refusal:
        act(**values)
    assert refusal.value.code == code


def proposed(alert: AmlAlert, officer: User, conclusion: str) -> AmlAlert:
    assign_aml_alert(alert=alert, to=officer, actor=officer)
    return propose_aml_conclusion(alert=alert, conclusion=conclusion, words=WORDS, actor=officer)


def test_two_persons_conclude_and_a_case_is_reported(investor: User, officer: User, manager: User) -> None:
    with at(DAY):
        pay_in(investor, 60_000_00)
        pay_out(investor, 60_000_00)
        [alert] = look(DAY)
        refused(
            "not_under_way",
            propose_aml_conclusion,
            alert=alert,
            conclusion="report",
            words=WORDS,
            actor=officer,
        )
        refused(
            "no_right",
            assign_aml_alert,
            alert=alert,
            to=make_staff("cs@example.cn", "collections_officer"),
            actor=officer,
        )
        assign_aml_alert(alert=alert, to=officer, actor=manager)
        question = ask_aml_question(alert=alert, asked=manager, words="客户来电说明过吗？", actor=officer)
        act = {"alert": alert, "conclusion": "report", "words": WORDS}
        refused("questions_open", propose_aml_conclusion, **act, actor=officer)
        refused("not_asked", answer_aml_question, question=question, words="没有。", actor=officer)
        answer_aml_question(question=question, words="没有。", actor=manager)
        refused("answered", answer_aml_question, question=question, words="有。", actor=manager)
        refused("not_the_investigator", propose_aml_conclusion, **act, actor=manager)
        refused("no_words", propose_aml_conclusion, **act | {"words": " "}, actor=officer)
        propose_aml_conclusion(**act, actor=officer)
        refused("same_person", conclude_aml_alert, alert=alert, agrees=True, words="同意。", actor=officer)
        refused("not_reportable", make_aml_report, actor=officer, case=alert)
        assert (
            conclude_aml_alert(alert=alert, agrees=False, words="补充流水。", actor=manager).status
            == "investigating"
        )
        propose_aml_conclusion(**act, actor=officer)
        alert = conclude_aml_alert(alert=alert, agrees=True, words="同意上报。", actor=manager)
        assert (alert.status, alert.concluded_by) == ("reportable", manager)
        assert [(one.kind, one.words) for one in alert.notes.order_by("pk")][-1] == ("decision", "同意上报。")
        report = make_aml_report(actor=officer, case=alert)
        # Five working days after the conclusion.
        assert (report.kind, report.day_on, report.due_on) == ("suspicious", DAY, dt.date(2026, 3, 11))
        assert WORDS in report.content
        refused("same_person", send_aml_report, report=report, receipt="R1", actor=officer)
        refused("no_receipt", send_aml_report, report=report, receipt=" ", actor=manager)
        send_aml_report(report=report, receipt="R1", actor=manager)
    alert.refresh_from_db()
    assert (alert.status, alert.report) == ("reported", report)


def test_an_alert_without_suspicion_ends_with_its_reason(
    investor: User, officer: User, manager: User
) -> None:
    with at(DAY):
        words = {"customer_number": investor.number, "words": "柜员听到的传闻", "actor": officer}
        refused("no_customer", raise_aml_alert, **words | {"customer_number": officer.number}, key="a")
        alert = raise_aml_alert(**words, key="b")
        assert raise_aml_alert(**words, key="b") == alert
        assert alert.party_name == "王投"
        proposed(alert, officer, "no_suspicion")
        assert (
            conclude_aml_alert(alert=alert, agrees=True, words="查证不实。", actor=manager).status
            == "cleared"
        )
        refused("not_proposed", conclude_aml_alert, alert=alert, agrees=True, words="再来", actor=manager)
        refused("not_reportable", make_aml_report, actor=officer, case=alert)


def test_the_file_of_a_day_and_its_correction(
    investor: User, borrower: User, officer: User, manager: User
) -> None:
    with at(DAY):
        pay_in(investor, 500_000_00)
        pay_in(borrower, 500_000_00)
        refused("day_open", make_aml_report, actor=officer, day_on=DAY)
    with at(DAY + dt.timedelta(days=1)):
        alerts = look(DAY)
        refused("nothing_to_report", make_aml_report, actor=officer, day_on=DAY - dt.timedelta(days=1))
        first = make_aml_report(actor=officer, day_on=DAY)
        refused("made_already", make_aml_report, actor=officer, day_on=DAY)
        drop_aml_report(report=first, actor=officer)
        report = make_aml_report(actor=officer, day_on=DAY)
        assert (report.alert_count, report.line_count, report.in_fen, report.out_fen) == (
            2,
            2,
            1_000_000_00,
            0,
        )
        assert report.sha256 == hashlib.sha256(report.content.encode()).hexdigest()
        root = ElementTree.fromstring(report.content)  # noqa: S314 — our own file
        control = root.find("control")
        assert control is not None
        totals = {name: control.get(name) for name in ("alerts", "transactions", "in-fen", "out-fen")}
        assert totals == {"alerts": "2", "transactions": "2", "in-fen": "100000000", "out-fen": "0"}
        body = report.content[report.content.index("<alerts>") : report.content.index("</alerts>") + 9]
        assert control.get("sha256") == hashlib.sha256(body.encode()).hexdigest()
        parties = [party.attrib for party in root.iter("party")]
        assert [party["name"] for party in parties] == ["王投", "李借"]
        assert [party["identity"] for party in parties] == [
            one.person.identity_number for one in (investor, borrower)
        ]
        send_aml_report(report=report, receipt="R7", actor=manager)
        assert {one.status for one in AmlAlert.objects.all()} == {"reported"}
        refused("no_reason", make_aml_report, actor=officer, day_on=DAY)
        second = make_aml_report(actor=officer, day_on=DAY, reason="证件号码更正")
        assert (second.version, second.corrects) == (2, report)
        assert f'corrects="{report.number}"' in second.content
        send_aml_report(report=second, receipt="R8", actor=manager)
    report.refresh_from_db()
    assert (report.status, report.receipt) == ("corrected", "R7")
    assert {one.report for one in AmlAlert.objects.all()} == {second}
    assert AmlReport.objects.filter(status="sent").get() == second
    assert len(alerts) == 2
