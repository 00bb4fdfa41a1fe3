"""Score an application with the card in force, and with its challenger beside it."""

from django.db import IntegrityError, transaction

from accounts import clock
from accounts.commands import hash_inputs
from accounts.events import record_event
from accounts.numbers import next_number
from lending.models import Application
from risk.domain.scorecard import inputs_from, score
from risk.domain.scorecard_file import trace_of
from risk.domain.screening import is_for_challenger
from risk.models import Score, Scorecard
from risk.scorecards.content import policy_of, table_of
from risk.scorecards.facts import facts_of
from risk.scorecards.queries import card_in_force, challenger_in_force


def score_application(*, application: Application) -> Score | None:
    """Score what is known now and keep it for good; None while no card is in force.

    A challenger scores every application too. For its share of them, which the hash of the numbers fixes, the case
    rests on its score and the other looks on; either way both traces stay. The same facts under the same card and
    policy are one score: asked again, it is found. The grade is a proposal; who decides may decide otherwise and says
    why.
    """
    champion, challenger = card_in_force(), challenger_in_force()
    if champion is None:
        return None
    if challenger is None:
        return _score(application, champion, is_deciding=True)
    decides = is_for_challenger(challenger.number, application.number, challenger.share_ppm)
    with transaction.atomic():
        # Who looks on scores first: the newest score of an application is the one its case rests on.
        first, second = (champion, challenger) if decides else (challenger, champion)
        _score(application, first, is_deciding=False)
        return _score(application, second, is_deciding=True)


def _score(application: Application, card: Scorecard, *, is_deciding: bool) -> Score:
    if card.policy is None:
        raise LookupError(f"Card {card.number} is in force without a policy.")
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
        is_deciding=is_deciding,
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
            data={
                "application": application.number,
                "card": card.number,
                "points": row.points,
                "decides": is_deciding,
            },
        )
    return row
