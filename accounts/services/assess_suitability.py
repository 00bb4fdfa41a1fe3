"""Assess what risk an investor can bear."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import clock
from accounts.domain.identity_number import age_on
from accounts.domain.suitability import BadAnswers, assess, true_answers
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import SuitabilityAssessment, User
from accounts.numbers import next_number
from accounts.rules import rule_value
from accounts.texts import questionnaire

AGE_DIFFERS = gettext_lazy("Your identity card says another age. Choose the answer that is true.")


def age_of(user: User, today: dt.date) -> int:
    """Return the age of a verified person."""
    if user.person is None:
        raise Refused("identity_missing", _("Verify your identity first."))
    return age_on(user.person.birth_on, today)


def assess_suitability(*, user: User, answers: Mapping[str, str]) -> SuitabilityAssessment:
    """Score the answers to the current questionnaire and keep them; the newest assessment replaces those before it.

    `answers` names one option for each question. It holds from the business date for the days of the rule `suitability`
    (2016 Art. 26). Refuses (`identity_missing`) who is not verified, (`answers_incomplete`) anything but one option for
    each question, (`age_differs`) an age other than the verified one, (`too_many_assessments`) more assessments in a
    day than the rule allows.
    """
    sheet = questionnaire()
    try:
        result = assess(sheet, answers)
    except BadAnswers as error:
        raise Refused("answers_incomplete", _("Answer this question."), field=error.question) from None
    today = clock.today()
    value = rule_value("suitability", on=today)
    with transaction.atomic():
        user = lock_one(User.objects.filter(pk=user.pk))
        if user.identity_verified_at is None:
            raise Refused("identity_missing", _("Verify your identity first."))
        for question, option in true_answers(sheet, age_of(user, today)).items():
            if answers[question] != option:
                raise Refused("age_differs", AGE_DIFFERS, field=question)
        taken = SuitabilityAssessment.objects.filter(user=user, assessed_on=today).count()
        if taken >= value["assessments_a_day"]:
            raise Refused(
                "too_many_assessments",
                _("You have answered the questionnaire several times today. Try again tomorrow."),
            )
        assessment = SuitabilityAssessment.objects.create(
            number=next_number("SA"),
            user=user,
            version=sheet.version,
            answers=dict(answers),
            points=result.points,
            type=result.type,
            assessed_on=today,
            valid_until_on=today + dt.timedelta(days=value["valid_days"]),
            assessed_at=clock.now(),
        )
        record_event(
            "suitability.assessed",
            subject=assessment,
            actor=user,
            data={"user": user.number, "type": result.type},
        )
    return assessment
