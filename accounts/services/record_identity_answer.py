"""Write down what the identity service answered."""

from django.db import transaction

from accounts import clock
from accounts.domain.real_name import has_rare_characters
from accounts.locking import lock_one
from accounts.models import IdentityCheck, IdentityReview, User, WatchHit
from accounts.queries import is_known_by_another_name
from accounts.rules import rule_value
from accounts.services.bind_identity import bind_identity
from accounts.services.lapse_reviews import lapse_reviews
from accounts.services.open_review import open_review
from accounts.services.refer_hits import refer_hits
from accounts.states import move
from accounts.watch.matching import entries_against, sought_of

Status = IdentityCheck.Status
Cause = IdentityReview.Cause


def record_identity_answer(*, number: str, is_match: bool | None, reference: str = "") -> IdentityCheck:
    """Move the check to what was answered; on a match bind the login to its person. None stands for no answer.

    A number whose owner we know by another name is a mismatch, whatever was answered. Before anybody is bound the
    watch-list is asked: whoever stands on it is bound to nobody, the check says `referred` and a colleague looks. An
    identity that another customer's login holds is not bound again (one person, one account): the check says `taken`. A
    login that another check bound meanwhile keeps its person: `superseded`. A check that was answered before is
    returned as it is.
    """
    with transaction.atomic():
        check = lock_one(IdentityCheck.objects.filter(number=number))
        if check.status != Status.ASKED:
            return check
        user = lock_one(User.objects.filter(pk=check.user_id))
        if is_match and is_known_by_another_name(check.identity_index, check.real_name):
            # Whoever knows a number alone does not learn from us that its owner is here.
            is_match = False
        outcome = _matched(user, check) if is_match else _refusal(user, check, is_match)
        move(
            check,
            outcome,
            actor=user,
            data={"user": user.number, "reference": reference},
            answered_at=clock.now(),
            provider_reference=reference,
        )
        return check


def _matched(user: User, check: IdentityCheck) -> str:
    entries = entries_against(sought_of(check, user.phone_index), clock.today())
    found_by = WatchHit.FoundBy.IDENTITY
    if refer_hits(user=user, entries=entries, found_by=found_by, identity_check=check):
        return Status.REFERRED
    outcome = bind_identity(user=user, check=check)
    if outcome == Status.MATCHED:
        lapse_reviews(user=user, causes=[Cause.NAME_MISMATCH, Cause.DUPLICATE])
    if outcome == Status.TAKEN:
        open_review(user=user, cause=Cause.DUPLICATE, identity_check=check)
    return outcome


def _refusal(user: User, check: IdentityCheck, is_match: bool | None) -> str:
    """A name that the services' registers often lack goes to a colleague at once, others after several tries."""
    if is_match is None:
        return Status.UNANSWERED
    if has_rare_characters(check.real_name):
        open_review(user=user, cause=Cause.NAME_MISMATCH, identity_check=check)
        return Status.REFERRED
    failed = IdentityCheck.objects.filter(user=user, status=Status.MISMATCHED).count() + 1
    is_returned = IdentityReview.objects.filter(
        user=user, cause=Cause.NAME_MISMATCH, status=IdentityReview.Status.RETURNED
    ).exists()
    if is_returned or failed % rule_value("kyc.review")["name_mismatches"] == 0:
        open_review(user=user, cause=Cause.NAME_MISMATCH, identity_check=check)
    return Status.MISMATCHED
