"""Score an application with the card in force."""

from django.db import IntegrityError, transaction

from accounts import clock
from accounts.commands import hash_inputs
from accounts.events import record_event
from accounts.numbers import next_number
from lending.models import Application
from risk.domain.scorecard import inputs_from, score
from risk.domain.scorecard_file import trace_of
from risk.models import Score, Scorecard
from risk.scorecards.content import policy_of, table_of
from risk.scorecards.facts import facts_of


def score_application(*, application: Application) -> Score | None:
    """Score what is known now and keep it for good; None while no card is in force.

    The same facts under the same card and policy are one score: asked again, it is found. The grade is a proposal; who
    decides may decide otherwise and says why.
    """
    card = (
        Scorecard.objects.select_related("policy")
        .filter(status=Scorecard.Status.PUBLISHED, policy__isnull=False)
        .first()
    )
    if card is None or card.policy is None:
        return None
    table, policy = table_of(card), policy_of(card.policy)
    inputs = inputs_from(
        table, facts_of(application, {one.source.fact for one in table.characteristics if one.source})
    )
    scored = score(table, inputs)
    row = Score(
        number=next_number("CS"),
        application=application,
        card=card,
        policy=card.policy,
        inputs=inputs,
        inputs_hash=hash_inputs(dict(inputs)),
        points=scored.points,
        pd_ppm=policy.pd_ppm(scored.points),
        grade=policy.grade(scored.points),
        verdict=policy.verdict(scored.points),
        trace=trace_of(scored),
        reasons=list(scored.reasons),
        made_at=clock.now(),
        made_on=clock.today(),
    )
    with transaction.atomic():
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            return Score.objects.get(
                application=application, card=card, policy=card.policy, inputs_hash=row.inputs_hash
            )
        record_event(
            "score.made",
            subject=row,
            actor=None,
            data={"application": application.number, "card": card.number, "points": row.points},
        )
    return row
