"""Who sees what: packs after a declaration, votes after the count, nothing for whoever is recused."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from accounts.errors import Refused
from accounts.models import Event, Unmasking, User
from risk.committee.reading import must_declare_first
from risk.committee.votes import VoteWish
from risk.domain.committee import Condition
from risk.models import AgendaItem, CommitteeVote, CreditCase, InterestDeclaration
from risk.services.cast_vote import cast_vote
from risk.services.close_vote import close_vote
from risk.services.declare_interest import declare_interest
from risk.services.mark_attendance import mark_attendance
from tests.arrivals import arrive
from tests.factories import make_staff
from tests.risk.committee.bodies import Body

OPINION = "Steady income, a large amount."
PAPERS = (Condition("Papers"),)


def page(user: User, item: AgendaItem) -> Any:
    return arrive(user).get(f"/office/risk/committee/items/{item.number}/")


def votes_seen(user: User, item: AgendaItem) -> list[str]:
    return [vote.choice for vote in page(user, item).context["votes"]]


def test_the_pack_opens_by_a_declaration(body: Body, case: CreditCase) -> None:
    (item,) = body.called(case)
    member = body.members["member_1"]
    before = page(member, item)
    assert before.context["pack"] is None
    assert OPINION not in before.content.decode()
    client = arrive(member)
    path = f"/office/risk/committee/items/{item.number}/declare/"
    assert client.post(path, {"declare-ground": "none"}).status_code == 302
    after = page(member, item)
    assert OPINION in after.content.decode()
    assert after.context["pack"].is_whole
    read = Event.objects.filter(kind="agenda_item.pack_read", actor=member)
    assert read.count() == 1


def test_an_interest_closes_the_item_everywhere_and_for_good(body: Body, case: CreditCase) -> None:
    (item,) = body.called(case)
    member, client = body.members["member_1"], arrive(body.members["member_1"])
    path = f"/office/risk/committee/items/{item.number}/"
    assert client.post(f"{path}declare/", {"declare-ground": "family"}).status_code == 422
    assert not InterestDeclaration.objects.exists()
    client.post(f"{path}declare/", {"declare-ground": "family", "declare-words": "My cousin."})
    assert client.get(path).status_code == 404
    assert client.post(f"{path}vote/", {}).status_code == 404
    assert client.get(f"/office/risk/cases/{case.number}/").status_code == 404
    text = client.get(f"/office/risk/committee/meetings/{item.meeting.number}/").content.decode()
    assert case.number not in text
    assert item.number not in text
    with pytest.raises(Refused, match="recused"):
        declare_interest(item=item, member=member, ground="none")


def test_another_login_of_the_same_person_is_recused_too(body: Body, case: CreditCase) -> None:
    (item,) = body.called(case)
    member = body.members["finance"]
    other = make_staff("other.login@example.cn", "committee_member")
    other.person = member.person
    other.save()
    declare_interest(item=item, member=member, ground="business", words="A loan between us.")
    assert page(other, item).status_code == 404
    assert arrive(other).get(f"/office/risk/cases/{case.number}/").status_code == 404


def test_the_case_page_is_no_way_round_the_declaration(body: Body, case: CreditCase) -> None:
    (item,) = body.called(case)
    member = body.members["member_1"]
    assert must_declare_first(member, case.pk)
    assert arrive(member).get(f"/office/risk/cases/{case.number}/").status_code == 404
    declare_interest(item=item, member=member, ground="none")
    assert arrive(member).get(f"/office/risk/cases/{case.number}/").status_code == 200
    # Who decides on cases every day works on.
    assert not must_declare_first(body.members["risk"], case.pk)


def test_an_interest_found_late_recuses_until_the_vote_is_cast(body: Body, case: CreditCase) -> None:
    item = body.voting(case)
    declare_interest(item=item, member=body.members["member_1"], ground="employer", words="Same team.")
    with pytest.raises(Refused, match="recused"):
        body.vote(item, "member_1", "approve")
    body.vote(item, "member_2", "approve")
    with pytest.raises(Refused, match="voted_already"):
        declare_interest(item=item, member=body.members["member_2"], ground="family", words="A niece.")


def test_nobody_sees_a_vote_before_the_count(body: Body, case: CreditCase) -> None:
    item = body.voting(case)
    body.vote(item, "finance", "reject", words="The customer owes a fortune.")
    for user in (*body.members.values(), body.secretary):
        shown = page(user, item)
        assert shown.context["votes"] == []
        assert "fortune" not in shown.content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM risk_committeevote")
        stored = str(cursor.fetchall())
    assert "reject" not in stored
    assert "fortune" not in stored
    body.vote_all(
        item,
        **dict.fromkeys(("chair", "vice_chair", "risk", "member_1", "member_2"), "approve"),
    )
    close_vote(item=item, actor=body.chair)
    assert len(votes_seen(body.members["member_1"], item)) == 6
    assert len(votes_seen(make_staff("auditor@example.cn", "auditor"), item)) == 6


def test_a_vote_is_final(body: Body, case: CreditCase) -> None:
    item = body.voting(case)
    vote = body.vote(item, "chair", "approve")
    assert body.vote(item, "chair", "approve") == vote  # the same press again

    with pytest.raises(Refused, match="voted_already"):
        cast_vote(
            item=item,
            member=body.chair,
            wish=VoteWish("reject", ("too_much_debt",), "Thought again."),
            key="another",
        )
    rows = CommitteeVote.objects.filter(pk=vote.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(cast_at=vote.cast_at)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.delete()
    assert CommitteeVote.objects.count() == 1


@pytest.mark.parametrize(
    ("code", "more", "refusal"),
    [
        ("chair", {"choice": "approve", "reasons": ()}, "no_reason"),
        ("chair", {"choice": "approve", "reasons": ("too_much_debt",)}, "no_reason"),
        ("chair", {"choice": "approve", "words": " "}, "no_words"),
        ("chair", {"choice": "later"}, "no_choice"),
        ("chair", {"choice": "conditions"}, "no_conditions"),
        (
            "chair",
            {"choice": "conditions", "conditions": PAPERS, "amount_fen": 11_000_00},
            "amount_outside",
        ),
        (
            "chair",
            {"choice": "conditions", "conditions": PAPERS, "amount_fen": 9_950_00 + 1},
            "amount_outside",
        ),
        ("chair", {"choice": "conditions", "conditions": PAPERS, "grade": "Z"}, "grade_not_served"),
        ("chair", {"choice": "conditions", "conditions": PAPERS, "limit_fen": 1_00}, "limit_too_small"),
    ],
)
def test_a_vote_that_is_not_complete_is_refused(
    body: Body, case: CreditCase, code: str, more: dict[str, Any], refusal: str
) -> None:

    item = body.voting(case)
    values: dict[str, Any] = {"reasons": ("income_sufficient",), "words": "Because.", **more}
    with pytest.raises(Refused, match=refusal):
        cast_vote(item=item, member=body.members[code], wish=VoteWish(**values), key="once")
    assert not CommitteeVote.objects.exists()


def test_who_is_not_here_or_has_not_declared_does_not_vote(body: Body, case: CreditCase) -> None:

    item = body.voting(case)
    mark_attendance(
        meeting=item.meeting, code="finance", is_present=False, actor=body.secretary, is_secretary=True
    )
    with pytest.raises(Refused, match="not_present"):
        body.vote(item, "finance", "approve")
    outsider = make_staff("outsider@example.cn", "risk_manager")
    with pytest.raises(Refused, match="not_seated"):
        declare_interest(item=item, member=outsider, ground="none")
    assert not CommitteeVote.objects.exists()


def test_the_name_is_told_to_declare_and_the_look_is_recorded(body: Body, case: CreditCase) -> None:
    (item,) = body.called(case)
    path = f"/office/risk/committee/items/{item.number}/"
    client: Client = arrive(body.members["member_1"])
    assert "李借" not in client.get(path).content.decode()
    assert "李借" in client.post(f"{path}name/").content.decode()
    look = Unmasking.objects.get()
    assert (look.staff, look.customer, look.value_code) == (
        body.members["member_1"],
        case.application.borrower,
        "real_name",
    )
    assert item.number in look.words
