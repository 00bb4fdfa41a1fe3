"""Fetching courses, meetings and certificates: checked while fetched."""

from django.http import Http404

from accounts.models import User
from risk.models import TrainingCertificate, TrainingCourse, TrainingMeeting

TEACH, SEE = "risk.teach", "risk.see_inspections"


def access_course(user: User, number: str) -> TrainingCourse:
    """Return a published course to every colleague, any other to those who teach or oversee; else 404."""
    found = TrainingCourse.objects.select_related("written_by", "published_by").filter(number=number).first()
    if found is None or not user.is_staff:
        raise Http404
    if found.status != TrainingCourse.Status.PUBLISHED and not (user.has_right(TEACH) or user.has_right(SEE)):
        raise Http404
    return found


def access_meeting(user: User, number: str) -> TrainingMeeting:
    """Return a meeting to those who teach or oversee; else 404."""
    found = TrainingMeeting.objects.select_related("course", "trainer").filter(number=number).first()
    if found is None or not (user.has_right(TEACH) or user.has_right(SEE)):
        raise Http404
    return found


def access_certificate(user: User, number: str) -> TrainingCertificate:
    """Return a certificate to whose it is and to those who teach or oversee; else 404."""
    rows = TrainingCertificate.objects.select_related("course", "colleague", "attempt")
    found = rows.filter(number=number).first()
    if found is None or not (found.colleague_id == user.pk or user.has_right(TEACH) or user.has_right(SEE)):
        raise Http404
    return found
