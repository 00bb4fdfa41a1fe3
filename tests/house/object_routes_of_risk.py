"""Objects of risk that routes name."""

import datetime as dt

from accounts import clock
from accounts.models import Department
from accounts.services.deliver_events import deliver_events
from risk.models import (
    AuthorityMatrix,
    CreditCase,
    FieldVisit,
    Inspection,
    InspectionFinding,
    OperationalEvent,
    Score,
    Scorecard,
    ScreeningRun,
    TrainingCourse,
)
from risk.screening.rule_sets import champion_on
from risk.services.ask_customer import ask_customer
from risk.services.ask_visit import ask_visit
from risk.services.copy_scorecard import copy_scorecard
from risk.services.decide_case import decide_case
from risk.services.plan_inspection import plan_inspection
from risk.services.plan_training_meeting import plan_training_meeting
from risk.services.publish_course import publish_course
from risk.services.record_finding import record_finding
from risk.services.report_operational_event import report_operational_event
from risk.services.start_inspection import start_inspection
from risk.services.switch_rule_off import switch_rule_off
from risk.services.take_quiz import take_quiz
from risk.services.write_course import CourseText, write_course
from tests.factories import make_customer, make_staff
from tests.house import object_routes_of_committee  # noqa: F401, it registers its factories
from tests.house.object_routes import ObjectRoute, factory
from tests.lending.factories import make_submitted
from tests.risk.factories import have_reviewed
from tests.risk.screening.test_rule_sets import drafted, published, tried


@factory(
    "office/risk/cases/<slug:number>/",
    "office/risk/cases/<slug:number>/decide/",
)
def case() -> ObjectRoute:
    return _case_of("risk_manager")


@factory(
    "office/risk/cases/<slug:number>/signatures/give-back/",
    "office/risk/cases/<slug:number>/signatures/countersign/",
    "office/risk/cases/<slug:number>/committee/",
)
def case_to_sign() -> ObjectRoute:
    return _case_of("risk_manager")


@factory("office/risk/authority/<slug:number>/")
def authority_matrix() -> ObjectRoute:
    number = AuthorityMatrix.objects.get().number
    return ObjectRoute(make_staff("desk@example.cn", "risk_manager"), {"number": number})


@factory(
    "office/risk/cases/<slug:number>/send-back/",
    "office/risk/cases/<slug:number>/reconsider/",
    "office/risk/cases/<slug:number>/file/",
)
def case_to_send_back() -> ObjectRoute:
    return _case_of("risk_manager")


@factory(
    "office/risk/cases/<slug:number>/checks/",
    "office/risk/cases/<slug:number>/overrides/",
    "office/risk/cases/<slug:number>/questions/",
    "office/risk/cases/<slug:number>/visits/",
)
def case_to_work_on() -> ObjectRoute:
    return _case_of("risk_officer")


@factory("office/risk/cases/<slug:number>/questions/<slug:query>/take-back/")
def question_to_take_back() -> ObjectRoute:
    route = _case_of("risk_officer")
    return ObjectRoute(route.visitor, {**route.values, "query": _ask()})


@factory("borrow/applications/<str:number>/questions/<slug:query>/")
def own_question() -> ObjectRoute:
    _case_of("risk_officer")
    application = CreditCase.objects.get().application
    values = {"number": application.number, "query": _ask()}
    return ObjectRoute(application.borrower, values, stranger=make_customer("stranger@example.cn"))


@factory("borrow/applications/<str:number>/appeal/ask/")
def appeal() -> ObjectRoute:
    _case_of("risk_officer")
    decide_case(
        case=have_reviewed(CreditCase.objects.get()),
        outcome="reject",
        decided_by=make_staff("decider@example.cn", "risk_manager"),
        reasons=["too_much_debt"],
        rating=None,
        key="route",
    )
    application = CreditCase.objects.get().application
    values = {"number": application.number}
    return ObjectRoute(application.borrower, values, stranger=make_customer("stranger@example.cn"))


@factory("office/risk/cases/<slug:number>/visits/<slug:visit>/call-off/")
def visit_to_call_off() -> ObjectRoute:
    route = _case_of("risk_officer")
    return ObjectRoute(route.visitor, {**route.values, "visit": _send_out().number})


@factory("office/risk/visits/<slug:number>/")
def own_visit() -> ObjectRoute:
    _case_of("risk_officer")
    visit = _send_out()
    stranger = make_staff("other.visitor@example.cn", "business_manager")
    return ObjectRoute(visit.assigned_to, {"number": visit.number}, stranger=stranger)


