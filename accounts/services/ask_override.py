"""Ask a second person to let a customer pass against an automatic check."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.crypto import blind_index
from accounts.domain.identity_number import BadIdentityNumber, read_identity_number
from accounts.domain.real_name import BadName, read_real_name
from accounts.errors import Refused
from accounts.models import Approval, Consent, IdentityReview, Person, User, WatchEntry, WatchHit
from accounts.onboarding import kept_identity_pictures
from accounts.review.acting import lock_for_examiner
from accounts.review.payloads import OVERRIDES, override_kind, override_payload, page_of
from accounts.services.request_approval import request_approval

Cause = IdentityReview.Cause
SIDES = 2


def ask_override(
    *, review: IdentityReview, reason: str, actor: User, real_name: str = "", identity_number: str = ""
) -> Approval:
    """Ask for the approval under which the review is passed, bound to the pictures and values as they are now.

    A correction names what it should be; empty stays as it is. Refuses what `lock_for_examiner` refuses,
    (`no_override`) a review that one person passes, (`stop_in_force`) whom an entry in force stops, unless it only
    names somebody of that name, (`pictures_missing`) what rests on a card nobody has seen, (`consent_missing`) a face
    without the consent, (`nothing_to_verify`) a mismatch without its check, (`correction_form`, `correction_missing`,
    `correction_taken`), (`reason_missing`).
    """
    with transaction.atomic():
        row = lock_for_examiner(review, actor)
        if row.cause not in OVERRIDES:
            raise Refused("no_override", _("This needs no second person."))
        CHECKS[Cause(row.cause)](row)
        if row.cause == Cause.CORRECTION:
            _write_correction(row, real_name, identity_number)
        return request_approval(
            maker=actor,
            kind=override_kind(row),
            subject=row,
            payload=override_payload(row),
            page_path=page_of(row),
            reason=reason,
        )


def _check_hits(row: IdentityReview) -> None:
    stopping = row.hits.filter(
        status=WatchHit.Status.OPEN,
        entry__status=WatchEntry.Status.IN_FORCE,
        entry__severity=WatchEntry.Severity.STOP,
    ).exclude(entry__kind=WatchEntry.Kind.NAME_BIRTH)
    if stopping.exists():
        raise Refused(
            "stop_in_force", _("An entry in force stops this person. End the entry first, or refuse.")
        )


def _check_pictures(row: IdentityReview) -> None:
    if len(kept_identity_pictures(row.user)) < SIDES:
        raise Refused(
            "pictures_missing",
            _(
                "The customer's file has no picture of both sides of the card. Return it and ask for them first."
            ),
        )


def _check_mismatch(row: IdentityReview) -> None:
    _check_pictures(row)
    if row.identity_check is None:
        raise Refused("nothing_to_verify", _("There is no name and number to accept."))


def _check_face(row: IdentityReview) -> None:
    _check_pictures(row)
    if not Consent.objects.filter(user=row.user, code="sensitive", withdrawn_at__isnull=True).exists():
        raise Refused("consent_missing", _("The customer's consent to biometric data is not in force."))


def _check_correction(row: IdentityReview) -> None:
    _check_pictures(row)
    if row.user.person is None or row.user.identity_verified_at is None:
        raise Refused(
            "correction_missing", _("This identity is not verified, so there is nothing to correct.")
        )


CHECKS = {
    Cause.WATCH_LIST: _check_hits,
    Cause.NAME_MISMATCH: _check_mismatch,
    Cause.FACE_FAILED: _check_face,
    Cause.CORRECTION: _check_correction,
}


def _write_correction(row: IdentityReview, real_name: str, identity_number: str) -> None:
    try:
        row.corrected_name = read_real_name(real_name) if real_name.strip() else ""
        row.corrected_number = read_identity_number(identity_number).number if identity_number.strip() else ""
    except (BadName, BadIdentityNumber):
        raise Refused("correction_form", _("This is no name and number of an identity card.")) from None
    if not (row.corrected_name or row.corrected_number):
        raise Refused("correction_missing", _("Enter what it should be."), field="real_name")
    if row.corrected_number:
        index = blind_index("identity", row.corrected_number)
        person = row.user.person
        others = Person.objects.filter(identity_index=index)
        if others.exclude(pk=person.pk if person else 0).exists():
            raise Refused("correction_taken", _("Somebody else has this number."), field="identity_number")
    row.save(update_fields=["corrected_name", "corrected_number"])
