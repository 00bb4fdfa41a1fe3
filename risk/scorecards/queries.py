"""What is read of cards and scores."""

from django.db.models import Count, QuerySet

from lending.models import Application
from risk.models import Score, Scorecard


def cards() -> "QuerySet[Scorecard]":
    """Return every card with what a list shows."""
    return (
        Scorecard.objects.select_related("made_by", "published_by", "policy")
        .defer("content", "policy__content")
        .annotate(score_count=Count("scores"))
    )


def drafts() -> "QuerySet[Scorecard]":
    """Return the cards somebody works on."""
    return Scorecard.objects.filter(status=Scorecard.Status.DRAFT)


def card_in_force() -> Scorecard | None:
    """Return the card that scores now."""
    return cards_scoring(Scorecard.Lane.CHAMPION).first()


def challenger_in_force() -> Scorecard | None:
    """Return the card that is tried beside the one in force."""
    return cards_scoring(Scorecard.Lane.CHALLENGER).first()


def cards_scoring(lane: str) -> "QuerySet[Scorecard]":
    """Return the published card of a lane, if there is one."""
    return Scorecard.objects.select_related("policy").filter(
        status=Scorecard.Status.PUBLISHED, lane=lane, policy__isnull=False
    )


def score_of(application: Application) -> Score | None:
    """Return the newest score that a case rests on, with its card; None where none was made.

    `grade` (A to E), `points`, `pd_ppm`, `verdict` (accept, look, refuse) and `reasons` (codes of the card) propose;
    who decides may override them.
    """
    return (
        Score.objects.select_related("card", "policy", "application")
        .filter(application=application, is_deciding=True)
        .order_by("-pk")
        .first()
    )


def scores_of_card(card: Scorecard) -> "QuerySet[Score]":
    """Return a card's scores, the newest first."""
    rows = Score.objects.select_related("application").filter(card=card)
    return rows.only("number", "points", "pd_ppm", "grade", "verdict", "made_at", "application__number")


def monitored_cards() -> "QuerySet[Scorecard]":
    """Return the cards that are or were in force, the newest first."""
    return Scorecard.objects.filter(published_at__isnull=False).defer("content").order_by("-published_at")


def monitored_card(number: str) -> Scorecard | None:
    """Return the card of a number, else the one in force, else the last one that was."""
    rows = Scorecard.objects.select_related("policy").filter(published_at__isnull=False)
    chosen = rows.filter(number=number).first() if number else None
    return (
        chosen
        or rows.filter(status=Scorecard.Status.PUBLISHED, lane=Scorecard.Lane.CHAMPION).first()
        or rows.order_by("-published_at").first()
    )
