"""What the risk desk keeps beside loans: limits, an inspection with a finding, an event, a course, its certificate."""

import datetime as dt

from accounts import clock
from accounts.models import Approval, Department, User
from accounts.services.deliver_events import deliver_events
from accounts.staff.queries import holders_of_role
from operations.simulation.approving import approve
from risk.models import TrainingCourse
from risk.services.examine_operational_event import Examination, examine_operational_event
from risk.services.mend_finding import mend_finding
from risk.services.plan_inspection import plan_inspection
from risk.services.propose_limit import propose_limit
from risk.services.publish_course import publish_course
from risk.services.record_finding import record_finding
from risk.services.record_inspection_result import record_inspection_result
from risk.services.report_inspection import report_inspection
from risk.services.report_operational_event import report_operational_event
from risk.services.start_inspection import start_inspection
from risk.services.take_quiz import take_quiz
from risk.services.write_course import CourseText, write_course

# Wide enough that the company goes on lending; the last one warns only.
LIMITS = (
    ("grade", "D", 200_000_00, True, "D级余额控制在20万元以内"),
    ("line", "goods", 5_000_000_00, True, "商品分期条线总限额"),
    ("line", "cash", 150_000_00, False, "现金贷余额接近15万元时提示"),
)
TOPIC, ITEM_WITH_A_FINDING = "customer_data", 2
QUIZ = """? 逾期多少天划为次级？ | From how many days late is a loan sub-standard?
- 超过30天 | more than 30
+ 超过90天 | more than 90

? 谁可以审批自己的申请？ | Who decides an application of their own?
+ 没有人 | nobody
- 总经理 | the general manager
"""
RIGHT = (1, 0)
COURSE = CourseText(
    title_en="Credit risk in an hour",
    title_zh="信用风险入门",
    body_en="Five classes and what moves a loan between them; who decides which case; what a refusal has to say.",
    body_zh="五级分类及其迁徙；各级审批权限；拒绝客户时须说明的内容。",
    quiz=QUIZ,
    pass_ppm=800_000,
    valid_months=12,
    needs_attendance=False,
    roles=("risk_officer", "business_manager"),
)


def leave_oversight() -> None:
    """Leave each of them as a company has them on an ordinary day: some done, some waiting."""
    officer, manager = holders_of_role("risk_officer")[0], holders_of_role("risk_manager")[0]
    _set_limits(officer, manager)
    _inspect(officer, manager)
    _report_event(officer)
    _teach(officer, manager)


def _set_limits(officer: User, manager: User) -> None:
    for kind, key, limit_fen, is_hard, reason in LIMITS:
        asked = propose_limit(
            kind=kind, key=key, limit_fen=limit_fen, is_hard=is_hard, reason=reason, maker=officer
        )
        approve(Approval.objects.get(number=asked.approval_number), manager, note="同意")
    deliver_events()


def _inspect(officer: User, manager: User) -> None:
    """The customer-service department is inspected; one line is not in order, and its owner has mended it."""
    inspection = plan_inspection(
        planned_by=manager,
        department=Department.objects.get(code="customer_service"),
        topic=TOPIC,
        aim="查看明文信息是否均有业务理由",
        planned_on=clock.today(),
        lead=officer,
    )
    start_inspection(inspection=inspection, actor=officer)
    for n in inspection.items.order_by("n").values_list("n", flat=True):
        is_wrong = n == ITEM_WITH_A_FINDING
        record_inspection_result(
            inspection=inspection,
            of="item",
            n=n,
            result="finding" if is_wrong else "in_order",
            remark="抽查10条，其中2条理由过于笼统" if is_wrong else "",
            actor=officer,
        )
    owner = holders_of_role("customer_service_supervisor")[0]
    finding = record_finding(
        inspection=inspection,
        severity="minor",
        words="查看明文的理由只写“核对”，无法判断业务需要。",
        source="《个人信息保护法》第五十一条",
        owner=owner,
        due_on=clock.today() + dt.timedelta(days=14),
        actor=officer,
    )
    report_inspection(inspection=inspection, summary="总体规范，个别理由填写不完整。", actor=officer)
    mend_finding(finding=finding, words="已培训全员，并要求写明工单号。", actor=owner)


def _report_event(officer: User) -> None:
    event = report_operational_event(
        category="process",
        department=Department.objects.get(code="finance"),
        happened_on=clock.today() - dt.timedelta(days=1),
        found_on=clock.today(),
        words="同一笔提现重复录入，复核时发现并撤回。",
        loss_fen=0,
        reported_by=holders_of_role("cashier")[0],
        key="demo:event",
    )
    examine_operational_event(
        event=event,
        found=Examination(
            category="process",
            cause="两个页面同时打开，重复提交。",
            measures="提交前检查在途同额提现；纳入下月检查。",
            owner=holders_of_role("finance_manager")[0],
            due_on=clock.today() + dt.timedelta(days=7),
            loss_fen=0,
            recovered_fen=0,
        ),
        actor=officer,
    )


def _teach(officer: User, manager: User) -> None:
    course: TrainingCourse = publish_course(course=write_course(text=COURSE, actor=officer), actor=manager)
    take_quiz(course=course, answers=list(RIGHT), colleague=officer)
