"""A challenger card: it looks on or decides an exact share, by approval, and both are shown side by side."""

import pytest

from accounts import clock
from accounts.errors import Refused
from accounts.models import Approval, User
from accounts.services.decide_approval import decide_approval
from accounts.services.deliver_events import deliver_events
from lending.models import Application
from risk.domain.screening import slot_ppm
from risk.models import CreditCase, Score, Scorecard
from risk.scorecards.invariants import scorecards_replay, scores_replay
from risk.scorecards.queries import card_in_force, challenger_in_force, score_of
from risk.scorecards.trial import compare_cards
from risk.services.propose_scorecard import Trial, propose_scorecard
from risk.services.retire_scorecard import retire_scorecard
from risk.services.score_application import score_application
from tests.arrivals import arrive
from tests.factories import make_customer
from tests.lending.factories import make_submitted

PAGE = "/office/risk/scorecards/monitoring/"


def start(card: Scorecard, checker: User, share_ppm: int) -> None:
    """Ask for a trial and let another person approve it."""
    assert card.made_by is not None
    propose_scorecard(
        number=card.number, maker=card.made_by, reason="Trained on our loans.", trial=Trial(share_ppm)
    )
    asked = Approval.objects.get(subject_type="risk.scorecard", subject_id=card.pk, status="open")
    decide_approval(
        checker=checker, number=asked.number, is_approved=True, shown_hash=asked.payload_hash, note="Seen."
    )
    deliver_events()
    card.refresh_from_db()


def made(application: Application) -> list[tuple[str, bool]]:
    rows = Score.objects.filter(application=application).order_by("pk")
    return list(rows.values_list("card__code", "is_deciding"))


def test_a_shadow_scores_everything_and_decides_nothing(
    draft: Scorecard, seeded: Scorecard, borrower: User, risk_manager: User
) -> None:
    start(draft, risk_manager, 0)
    seeded.refresh_from_db()
    assert (draft.status, draft.lane, seeded.status) == ("published", "challenger", "published")
    assert (card_in_force(), challenger_in_force()) == (seeded, draft)
    application = make_submitted(borrower)
    deliver_events()
    assert made(application) == [("own", False), ("german-credit", True)]
    shadow = Score.objects.get(card=draft)
    assert shadow.trace
    case, found = CreditCase.objects.get(), score_of(application)
    assert found is not None
    assert (case.facts["score"]["score"], case.facts["score"]["card"]) == (found.number, seeded.number)
    assert found.card == seeded
    # Asked again the same two are found; both come out again bit for bit.
    assert score_application(application=application) == found
    assert Score.objects.count() == 2
    assert scores_replay() == scorecards_replay() == []


def test_the_share_is_exact_by_the_hash_of_the_numbers(
    draft: Scorecard, seeded: Scorecard, borrower: User, stranger: User, risk_manager: User
) -> None:
    start(draft, risk_manager, 500_000)
    for user, more, codes in (
        (borrower, 0, ["own", "german-credit"]),
        (stranger, 1, ["german-credit", "own"]),
    ):
        application = make_submitted(user)
        share_ppm = slot_ppm(draft.number, application.number) + more
        Scorecard.objects.filter(pk=draft.pk).update(share_ppm=share_ppm)
        score = score_application(application=application)
        assert score is not None
        assert made(application) == [(codes[0], False), (codes[1], True)]
        assert score.card.code == codes[1]


def test_what_is_no_trial_is_refused(
    draft: Scorecard, seeded: Scorecard, officer: User, risk_manager: User
) -> None:
    with pytest.raises(Refused, match="bad_share"):
        propose_scorecard(number=draft.number, maker=officer, reason="Try.", trial=Trial(500_001))
    retire_scorecard(number=seeded.number, reason="Drift.", actor=risk_manager)
    with pytest.raises(Refused, match="no_champion"):
        propose_scorecard(number=draft.number, maker=officer, reason="Try.", trial=Trial(0))
    draft.refresh_from_db()
    assert (draft.status, draft.lane, Approval.objects.count()) == ("draft", "champion", 0)


def test_a_trial_ends_and_the_card_in_force_goes_on(
    draft: Scorecard, seeded: Scorecard, borrower: User, risk_manager: User
) -> None:
    start(draft, risk_manager, 100_000)
    page = arrive(risk_manager).get(f"/office/risk/scorecards/{draft.number}/").content.decode()
    assert "10.00%" in page
    retire_scorecard(number=draft.number, reason="Enough seen.", actor=risk_manager)
    seeded.refresh_from_db()
    assert (seeded.status, challenger_in_force()) == ("published", None)
    assert made(make_submitted(borrower)) == []
    deliver_events()
    assert made(Application.objects.get()) == [("german-credit", True)]


def test_both_are_shown_side_by_side_on_the_same_applications(
    draft: Scorecard, seeded: Scorecard, borrower: User, risk_manager: User
) -> None:
    make_submitted(borrower)
    deliver_events()
    start(draft, risk_manager, 0)
    for place in range(3):
        make_submitted(make_customer(f"other{place}@example.cn", name="李试"))
    deliver_events()
    found = compare_cards(seeded, draft, on=clock.today())
    # Who was scored before the trial began stands on neither side.
    assert (found.count, sum(found.champion.grades.values()), sum(found.challenger.grades.values())) == (
        3,
        3,
        3,
    )
    assert (found.champion.answered, found.challenger.answered) == (3, 0)
    assert (found.champion.result, found.challenger.bad_ppm) == (None, None)
    page = arrive(risk_manager).get(PAGE)
    assert page.context["trial"].count == 3
    for words in ("挑战者", draft.number, "只观察，不参与决定"):
        assert words in page.content.decode()


def test_the_page_asks_for_a_trial_and_keeps_what_was_typed(
    draft: Scorecard, seeded: Scorecard, officer: User
) -> None:
    path = f"/office/risk/scorecards/{draft.number}/propose/"
    values = {"lane": "challenger", "share": "60", "reason": "先小范围试行"}
    answer = arrive(officer).post(path, values)
    assert answer.status_code == 422
    assert "先小范围试行" in answer.content.decode()
    assert arrive(officer).post(path, {**values, "share": "12.5"}).status_code == 302
    draft.refresh_from_db()
    assert (draft.status, draft.lane, draft.share_ppm) == ("proposed", "challenger", 125_000)
