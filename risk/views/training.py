"""Training: the own courses of each colleague, the quiz and its certificate; writing and teaching for risk."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import PersonRequest, any_staff, staff
from accounts.errors import Refused
from accounts.web.file_answer import pdf_answer
from risk.forms.training import AttendanceForm, CourseForm, MeetingForm, QuizForm
from risk.models import TrainingCourse
from risk.services.note_attendance import note_attendance
from risk.services.plan_training_meeting import plan_training_meeting
from risk.services.publish_course import publish_course
from risk.services.retire_course import retire_course
from risk.services.take_quiz import take_quiz
from risk.services.write_course import write_course
from risk.training import queries
from risk.training.certificate import draw_certificate
from risk.training.policies import SEE, TEACH, access_certificate, access_course, access_meeting


@any_staff
def training(request: PersonRequest) -> HttpResponse:
    """Show the courses as they stand for the person who looks, and the meetings the person is asked to."""
    user = request.user
    oversees = user.has_right(TEACH) or user.has_right(SEE)
    context = {
        "own": queries.own_courses(user),
        "meetings": queries.own_meetings(user),
        "courses": queries.all_courses() if oversees else None,
        "may_write": user.has_right(TEACH),
    }
    return render(request, "risk/office/training.html", context)


@any_staff
def course(request: PersonRequest, number: str) -> HttpResponse:
    """Show a course: its words, the own tries, and to those who teach who passed it."""
    return _show(request, access_course(request.user, number))


@any_staff
@require_http_methods(["GET", "POST"])
def quiz(request: PersonRequest, number: str) -> HttpResponse:
    """Take the quiz."""
    found = access_course(request.user, number)
    form = QuizForm(request.POST if request.method == "POST" else None, course=found)
    if form.is_valid():
        try:
            attempt = take_quiz(course=found, answers=form.answers, colleague=request.user)
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            counts = {"right": attempt.right, "asked": attempt.asked}
            if attempt.is_passed:
                messages.success(
                    request,
                    _("Passed: %(right)d of %(asked)d are right. Your certificate is ready.") % counts,
                )
            else:
                messages.warning(
                    request,
                    _("Not passed: %(right)d of %(asked)d are right. Read the course again.") % counts,
                )
            return redirect("training_course", number=number)
    status = 422 if form.is_bound else 200
    return render(request, "risk/office/quiz.html", {"course": found, "form": form}, status=status)


@any_staff
def certificate(request: PersonRequest, number: str) -> HttpResponse:
    """Give the certificate as PDF in the reader's language."""
    found = access_certificate(request.user, number)
    language = get_language() or "zh-hans"
    return pdf_answer(draw_certificate(found, language), f"{found.number}-{language[:2]}.pdf")


@staff(TEACH)
@require_http_methods(["GET", "POST"])
def new_course(request: PersonRequest) -> HttpResponse:
    """Write a course."""
    return _write(request, None)


@staff(TEACH)
@require_http_methods(["GET", "POST"])
def edit_course(request: PersonRequest, number: str) -> HttpResponse:
    """Change a draft."""
    return _write(request, access_course(request.user, number))


@staff(TEACH)
@require_POST
def move_course(request: PersonRequest, number: str) -> HttpResponse:
    """Publish a draft, or retire a course."""
    found = access_course(request.user, number)
    try:
        if request.POST.get("to") == "retired":
            retire_course(course=found, actor=request.user)
            messages.success(request, _("The course is retired."))
        else:
            publish_course(course=found, actor=request.user)
            messages.success(request, _("The course is open to every colleague."))
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return redirect("training_course", number=number)


@staff(TEACH)
@require_POST
def plan_meeting(request: PersonRequest, number: str) -> HttpResponse:
    """Plan a meeting of the course."""
    found = access_course(request.user, number)
    form = MeetingForm(request.POST)
    if form.is_valid():
        try:
            planned = plan_training_meeting(course=found, actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(
                request, _("The meeting is planned; everybody asked finds it in the own training.")
            )
            return redirect("training_meeting", number=planned.number)
    return _show(request, found, meeting_form=form)


@staff(TEACH)
@require_http_methods(["GET", "POST"])
def meeting(request: PersonRequest, number: str) -> HttpResponse:
    """Show a meeting and note who came."""
    found = access_meeting(request.user, number)
    form = AttendanceForm(request.POST if request.method == "POST" else None, meeting=found)
    if form.is_valid():
        try:
            note_attendance(meeting=found, came=form.ids, actor=request.user)
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("Who came is noted."))
            return redirect("training_meeting", number=number)
    status = 422 if form.is_bound else 200
    return render(
        request, "risk/office/training_meeting.html", {"meeting": found, "form": form}, status=status
    )


def _write(request: PersonRequest, found: TrainingCourse | None) -> HttpResponse:
    if request.method == "POST":
        form = CourseForm(request.POST)
        if form.is_valid():
            try:
                written = write_course(text=form.text, actor=request.user, course=found)
            except Refused as refusal:
                form.add_refusal(refusal)
            else:
                messages.success(request, _("The draft is kept; another person publishes it."))
                return redirect("training_course", number=written.number)
    else:
        form = CourseForm() if found is None else CourseForm.of(found)
    status = 422 if form.is_bound else 200
    return render(request, "risk/office/write_course.html", {"form": form, "course": found}, status=status)


def _show(request: PersonRequest, found: TrainingCourse, **bound: Any) -> HttpResponse:
    user = request.user
    teaches = user.has_right(TEACH)
    is_published = found.status == TrainingCourse.Status.PUBLISHED
    oversees = teaches or user.has_right(SEE)
    context = {
        "course": found,
        "tries": queries.tries_of(user, found),
        "own": next((row for row in queries.own_courses(user) if row.course.pk == found.pk), None),
        "is_published": is_published,
        "is_draft": found.status == TrainingCourse.Status.DRAFT,
        "may_retire": teaches and found.status != TrainingCourse.Status.RETIRED,
        "teaches": teaches,
        "meetings": queries.meetings_of(found) if oversees else None,
        "standings": queries.standings_of(found) if oversees and found.roles else None,
        "meeting_form": bound.get("meeting_form", MeetingForm()) if teaches and is_published else None,
    }
    return render(request, "risk/office/course.html", context, status=422 if bound else 200)
