"""Correct a verified person's name or identity number."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts import clock
from accounts.crypto import blind_index
from accounts.domain.identity_number import read_identity_number
from accounts.events import record_event
from accounts.field_origins import EnteredBy, record_origins
from accounts.locking import lock_one
from accounts.models import (
    FieldOrigin,
    IdentityCheck,
    IdentityReview,
    Person,
    PrivacyRequest,
    User,
    WatchHit,
)
from accounts.numbers import next_number
from accounts.services.decide_privacy import decide_privacy
from accounts.services.refer_hits import refer_hits
from accounts.states import move
from accounts.watch.matching import entries_against, sought_of

REVIEWER = "review"


def correct_identity(*, review: IdentityReview, user: User, actor: User | None) -> None:
    """Put the corrected values in the person's place, leave a check as evidence, and answer the request.

    The caller holds the transaction, the locked login and a consumed approval. The new values are held against the
    watch-list like any others.
    """
    person = lock_one(Person.objects.filter(users=user))
    if review.corrected_name:
        person.real_name = review.corrected_name
    if review.corrected_number:
        person.identity_number = review.corrected_number
        person.identity_index = blind_index("identity", review.corrected_number)
        person.birth_on = read_identity_number(review.corrected_number).birth_on
    person.save(update_fields=["real_name", "identity_number", "identity_index", "birth_on"])
    User.objects.filter(person=person, kind=User.Kind.CUSTOMER).update(display_name=person.real_name)
    check = _leave_evidence(user, person, review)
    fields = [
        name
        for name, value in (
            ("real_name", review.corrected_name),
            ("identity_number", review.corrected_number),
        )
        if value
    ]
    record_origins(user, fields, EnteredBy(actor or user, FieldOrigin.Source.REVIEW, reference=check.number))
    record_event("user.identity_corrected", subject=user, actor=actor, data={"check": check.number})
    entries = entries_against(sought_of(check, user.phone_index), clock.today())
    refer_hits(user=user, entries=entries, found_by=WatchHit.FoundBy.IDENTITY)
    _answer(review, actor)


def _leave_evidence(user: User, person: Person, review: IdentityReview) -> IdentityCheck:
    at = clock.now()
    check = IdentityCheck.objects.create(
        number=next_number("IC"),
        user=user,
        real_name=person.real_name,
        identity_number=person.identity_number,
        identity_index=person.identity_index,
        provider=REVIEWER,
        provider_reference=review.number,
        asked_at=at,
    )
    move(check, IdentityCheck.Status.ACCEPTED, actor=None, data={"user": user.number}, answered_at=at)
    return check


def _answer(review: IdentityReview, actor: User | None) -> None:
    asked = review.privacy_request
    if asked is not None and actor is not None and asked.status == PrivacyRequest.Status.ASKED:
        decide_privacy(asked=asked, staff=actor, is_granted=True, answer=_answer_words(asked), by_review=True)


def _answer_words(asked: PrivacyRequest) -> str:
    """Return the answer in the language the person asked in."""
    with override(asked.language):
        return _("Your data is corrected.")
