"""What follows money and loans, so that those pages of the demo have something to show.

The desk against laundering, the credit bureau, evidence of the use of loan money: what the closes of the year raised is
worked on here, each step by who does it in life.
"""

import datetime as dt

from accounts.models import Approval, User
from accounts.services.deliver_events import deliver_events
from accounts.staff.queries import holders_of_role
from operations.simulation.approving import approve
from operations.simulation.specimens import specimen
from risk.models import AmlAlert, AmlNote, BureauFile, BureauRecord, SnapshotDay, UseEvidence
from risk.services.answer_bureau_dispute import answer_bureau_dispute
from risk.services.ask_aml_question import ask_aml_question
from risk.services.assign_aml_alert import assign_aml_alert
from risk.services.conclude_aml_alert import conclude_aml_alert
from risk.services.decide_use_evidence import decide_use_evidence
from risk.services.hand_in_use_evidence import hand_in_use_evidence
from risk.services.make_aml_report import make_aml_report
from risk.services.make_bureau_file import make_bureau_file
from risk.services.note_aml_alert import note_aml_alert
from risk.services.propose_aml_conclusion import propose_aml_conclusion
from risk.services.raise_bureau_dispute import raise_bureau_dispute
from risk.services.send_aml_report import send_aml_report
from risk.services.send_bureau_file import send_bureau_file

# The last months of which files went out, and one that still waits.
MONTHS = 3
PASSED_THROUGH = "充值次日即全额提现，未出借、未还款，客户无法说明资金来源和用途。"
WORDS = ("餐桌和书柜的发票", "家电购买合同", "装修转账凭证")


def leave_aftercare(*, domain: str) -> None:
    """Let some alerts, files, disputes and evidence be worked on; those a small company lacks are left out."""
    officer = holders_of_role("risk_officer")[0]
    manager, second_manager = holders_of_role("risk_manager")[:2]
    _investigate(officer, manager)
    _report_day(officer, second_manager)
    _report_to_bureau(officer, manager)
    supervisor = User.objects.get(email=f"customer.service.supervisor@{domain}")
    _dispute(supervisor)
    _show_use(manager)


def _investigate(officer: User, manager: User) -> None:
    """One case is reported, another one looked into, a third waits for a second person."""
    case = AmlAlert.objects.filter(pattern="pass_through", status="open").order_by("-pk").first()
    if case is not None:
        assign_aml_alert(alert=case, to=officer, actor=manager)
        note_aml_alert(
            alert=case, kind=AmlNote.Kind.NOTE, words="调阅近半年流水，无其他业务往来。", actor=officer
        )
        propose_aml_conclusion(alert=case, conclusion="report", words=PASSED_THROUGH, actor=officer)
        conclude_aml_alert(alert=case, agrees=True, words="同意上报。", actor=manager)
        send_aml_report(
            report=make_aml_report(actor=officer, case=case), receipt="KY-2026-0173", actor=manager
        )
    stranger = AmlAlert.objects.filter(pattern="other_name", status="open").order_by("-pk").first()
    if stranger is not None:
        assign_aml_alert(alert=stranger, to=officer, actor=officer)
        ask_aml_question(alert=stranger, asked=manager, words="付款人是否为已知关联客户？", actor=officer)
    under = AmlAlert.objects.filter(pattern="structuring", status="open").order_by("-pk").first()
    if under is not None:
        assign_aml_alert(alert=under, to=officer, actor=officer)
        words = "工资分三日到账后充值，附工资流水，金额接近限额属巧合。"
        propose_aml_conclusion(alert=under, conclusion="no_suspicion", words=words, actor=officer)


def _report_day(officer: User, second_manager: User) -> None:
    """The oldest day of large transactions is reported; newer ones wait on the page."""
    oldest = AmlAlert.objects.filter(pattern__startswith="large", report=None).order_by("day_on").first()
    if oldest is not None:
        report = make_aml_report(actor=officer, day_on=oldest.day_on)
        send_aml_report(report=report, receipt="DE-2026-0058", actor=second_manager)


def _report_to_bureau(officer: User, manager: User) -> None:
    """The last month waits for approval; the months before went out."""
    days = SnapshotDay.objects.order_by("-as_of_on").values_list("as_of_on", flat=True)[: 31 * MONTHS]
    ends = [day for day in days if (day + dt.timedelta(days=1)).day == 1][:MONTHS]
    for place, day in enumerate(reversed(ends), start=1):
        file = make_bureau_file(as_of_on=day, actor=officer)
        if place < len(ends) or len(ends) == 1:
            approve(Approval.objects.get(number=file.approval_number), manager)
            deliver_events()
            send_bureau_file(number=file.number)


def _dispute(supervisor: User) -> None:
    """One borrower waits for an answer, another one's record stayed."""
    reported = BureauRecord.objects.filter(withheld="", file__status=BureauFile.Status.SENT)
    rows = list(reported.select_related("borrower").order_by("-is_adverse", "-pk")[:2])
    words = ("该月已按时还款，请核实逾期记录。", "应还金额与合同不一致。")
    for place, (record, said) in enumerate(zip(rows, words, strict=False)):
        dispute = raise_bureau_dispute(
            record=record, borrower=record.borrower, words=said, key=f"demo:{record.number}"
        )
        if place:
            answer = "经核对合同与还款记录，报送内容无误，维持原记录。"
            answer_bureau_dispute(dispute=dispute, answer=answer, right=None, actor=supervisor)


def _show_use(manager: User) -> None:
    """The newest borrowers hand something in: accepted, refused, to be looked at."""
    rows = UseEvidence.objects.filter(status__in=UseEvidence.OWED).select_related("borrower").order_by("-pk")
    for place, (row, words) in enumerate(zip(rows[: len(WORDS)], WORDS, strict=False)):
        file = specimen("identity_back")
        shown = hand_in_use_evidence(evidence=row, borrower=row.borrower, words=words, file=file)
        if place < 2:
            because = "" if place == 0 else "凭证日期早于放款日，请补充放款后的凭证。"
            decide_use_evidence(evidence=shown, is_accepted=place == 0, because=because, actor=manager)
