"""Risk gives its opinion on a dealer."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.commands import run_once
from accounts.dealers.acting import lock_for_office
from accounts.dealers.policy import Limits, ceilings
from accounts.dealers.queries import proposed_terms
from accounts.dealers.watched import refuse_stopped
from accounts.errors import Refused
from accounts.events import record_event
from accounts.models import Dealer, DealerOpinion, User
from accounts.numbers import next_number
from accounts.web.formats import yuan


def give_dealer_opinion(
    *, dealer: Dealer, actor: User, recommendation: str, text: str, limits: Limits | None, key: str
) -> DealerOpinion:
    """Keep the opinion on the papers of this round; the newest one counts until an admission is asked for.

    Refuses (`limits_missing`) a recommendation to admit without limits, what `check_limits` refuses, and
    (`already_asked`) an opinion that would come after the request it should have led; to admit, what `refuse_stopped`
    refuses.
    """
    if recommendation == DealerOpinion.Recommendation.ADMIT:
        if limits is None:
            raise Refused("limits_missing", _("Whoever recommends admission proposes limits."))
        check_limits(limits, ceilings())
    else:
        limits = None
    inputs = {"dealer": dealer.number, "says": recommendation, "text": text, "limits": str(limits)}

    def perform() -> str:
        row = lock_for_office(dealer, Dealer.Status.VETTING)
        if limits is not None:
            refuse_stopped(row, clock.today())
        if proposed_terms(row) is not None:
            raise Refused("already_asked", _("The same is already waiting for an approval."))
        return _write(row, actor, recommendation, text, limits).number

    with transaction.atomic():
        number = run_once(
            actor=actor, command="accounts.dealer_opinion", key=key, inputs=inputs, perform=perform
        )
        return DealerOpinion.objects.get(number=number)


def check_limits(limits: Limits, most: Limits) -> None:
    """Refuse (`limits_form`) limits that contradict each other, (`limits_too_high`) limits above the most."""
    if min(limits.single_order_fen, limits.daily_orders) <= 0 or (
        limits.outstanding_fen < limits.single_order_fen
    ):
        raise Refused(
            "limits_form",
            _("One order cannot be more than all that may be outstanding."),
            field="outstanding",
        )
    if limits.exceeds(most):
        raise Refused(
            "limits_too_high",
            _(
                "At most %(single)s for one order, %(outstanding)s outstanding in all and %(orders)s orders a day "
                "are allowed here."
            )
            % {
                "single": yuan(most.single_order_fen),
                "outstanding": yuan(most.outstanding_fen),
                "orders": most.daily_orders,
            },
            field="single",
        )


def _write(row: Dealer, actor: User, recommendation: str, text: str, limits: Limits | None) -> DealerOpinion:
    opinion = DealerOpinion.objects.create(
        number=next_number("DO"),
        dealer=row,
        round=row.round,
        recommendation=recommendation,
        text=text.strip(),
        single_order_fen=limits.single_order_fen if limits else None,
        outstanding_fen=limits.outstanding_fen if limits else None,
        daily_orders=limits.daily_orders if limits else None,
        given_by=actor,
        given_at=clock.now(),
    )
    record_event(
        "dealer.opinion_given",
        subject=row,
        actor=actor,
        data={"opinion": opinion.number, "recommendation": recommendation},
    )
    return opinion
