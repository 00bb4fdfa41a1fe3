"""The pages of cards: import, policy, request, try, scores, and the score on the case."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from accounts.services.deliver_events import deliver_events
from risk.models import CreditCase, Score, Scorecard
from risk.services.copy_scorecard import copy_scorecard
from tests import pictures
from tests.arrivals import arrive
from tests.lending.factories import make_submitted
from tests.queries import count_queries
from tests.risk.domain.test_scorecard_file import card_file

LIST = "/office/risk/scorecards/"


def upload(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("card.json", data, "application/json")


def test_a_card_is_imported_proposed_and_seen_in_force(
    officer: User, risk_manager: User, seeded: Scorecard
) -> None:
    client = arrive(officer)
    answer = client.post(f"{LIST}import/", {"file": upload(card_file()), "code": "own"})
    card = Scorecard.objects.get(code="own")
    assert (answer.status_code, answer["Location"]) == (302, f"{LIST}{card.number}/")
    rows = "400 80.0\n600 5.25 %"
    policy = {
        "grade_a": 580,
        "grade_b": 560,
        "grade_c": 540,
        "grade_d": 520,
        "accept_from": 560,
        "refuse_below": 520,
        "pd_map": rows,
    }
    assert client.post(f"{LIST}{card.number}/policy/", {**policy, "pd_map": "400"}).status_code == 422
    assert client.post(f"{LIST}{card.number}/policy/", {**policy, "grade_b": 590}).status_code == 422
    assert client.post(f"{LIST}{card.number}/policy/", policy).status_code == 302
    card.refresh_from_db()
    assert card.policy is not None
    assert card.policy.content["pd_map"] == [[400, 800_000], [600, 52_500]]
    assert client.post(f"{LIST}{card.number}/propose/", {"reason": ""}).status_code == 422
    assert (
        client.post(
            f"{LIST}{card.number}/propose/", {"lane": "champion", "reason": "Our own loans."}
        ).status_code
        == 302
    )
    card.refresh_from_db()
    assert card.status == "proposed"
    page = arrive(risk_manager).get(f"{LIST}{card.number}/").content.decode()
    assert card.approval_number in page


@pytest.mark.parametrize(
    "content",
    [
        pictures.SVG,
        pictures.PDF,
        b"",
        b"{}",
        "不是评分卡".encode(),
        b"<html><script>alert(1)</script>",
        b"9" * 3_000_000,
    ],
)
def test_a_hostile_file_is_refused_and_nothing_is_kept(officer: User, content: bytes) -> None:
    before = Scorecard.objects.count()
    answer = arrive(officer).post(f"{LIST}import/", {"file": upload(content), "code": "own"})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()
    assert Scorecard.objects.count() == before


def test_the_case_shows_the_score_as_it_was_made(
    seeded: Scorecard, borrower: User, risk_manager: User
) -> None:
    make_submitted(borrower)
    deliver_events()
    case, score = CreditCase.objects.get(), Score.objects.get()
    assert case.facts["score"]["points"] == score.points
    assert case.facts["score"]["score"] == score.number
    client = arrive(risk_manager)
    page = client.get(f"/office/risk/cases/{case.number}/").content.decode()
    assert f"/office/risk/scores/{score.number}/" in page
    assert str(score.points) in client.get(f"/office/risk/scores/{score.number}/").content.decode()


def test_nobody_sees_a_score_of_their_own(seeded: Scorecard, borrower: User, risk_manager: User) -> None:
    make_submitted(borrower)
    deliver_events()
    risk_manager.person = borrower.person
    risk_manager.save(update_fields=["person"])
    assert arrive(risk_manager).get(f"/office/risk/scores/{Score.objects.get().number}/").status_code == 404


def test_values_are_tried_and_nothing_is_kept(seeded: Scorecard, officer: User) -> None:
    client = arrive(officer)
    assert client.get(f"{LIST}{seeded.number}/try/").status_code == 200
    place = next(
        n for n, one in enumerate(seeded.content["characteristics"]) if one["code"] == "duration_in_month"
    )
    page = client.get(f"{LIST}{seeded.number}/try/", {"try": "1", f"v{place}": "48"}).content.decode()
    # 538 and 20 less for a term of 40 months and more.
    assert ">518<" in page
    assert Score.objects.count() == 0


def test_the_card_in_force_is_taken_out_by_who_may(
    seeded: Scorecard, officer: User, risk_manager: User
) -> None:
    path = f"{LIST}{seeded.number}/retire/"
    assert arrive(officer).post(path, {"reason": "x"}).status_code == 403
    client = arrive(risk_manager)
    assert client.post(path, {"reason": ""}).status_code == 422
    assert client.post(path, {"reason": "Shifted."}).status_code == 302
    seeded.refresh_from_db()
    assert (seeded.status, seeded.retired_by) == ("retired", risk_manager)
    assert client.get(LIST).status_code == 200


def test_drafts_are_copied_and_dropped(seeded: Scorecard, officer: User) -> None:
    client = arrive(officer)
    client.post(f"{LIST}{seeded.number}/copy/")
    draft = Scorecard.objects.get(status="draft")
    client.post(f"{LIST}{draft.number}/drop/")
    draft.refresh_from_db()
    assert draft.status == "dropped"
    # What is not a draft is not edited, by no address.
    assert client.get(f"{LIST}{draft.number}/policy/").status_code == 404


def test_the_list_asks_the_same_of_two_cards_and_of_three(
    seeded: Scorecard, draft: Scorecard, officer: User
) -> None:
    client = arrive(officer)
    with_two = count_queries(client, LIST)
    copy_scorecard(number=seeded.number, actor=officer)
    assert count_queries(client, LIST) == with_two <= 13


def test_the_list_of_scores(seeded: Scorecard, officer: User, borrower: User, stranger: User) -> None:
    client, path = arrive(officer), f"{LIST}{seeded.number}/scores/"
    make_submitted(borrower)
    deliver_events()
    with_one = count_queries(client, path)
    make_submitted(stranger)
    deliver_events()
    assert count_queries(client, path) == with_one <= 12
