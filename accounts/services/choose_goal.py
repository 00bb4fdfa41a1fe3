"""Choose what one came for."""

from django.db import transaction

from accounts import clock
from accounts.events import record_event
from accounts.locking import lock_one
from accounts.models import OnboardingGoal, User


def choose_goal(*, user: User, wants: str) -> OnboardingGoal:
    """Keep whether the customer wants to borrow or to invest; may be changed at any time, and forbids nothing."""
    chosen = OnboardingGoal.Wants(wants)
    with transaction.atomic():
        lock_one(User.objects.filter(pk=user.pk))
        goal, _is_new = OnboardingGoal.objects.update_or_create(
            user=user, defaults={"wants": chosen, "chosen_at": clock.now()}
        )
        record_event("onboarding.goal_chosen", subject=user, actor=user, data={"wants": chosen.value})
    return goal
