"""The rules of the committee: the charter, a new version by two persons, meetings that keep theirs."""

from dataclasses import replace

import pytest

from accounts.errors import Refused
from accounts.models import Approval
from accounts.services.decide_approval import decide_approval
from accounts.services.deliver_events import deliver_events
from risk.committee.constitution import constitution_in_force, read_rules, write_rules
from risk.domain.committee import rule_faults
from risk.models import CommitteeConstitution
from risk.services.propose_constitution import propose_constitution
from tests.arrivals import arrive
from tests.risk.committee.bodies import Body


def decide(body: Body, *, is_approved: bool) -> None:
    asked = Approval.objects.get()
    decide_approval(
        checker=body.members["vice_chair"],
        number=asked.number,
        is_approved=is_approved,
        shown_hash=asked.payload_hash,
        note="Four is enough.",
    )


def test_the_charter_holds_until_a_version_is_approved(db: None) -> None:
    found = constitution_in_force()
    assert (found.version, found.row, rule_faults(found.rules)) == (1, None, [])
    assert (found.rules.quorum, len(found.rules.seats), found.rules.majority) == (4, 6, (1, 2))
    assert read_rules(write_rules(found.rules)) == found.rules


def test_a_new_version_takes_two_persons_and_leaves_planned_meetings_alone(body: Body) -> None:
    planned = body.plan()
    rules = replace(constitution_in_force().rules, quorum=5, majority=(2, 3))
    row = propose_constitution(rules=rules, reason="Larger loans.", actor=body.secretary)
    with pytest.raises(Refused, match="already_asked"):
        propose_constitution(rules=replace(rules, quorum=6), reason="Even more.", actor=body.secretary)
    assert constitution_in_force().version == 1
    decide(body, is_approved=True)
    deliver_events()
    row.refresh_from_db()
    assert (row.status, constitution_in_force().version, constitution_in_force().rules) == (
        "in_force",
        2,
        rules,
    )
    assert (planned.constitution_version, planned.rules["quorum"]) == (1, 4)
    assert body.plan().constitution_version == 2


def test_what_was_not_approved_is_dropped(body: Body) -> None:
    rules = replace(constitution_in_force().rules, quorum=5)
    propose_constitution(rules=rules, reason="Larger loans.", actor=body.secretary)
    decide(body, is_approved=False)
    deliver_events()
    assert CommitteeConstitution.objects.get().status == "dropped"
    assert constitution_in_force().version == 1


def test_rules_that_cannot_work_are_refused(body: Body) -> None:
    rules = constitution_in_force().rules
    for wrong, code in ((replace(rules, quorum=3), "bad_constitution"), (rules, "nothing_changed")):
        with pytest.raises(Refused, match=code):
            propose_constitution(rules=wrong, reason="Why not.", actor=body.secretary)
    assert not CommitteeConstitution.objects.exists()


def test_the_page_takes_a_proposal(body: Body) -> None:
    client = arrive(body.secretary)
    shown = client.get("/office/risk/committee/rules/propose/")
    values = {
        field.html_name: field.value() or ""
        for form in (shown.context["form"], *shown.context["seat_forms"].forms)
        for field in form
        if field.value() is not False
    }
    management = shown.context["seat_forms"].management_form
    values |= {field.html_name: field.value() for field in management}
    values |= {"quorum": 5, "reason": "Larger loans are coming."}
    answer = client.post("/office/risk/committee/rules/propose/", {**values, "quorum": 1})
    assert answer.status_code == 422
    assert not CommitteeConstitution.objects.exists()
    assert client.post("/office/risk/committee/rules/propose/", values).status_code == 302
    row = CommitteeConstitution.objects.get()
    assert [seat.role for seat in read_rules(row.content).seats] == [
        seat.role for seat in constitution_in_force().rules.seats
    ]
    assert row.content["quorum"] == 5
    assert row.approval_number in client.get("/office/risk/committee/rules/").content.decode()
