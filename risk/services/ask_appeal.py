"""Ask that a person looks again at an application that was declined."""

import datetime as dt

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import Document, User
from accounts.numbers import next_number
from accounts.rules import rule_value
from accounts.services.store_document import store_document
from lending.models import Application
from lending.services.reconsider_application import DECLINED, reconsider_application
from risk.cases.appeals import appeal_of, last_day_to_ask, was_automatic
from risk.models import Appeal, CreditCase
from risk.services.open_case import open_case

PREFIX = "HR"


def ask_appeal(
    *, application: Application, customer: User, words: str, paper: "UploadedFile[bytes] | None" = None
) -> Appeal:
    """Open a case that another person decides than before (PIPL Art. 24, RULES appeal.window).

    Refuses (`no_words`), (`not_declined`), (`asked_before`) a second time, (`too_late`) after the days of the rule, and
    what `reconsider_application` refuses. Called outside a transaction, as papers are kept.
    """
    if len(words.strip()) < 2:
        raise Refused("no_words", _("Say what we should look at again."), field="words")
    _check(application)
    document = (
        store_document(
            owner=customer, kind=Document.Kind.EVIDENCE, file=paper, actor=customer, subject=application
        )
        if paper
        else None
    )
    with transaction.atomic():
        today = clock.lock_business_date()
        automatic = was_automatic(application)
        row = reconsider_application(
            application=application, states=DECLINED, because="appeal", actor=customer
        )
        if appeal_of(row) is not None:
            raise Refused("asked_before", _("You have asked for this once already."))
        case = open_case(application=row, actor=None, cause=CreditCase.Cause.APPEAL)
        days = rule_value("appeal.window", on=today)["answer_days"]
        appeal = Appeal.objects.create(
            number=next_number(PREFIX),
            application=row,
            was_automatic=automatic,
            words=words.strip()[:2000],
            document=document,
            case=case,
            asked_at=clock.now(),
            answer_by_on=today + dt.timedelta(days=days),
        )
        record_event("appeal.asked", subject=appeal, actor=customer, data={"case": case.number})
    return appeal


def _check(application: Application) -> None:
    if appeal_of(application) is not None:
        raise Refused("asked_before", _("You have asked for this once already."))
    if application.status != Application.Status.REJECTED:
        raise Refused("not_declined", _("This application was not declined."))
    last_on = last_day_to_ask(application)
    if last_on is None or clock.today() > last_on:
        raise Refused("too_late", _("The time to ask for this has run out."))