def _ask() -> str:
    officer = make_staff("asking@example.cn", "risk_officer")
    query = ask_customer(
        case=CreditCase.objects.get(), asked_by=officer, question="请说明支出", due_on=_soon()
    )
    return query.number


def _send_out() -> FieldVisit:
    return ask_visit(
        case=CreditCase.objects.get(),
        asked_by=make_staff("asking@example.cn", "risk_officer"),
        assigned_to=make_staff("visitor@example.cn", "business_manager"),
        task="查看店铺",
        due_on=_soon(),
    )


def _soon() -> dt.date:
    return clock.today() + dt.timedelta(days=3)


@factory("office/risk/cases/<slug:number>/review/")
def case_to_review() -> ObjectRoute:
    return _case_of("risk_officer")


def _case_of(role: str) -> ObjectRoute:
    make_submitted(make_customer("owner@example.cn"))
    deliver_events()
    number = CreditCase.objects.get().number
    return ObjectRoute(make_staff("desk@example.cn", role), {"number": number})


RULES = "office/risk/screening/rules/<slug:number>/"


@factory("office/risk/screening/runs/<slug:number>/")
def screening_run() -> ObjectRoute:
    make_submitted(make_customer("owner@example.cn"))
    deliver_events()
    return ObjectRoute(
        make_staff("desk@example.cn", "risk_officer"), {"number": ScreeningRun.objects.get().number}
    )


@factory(RULES, f"{RULES}copy/")
def rule_set() -> ObjectRoute:
    row = champion_on(clock.today())
    return ObjectRoute(make_staff("desk@example.cn", "risk_officer"), {"number": row.number})


@factory(f"{RULES}new/", f"{RULES}try/", f"{RULES}propose/", f"{RULES}drop/")
def draft_of_rules() -> ObjectRoute:
    officer = make_staff("desk@example.cn", "risk_officer")
    return ObjectRoute(officer, {"number": drafted(officer).number})


@factory(f"{RULES}rule/<slug:code>/")
def rule_of_draft() -> ObjectRoute:
    officer = make_staff("desk@example.cn", "risk_officer")
    return ObjectRoute(officer, {"number": drafted(officer).number, "code": "INCOME_LOW"})


@factory(f"{RULES}compare/", f"{RULES}end/")
def challenger() -> ObjectRoute:
    manager = make_staff("desk@example.cn", "risk_manager")
    row = published(
        make_staff("author@example.cn", "risk_officer"), manager, lane="challenger", share_ppm=100_000
    )
    return ObjectRoute(manager, {"number": row.number})


@factory("office/risk/screening/tests/<slug:number>/")
def rule_test() -> ObjectRoute:
    officer = make_staff("desk@example.cn", "risk_officer")
    row = drafted(officer)
    tried(row, officer)
    return ObjectRoute(officer, {"number": row.tests.get().number})


@factory("office/risk/screening/off/<slug:number>/end/")
def rule_switch() -> ObjectRoute:
    manager = make_staff("desk@example.cn", "risk_manager")
    switch = switch_rule_off(rule_code="INCOME_LOW", reason="It errs.", actor=manager)
    return ObjectRoute(manager, {"number": switch.number})


CARD = "office/risk/scorecards/<slug:number>/"


@factory(CARD, f"{CARD}try/", f"{CARD}scores/", f"{CARD}copy/")
def scorecard() -> ObjectRoute:
    return ObjectRoute(make_staff("desk@example.cn", "risk_officer"), {"number": _card_in_force().number})


@factory(f"{CARD}policy/", f"{CARD}propose/", f"{CARD}drop/")
def scorecard_draft() -> ObjectRoute:
    maker = make_staff("maker@example.cn", "risk_officer")
    return ObjectRoute(maker, {"number": copy_scorecard(number=_card_in_force().number, actor=maker).number})


@factory(f"{CARD}retire/")
def scorecard_in_force() -> ObjectRoute:
    return ObjectRoute(make_staff("desk@example.cn", "risk_manager"), {"number": _card_in_force().number})


@factory("office/risk/scores/<slug:number>/")
def score() -> ObjectRoute:
    make_submitted(make_customer("owner@example.cn"))
    deliver_events()
    return ObjectRoute(make_staff("desk@example.cn", "risk_officer"), {"number": Score.objects.get().number})


def _card_in_force() -> Scorecard:
    return Scorecard.objects.get(status=Scorecard.Status.PUBLISHED)


