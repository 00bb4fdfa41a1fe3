"""A course from its draft to a certificate that holds: two persons, three tries a day, a seal that proves itself."""

import datetime as dt
from dataclasses import replace

import pytest

from accounts import clock
from accounts.errors import Refused
from accounts.models import User
from risk.models import QuizAttempt, TrainingCertificate, TrainingCourse, TrainingMeeting
from risk.services.note_attendance import note_attendance
from risk.services.plan_training_meeting import plan_training_meeting
from risk.services.publish_course import publish_course
from risk.services.retire_course import retire_course
from risk.services.take_quiz import take_quiz
from risk.services.write_course import CourseText, write_course
from risk.training.certificate import broken_certificates, draw_certificate
from risk.training.queries import own_courses, required_and_missing, standings_of
from tests.arrivals import arrive
from tests.factories import make_staff
from tests.risk.domain.test_quiz import TEXT

pytestmark = pytest.mark.django_db

COURSE = CourseText(
    title_en="Credit risk in an hour",
    title_zh="一小时信用风险",
    body_en="Five classes, and who decides.",
    body_zh="五级分类与审批权限。",
    quiz=TEXT,
    pass_ppm=800_000,
    valid_months=12,
    needs_attendance=False,
    roles=("risk_officer",),
)
RIGHT: list[int | None] = [1, 0]
WRONG: list[int | None] = [0, 0]


@pytest.fixture
def teacher() -> User:
    return make_staff("teacher@example.cn", "risk_officer")


@pytest.fixture
def manager() -> User:
    return make_staff("manager@example.cn", "risk_manager")


@pytest.fixture
def course(teacher: User, manager: User) -> TrainingCourse:
    return publish_course(course=write_course(text=COURSE, actor=teacher), actor=manager)


def test_another_person_publishes(teacher: User, manager: User) -> None:
    draft = write_course(text=COURSE, actor=teacher)
    with pytest.raises(Refused, match="written_by_you"):
        publish_course(course=draft, actor=teacher)
    draft.refresh_from_db()
    assert (draft.status, draft.content_hash) == ("draft", "")
    published = publish_course(course=draft, actor=manager)
    assert (published.status, len(published.content_hash)) == ("published", 64)
    with pytest.raises(Refused, match="not_a_draft"):
        write_course(text=COURSE, actor=teacher, course=published)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"quiz": "? 问 | ask\n- 是 | yes\n- 否 | no"}, "bad_quiz"),
        ({"roles": ("king",)}, "bad_role"),
        ({"pass_ppm": 0}, "bad_pass"),
        ({"valid_months": 0}, "bad_months"),
    ],
)
def test_a_bad_course_is_refused(teacher: User, changes: dict[str, object], code: str) -> None:
    with pytest.raises(Refused, match=code):
        write_course(text=replace(COURSE, **changes), actor=teacher)  # type: ignore[arg-type]  # bad on purpose
    assert not TrainingCourse.objects.exists()


def test_who_passes_gets_a_sealed_certificate(course: TrainingCourse, teacher: User) -> None:
    assert list(required_and_missing(teacher)) == [course]
    failed = take_quiz(course=course, answers=WRONG, colleague=teacher)
    assert (failed.is_passed, failed.right, TrainingCertificate.objects.count()) == (False, 1, 0)
    take_quiz(course=course, answers=RIGHT, colleague=teacher)
    certificate = TrainingCertificate.objects.get()
    today = clock.today()
    assert certificate.issued_on == today
    assert (certificate.valid_until_on.year, certificate.valid_until_on.month) == (
        today.year + 1,
        today.month,
    )
    assert list(required_and_missing(teacher)) == []
    assert [row.is_valid for row in own_courses(teacher)] == [True]
    assert draw_certificate(certificate, "zh-hans")[:5] == b"%PDF-"
    assert draw_certificate(certificate, "en") == draw_certificate(certificate, "en")
    assert broken_certificates() == []


def test_a_forged_certificate_is_found(course: TrainingCourse, teacher: User) -> None:
    attempt = take_quiz(course=course, answers=RIGHT, colleague=teacher)
    honest = TrainingCertificate.objects.get()
    other = QuizAttempt.objects.create(
        course=course,
        colleague=teacher,
        answers=[1, 0],
        right=2,
        asked=2,
        is_passed=True,
        taken_on=attempt.taken_on,
        taken_at=attempt.taken_at,
    )
    forged = TrainingCertificate.objects.create(
        number="CT99990101000001",
        course=course,
        colleague=teacher,
        attempt=other,
        issued_on=honest.issued_on,
        issued_at=honest.issued_at,
        valid_until_on=dt.date(2099, 1, 1),
        statement=honest.statement.replace(honest.number, "CT99990101000001"),
        key_id=honest.key_id,
        seal=honest.seal,
    )
    assert broken_certificates() == [forged.number]


