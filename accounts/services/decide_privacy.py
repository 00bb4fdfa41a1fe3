"""Answer what a person asked about their data."""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts import clock
from accounts.approvals import is_same_person
from accounts.errors import Refused
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import FieldOrigin, IdentityReview, PrivacyRequest, User
from accounts.personal_data import Binding, bindings_of
from accounts.services.erase_person import erase_person
from accounts.services.send_message import send_message
from accounts.states import move

LEAST_WORDS = 4
# What a granted correction must have changed, by what it is about; of the rest only people can tell.
CORRECTED_BY = {
    "employment": (
        "employment",
        "industry",
        "employer",
        "employed_months",
        "monthly_income_fen",
        "monthly_debt_fen",
        "other_debt_fen",
        "other_platform_debt_fen",
    )
}
# What is still running has no date; it is looked at again in a month.
LOOK_AGAIN = dt.timedelta(days=30)


def decide_privacy(
    *, asked: PrivacyRequest, staff: User, is_granted: bool, answer: str, by_review: bool = False
) -> PrivacyRequest:
    """Grant or refuse a correction, a deletion or a review; the person reads the answer.

    A deletion that nothing binds erases the personal values and closes the login. One that the law binds freezes them:
    no new business, and a day on which it is looked at again. Refuses (`privacy_answer`) a decision without words,
    (`privacy_own`) a decision about oneself, (`privacy_kind`) a copy, which the worker prepares, (`privacy_decided`) a
    second decision, (`not_corrected`) to say that employment and income are corrected while they are as they were,
    (`privacy_review`) what a review of the identity decides, unless it is the review that says so.
    """
    if asked.kind == PrivacyRequest.Kind.EXPORT:
        raise Refused("privacy_kind", _("A copy is prepared by itself."))
    if len(answer.strip()) < LEAST_WORDS:
        raise Refused("privacy_answer", _("Write what the person is to read."), field="answer")
    if is_same_person(staff, asked.user):
        raise Refused("privacy_own", _("Nobody decides on an own request."))
    with transaction.atomic():
        user = lock_one(User.objects.filter(pk=asked.user_id))
        asked.refresh_from_db(fields=["status"])
        if asked.status != PrivacyRequest.Status.ASKED:
            raise Refused("privacy_decided", _("A colleague has decided on this request already."))
        if not by_review and _is_reviewed(asked):
            raise Refused("privacy_review", _("A review of the identity decides on this and answers it."))
        if is_granted and not _is_corrected(asked):
            raise Refused(
                "not_corrected",
                _(
                    "Nothing of it was changed since it was asked. Enter the right values for the customer first; once "
                    "they are confirmed, grant it."
                ),
            )
        is_deletion = asked.kind == PrivacyRequest.Kind.DELETION
        if is_granted and is_deletion:
            _delete(asked, user, staff, answer.strip())
        else:
            to = PrivacyRequest.Status.DONE if is_granted else PrivacyRequest.Status.REFUSED
            _end(asked, to, staff, answer.strip())
            _tell(asked, user)
    return asked


def _is_reviewed(asked: PrivacyRequest) -> bool:
    return IdentityReview.objects.filter(privacy_request=asked, status__in=IdentityReview.OPEN).exists()


def _is_corrected(asked: PrivacyRequest) -> bool:
    """Whether what was asked to be corrected was changed since, where that can be told."""
    fields = CORRECTED_BY.get(asked.about, ()) if asked.kind == PrivacyRequest.Kind.CORRECTION else ()
    if not fields:
        return True
    since = FieldOrigin.objects.filter(customer=asked.user_id, field__in=fields)
    # What a colleague entered holds from the customer's own confirmation on.
    return since.filter(Q(entered_at__gte=asked.asked_at) | Q(confirmed_at__gte=asked.asked_at)).exists()


def _delete(asked: PrivacyRequest, user: User, staff: User, answer: str) -> None:
    bindings = bindings_of(user)
    if not bindings:
        # The answer goes with the rest: nobody is left to read it, and it may name the person.
        _end(asked, PrivacyRequest.Status.DONE, staff, "")
        erase_person(user=user, actor=staff)
        return
    _end(
        asked,
        PrivacyRequest.Status.FROZEN,
        staff,
        answer,
        look_again_on=look_again_on(bindings, clock.today()),
    )
    User.objects.filter(pk=user.pk).update(restricted_at=clock.now())
    record_event("user.restricted", subject=user, actor=staff, data={"request": asked.number})
    _tell(asked, user)


def look_again_on(bindings: list[Binding], today: dt.date) -> dt.date:
    """Return the day after the last date that binds, in a month where something still runs."""
    dates = [binding.until_on for binding in bindings if binding.until_on is not None]
    if len(dates) < len(bindings) or not dates:
        return today + LOOK_AGAIN
    return max(dates) + dt.timedelta(days=1)


def _end(asked: PrivacyRequest, to: str, staff: User, answer: str, **fields: object) -> None:
    move(
        asked,
        to,
        actor=staff,
        data={"user": asked.user.number},
        decided_by=staff,
        decided_at=clock.now(),
        answer=answer,
        **fields,
    )


def _tell(asked: PrivacyRequest, user: User) -> None:
    send_message(
        to=user,
        template="privacy_answered",
        context={"number": asked.number},
        key=f"privacy:{asked.number}",
        link=f"/me/privacy/requests/{asked.number}/",
    )