def _running() -> Inspection:
    planner, lead = (
        make_staff("planner@example.cn", "risk_manager"),
        make_staff("lead@example.cn", "risk_officer"),
    )
    planned = plan_inspection(
        planned_by=planner,
        department=Department.objects.get(code="customer_service"),
        topic="customer_data",
        aim="查看理由是否充分",
        planned_on=clock.today(),
        lead=lead,
    )
    return start_inspection(inspection=planned, actor=lead)


def make_finding() -> InspectionFinding:
    """Return a finding of an inspection under way."""
    inspection = _running()
    return record_finding(
        inspection=inspection,
        severity="minor",
        words="理由过于简单。",
        source="",
        owner=make_staff("clerk@example.cn", "customer_service"),
        due_on=clock.today(),
        actor=inspection.lead,
    )


@factory(
    "office/risk/inspections/<slug:number>/",
    "office/risk/inspections/<slug:number>/start/",
    "office/risk/inspections/<slug:number>/sample/",
    "office/risk/inspections/<slug:number>/result/",
    "office/risk/inspections/<slug:number>/finding/",
    "office/risk/inspections/<slug:number>/report/",
)
def inspection() -> ObjectRoute:
    running = _running()
    return ObjectRoute(running.lead, {"number": running.number})


@factory("office/risk/inspections/<slug:number>/end/")
def inspection_to_end() -> ObjectRoute:
    running = _running()
    return ObjectRoute(running.planned_by, {"number": running.number})


@factory("office/risk/findings/<slug:number>/", "office/risk/findings/<slug:number>/mend/")
def finding() -> ObjectRoute:
    found = make_finding()
    return ObjectRoute(found.owner, {"number": found.number}, make_staff("other@example.cn", "cashier"))


@factory("office/risk/findings/<slug:number>/recheck/")
def finding_to_recheck() -> ObjectRoute:
    found = make_finding()
    return ObjectRoute(found.inspection.lead, {"number": found.number})


def _event() -> OperationalEvent:
    return report_operational_event(
        category="systems",
        department=Department.objects.get(code="finance"),
        happened_on=clock.today(),
        found_on=clock.today(),
        words="专线中断一小时。",
        loss_fen=0,
        reported_by=make_staff("reporter@example.cn", "accountant"),
        key="event",
    )


@factory("office/risk/events/<slug:number>/")
def operational_event() -> ObjectRoute:
    event = _event()
    return ObjectRoute(event.reported_by, {"number": event.number}, make_staff("other@example.cn", "cashier"))


@factory("office/risk/events/<slug:number>/examine/", "office/risk/events/<slug:number>/close/")
def event_to_examine() -> ObjectRoute:
    return ObjectRoute(make_staff("desk@example.cn", "risk_manager"), {"number": _event().number})


def _course(*, is_published: bool = True) -> TrainingCourse:
    text = CourseText(
        title_en="课程",
        title_zh="课程",
        body_en="正文",
        body_zh="正文",
        quiz="? 问 | 问\n+ 是 | 是\n- 否 | 否",
        pass_ppm=1_000_000,
        valid_months=12,
        needs_attendance=False,
        roles=(),
    )
    draft = write_course(text=text, actor=make_staff("writer@example.cn", "risk_officer"))
    if not is_published:
        return draft
    return publish_course(course=draft, actor=make_staff("publisher@example.cn", "risk_manager"))


@factory("office/risk/training/<slug:number>/", "office/risk/training/<slug:number>/quiz/")
def training_course() -> ObjectRoute:
    return ObjectRoute(make_staff("pupil@example.cn", "cashier"), {"number": _course().number})


@factory(
    "office/risk/training/<slug:number>/edit/",
    "office/risk/training/<slug:number>/move/",
    "office/risk/training/<slug:number>/meetings/",
)
def draft_course() -> ObjectRoute:
    draft = _course(is_published=False)
    return ObjectRoute(draft.written_by, {"number": draft.number})


@factory("office/risk/training/meetings/<slug:number>/")
def training_meeting() -> ObjectRoute:
    course = _course()
    teacher = course.written_by
    planned = plan_training_meeting(
        course=course,
        held_on=clock.today(),
        place="会议室",
        trainer=teacher,
        colleagues=[teacher],
        actor=teacher,
    )
    return ObjectRoute(teacher, {"number": planned.number})


@factory("office/risk/training/certificates/<slug:number>/")
def training_certificate() -> ObjectRoute:
    pupil = make_staff("pupil@example.cn", "cashier")
    attempt = take_quiz(course=_course(), answers=[0], colleague=pupil)
    number = attempt.certificate.number
    return ObjectRoute(pupil, {"number": number}, make_staff("other@example.cn", "accountant"))