def test_three_tries_a_day(course: TrainingCourse, teacher: User) -> None:
    for _ in range(3):
        take_quiz(course=course, answers=WRONG, colleague=teacher)
    with pytest.raises(Refused, match="too_many_tries"):
        take_quiz(course=course, answers=RIGHT, colleague=teacher)
    assert (QuizAttempt.objects.count(), TrainingCertificate.objects.count()) == (3, 0)


def test_every_question_is_answered(course: TrainingCourse, teacher: User) -> None:
    answers: list[int | None]
    for answers in ([1], [1, None]):
        with pytest.raises(Refused, match="unanswered"):
            take_quiz(course=course, answers=answers, colleague=teacher)
    assert not QuizAttempt.objects.exists()


def test_a_course_with_a_meeting_opens_its_quiz_after_it(teacher: User, manager: User) -> None:
    draft = write_course(text=replace(COURSE, needs_attendance=True), actor=teacher)
    course = publish_course(course=draft, actor=manager)
    meeting = plan_training_meeting(
        course=course,
        held_on=clock.today(),
        place="会议室",
        trainer=manager,
        colleagues=[teacher],
        actor=manager,
    )
    with pytest.raises(Refused, match="not_attended"):
        take_quiz(course=course, answers=RIGHT, colleague=teacher)
    with pytest.raises(Refused, match="not_asked"):
        note_attendance(meeting=meeting, came=[manager.pk], actor=manager)
    note_attendance(meeting=meeting, came=[], actor=manager)
    with pytest.raises(Refused, match="not_attended"):
        take_quiz(course=course, answers=RIGHT, colleague=teacher)
    note_attendance(meeting=meeting, came=[teacher.pk], actor=manager)
    assert take_quiz(course=course, answers=RIGHT, colleague=teacher).is_passed


def test_attendance_is_not_noted_before_the_day(course: TrainingCourse, teacher: User, manager: User) -> None:
    meeting = plan_training_meeting(
        course=course,
        held_on=clock.today() + dt.timedelta(days=1),
        place="会议室",
        trainer=manager,
        colleagues=[teacher],
        actor=manager,
    )
    with pytest.raises(Refused, match="too_early"):
        note_attendance(meeting=meeting, came=[teacher.pk], actor=manager)
    assert meeting.attendances.get().came is None


def test_a_retired_course_takes_no_more_answers(course: TrainingCourse, teacher: User, manager: User) -> None:
    take_quiz(course=course, answers=RIGHT, colleague=teacher)
    retire_course(course=course, actor=manager)
    course.refresh_from_db()
    with pytest.raises(Refused, match="not_published"):
        take_quiz(course=course, answers=RIGHT, colleague=manager)
    assert TrainingCertificate.objects.count() == 1


def test_those_without_a_certificate_stand_first(course: TrainingCourse, teacher: User) -> None:
    take_quiz(course=course, answers=RIGHT, colleague=teacher)
    late = make_staff("late@example.cn", "risk_officer")
    rows = [(row.colleague, row.is_valid) for row in standings_of(course)]
    assert rows == [(late, False), (teacher, True)]


def test_the_desk_from_draft_to_certificate(teacher: User, manager: User) -> None:
    desk, boss = arrive(teacher), arrive(manager)
    sent = {
        "title_zh": "课程",
        "title_en": "Course",
        "body_zh": "正文",
        "body_en": "Text",
        "quiz": TEXT,
        "pass_percent": "80",
        "valid_months": "12",
        "roles": ["risk_officer"],
    }
    bad = desk.post("/office/risk/training/new/", {**sent, "quiz": "? 问 | ask"})
    assert bad.status_code == 422
    desk.post("/office/risk/training/new/", sent)
    course = TrainingCourse.objects.get()
    path = f"/office/risk/training/{course.number}/"
    cashier = arrive(make_staff("cashier@example.cn", "cashier"))
    assert cashier.get(path).status_code == 404
    boss.post(f"{path}move/", {"to": "published"})
    boss.post(
        f"{path}meetings/",
        {
            "held_on": clock.today().isoformat(),
            "place": "会议室",
            "trainer": manager.number,
            "colleagues": [teacher.number],
        },
    )
    meeting = TrainingMeeting.objects.get()
    boss.post(f"/office/risk/training/meetings/{meeting.number}/", {"came": [str(teacher.pk)]})
    assert meeting.attendances.get().came is True
    page = cashier.get(f"{path}quiz/").content.decode()
    assert page.count('type="radio"') == 5
    assert '"right"' not in page
    desk.post(f"{path}quiz/", {"q0": "1", "q1": "0"})
    certificate = TrainingCertificate.objects.get()
    answer = desk.get(f"/office/risk/training/certificates/{certificate.number}/")
    assert answer["Content-Type"] == "application/pdf"
    assert cashier.get(f"/office/risk/training/certificates/{certificate.number}/").status_code == 404
    assert certificate.number in desk.get(path).content.decode()
    assert course.number in boss.get("/office/risk/training/").content.decode()
