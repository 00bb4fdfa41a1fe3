"""From a file to a card in force: checked, approved by another person, kept by the database, proved by verify."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.utils import IntegrityError

from accounts import append_only
from accounts.errors import Refused, StaleState
from accounts.models import Event, User
from accounts.personal_data import personal_data_parts
from risk.domain.scorecard_file import content_hash
from risk.models import Score, Scorecard, ScorecardPolicy
from risk.scorecards.invariants import scorecards_replay, scores_replay
from risk.services.copy_scorecard import copy_scorecard
from risk.services.drop_scorecard import drop_scorecard
from risk.services.import_scorecard import import_scorecard
from risk.services.publish_scorecard import publish_scorecard
from risk.services.retire_scorecard import retire_scorecard
from risk.services.save_scorecard_policy import save_scorecard_policy
from risk.services.score_application import score_application
from tests.lending.factories import make_submitted
from tests.risk.domain.test_scorecard_file import card_file
from tests.risk.scorecards.conftest import decide

POLICY = {
    "pd_map": [[400, 800_000], [600, 50_000]],
    "grades": [["A", 580], ["B", 560], ["C", 540], ["D", 520]],
    "accept_from": 560,
    "refuse_below": 520,
}


def test_a_fresh_house_has_its_card_in_force(seeded: Scorecard) -> None:
    assert (seeded.code, seeded.version, seeded.made_by) == ("german-credit", 1, None)
    assert scorecards_replay() == []


def test_an_imported_card_is_a_draft_and_scores_nobody(
    draft: Scorecard, seeded: Scorecard, borrower: User
) -> None:
    assert (draft.status, draft.version, draft.content_hash) == ("draft", 1, content_hash(draft.content))
    score = score_application(application=make_submitted(borrower))
    assert score is not None
    assert score.card == seeded


def test_bad_files_and_the_same_table_again_are_refused(draft: Scorecard, officer: User) -> None:
    before = Scorecard.objects.count()
    changed = card_file().replace(b'"base_points": 500', b'"base_points": 501')
    for data, code in ((changed, "bad_card"), (b"no card", "bad_card"), (card_file(), "already_imported")):
        with pytest.raises(Refused, match=code) as refused:
            import_scorecard(data=data, code="other", actor=officer)
        assert refused.value.field == "file"
    assert Scorecard.objects.count() == before


def test_a_card_comes_in_force_by_another_person_and_retires_the_old_one(
    draft: Scorecard, seeded: Scorecard, risk_manager: User
) -> None:
    decide(draft, risk_manager)
    seeded.refresh_from_db()
    assert (draft.status, draft.published_by, seeded.status) == ("published", risk_manager, "retired")
    assert (
        Event.objects.get(kind="scorecard.published", subject_id=draft.pk).data["content"]
        == draft.content_hash
    )
    assert publish_scorecard(number=draft.number, actor=None) is None
    assert scorecards_replay() == []


def test_a_rejected_card_is_a_draft_again(draft: Scorecard, seeded: Scorecard, risk_manager: User) -> None:
    decide(draft, risk_manager, is_approved=False)
    seeded.refresh_from_db()
    assert (draft.status, seeded.status) == ("draft", "published")


def test_who_makes_a_card_does_not_put_it_in_force(officer: User, risk_manager: User) -> None:
    assert not officer.has_right("risk.approve_scorecards")
    assert not risk_manager.has_right("risk.prepare_scorecards")


def test_a_policy_is_chosen_while_it_is_a_draft_and_bound_to_the_approval(
    draft: Scorecard, officer: User, risk_manager: User
) -> None:
    first = draft.policy
    row = save_scorecard_policy(number=draft.number, actor=officer, **POLICY)  # type: ignore[arg-type]
    assert save_scorecard_policy(number=draft.number, actor=officer, **POLICY) == row  # type: ignore[arg-type]
    draft.refresh_from_db()
    assert (row.version, draft.policy) == (2, row)
    assert ScorecardPolicy.objects.filter(pk=first.pk).exists() if first else False
    with pytest.raises(Refused, match="bad_card") as refused:
        save_scorecard_policy(number=draft.number, actor=officer, **{**POLICY, "refuse_below": 600})  # type: ignore[arg-type]
    assert refused.value.field == "refuse_below"
    decide(draft, risk_manager)
    with pytest.raises(StaleState):
        save_scorecard_policy(number=draft.number, actor=officer, **POLICY)  # type: ignore[arg-type]
    assert draft.policy == row


def test_the_database_keeps_what_was_approved(draft: Scorecard, officer: User, risk_manager: User) -> None:
    other = draft.policy
    row = save_scorecard_policy(number=draft.number, actor=officer, **POLICY)  # type: ignore[arg-type]
    decide(draft, risk_manager)
    refused = (DatabaseError, IntegrityError)
    with pytest.raises(refused), transaction.atomic():
        Scorecard.objects.filter(pk=draft.pk).update(content={})
    with pytest.raises(refused), transaction.atomic():
        Scorecard.objects.filter(pk=draft.pk).update(policy=other)
    with pytest.raises(refused), transaction.atomic():
        ScorecardPolicy.objects.filter(pk=row.pk).update(content={})
    with pytest.raises(refused), transaction.atomic():
        Scorecard.objects.filter(pk=draft.pk).delete()
    draft.refresh_from_db()
    assert draft.policy == row


def test_a_card_is_retired_at_once_and_then_nothing_is_scored(
    seeded: Scorecard, risk_manager: User, borrower: User
) -> None:
    with pytest.raises(Refused, match="reason_missing"):
        retire_scorecard(number=seeded.number, reason=" ", actor=risk_manager)
    retire_scorecard(number=seeded.number, reason="Shifted too far.", actor=risk_manager)
    assert score_application(application=make_submitted(borrower)) is None
    with pytest.raises(StaleState):
        retire_scorecard(number=seeded.number, reason="Again.", actor=risk_manager)
    assert Score.objects.count() == 0


def test_the_next_version_begins_with_the_same_table(
    seeded: Scorecard, draft: Scorecard, officer: User
) -> None:
    with pytest.raises(Refused, match="never_published"):
        copy_scorecard(number=draft.number, actor=officer)
    copied = copy_scorecard(number=seeded.number, actor=officer)
    assert (copied.code, copied.version, copied.status) == ("german-credit", 2, "draft")
    assert copied.content_hash == seeded.content_hash
    with pytest.raises(Refused, match="already_drafted"):
        copy_scorecard(number=seeded.number, actor=officer)
    drop_scorecard(number=copied.number, actor=officer)
    assert copy_scorecard(number=seeded.number, actor=officer).version == 3


def test_a_score_is_made_once_kept_for_good_and_comes_out_again(seeded: Scorecard, borrower: User) -> None:
    application = make_submitted(borrower)
    score = score_application(application=application)
    assert score is not None
    assert score_application(application=application) == score
    assert (Score.objects.count(), Event.objects.filter(kind="score.made").count()) == (1, 1)
    assert scores_replay() == []
    with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
        Score.objects.filter(pk=score.pk).update(points=1)
    with append_only.lifted(connection.alias):
        Score.objects.filter(pk=score.pk).update(points=score.points + 1)
    assert scores_replay() == [f"score {score.number} does not come out of its card again"]


def test_a_changed_table_is_found(seeded: Scorecard) -> None:
    with append_only.lifted(connection.alias):
        Scorecard.objects.filter(pk=seeded.pk).update(content={**seeded.content, "base_points": 1})
    assert scorecards_replay() == [f"card {seeded.number}: bad_card"]


def test_the_copy_of_ones_data_holds_the_score(seeded: Scorecard, borrower: User, stranger: User) -> None:
    score = score_application(application=make_submitted(borrower))
    assert score is not None
    part = next(one for one in personal_data_parts() if one.code == "scores")
    (record,) = part.read(borrower)
    assert (record["points"], record["grade"]) == (score.points, score.grade)
    assert list(part.read(stranger)) == []
