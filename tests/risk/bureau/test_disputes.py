"""Disputes: raised by the borrower alone, answered in twenty days by another than the reporter, then put right."""

import datetime as dt

import pytest
from django.utils import translation

from accounts.errors import Refused
from accounts.models import Message, User
from accounts.personal_data import bindings_of
from lending.models import Loan
from risk.bureau.queries import late_disputes, open_disputes
from risk.models import BureauDispute, BureauRecord
from risk.services.answer_bureau_dispute import RightRecord, answer_bureau_dispute
from risk.services.raise_bureau_dispute import raise_bureau_dispute
from risk.services.remind_of_disputes import find_disputes_to_remind_of, remind_of_disputes
from tests.approvals import decide
from tests.arrivals import arrive
from tests.factories import make_staff
from tests.lending.factories import risk_manager_of_tests
from tests.risk.bureau.reporting import FEBRUARY, make, on, rows_of, send, tell

RAISED = dt.date(2026, 3, 3)
MARCH = dt.date(2026, 3, 31)


@pytest.fixture
def record(loan: Loan, risk_officer: User, risk_manager: User) -> BureauRecord:
    """The loan was reported as overdue in February."""
    with on(dt.date(2026, 3, 2)):
        Loan.objects.filter(pk=loan.pk).update(overdue_since_on=dt.date(2026, 2, 15))
        tell(dt.date(2026, 2, 16))
        decide(make(risk_officer), risk_manager)
        send()
    return BureauRecord.objects.select_related("file").get()


@pytest.fixture
def supervisor(db: None) -> User:
    return make_staff("supervisor@example.cn", "customer_service_supervisor")


def test_the_borrower_sees_and_disputes_the_own_record(record: BureauRecord, stranger: User) -> None:
    page = f"/borrow/credit-records/{record.number}/"
    assert arrive(stranger, raises=False).get(page).status_code == 404
    client = arrive(record.borrower)
    with on(RAISED):
        shown = client.get("/borrow/credit-records/").content.decode()
        assert record.number in shown
        text = client.get(page).content.decode()
        key = client.get(page).context["form"]["idempotency_key"].initial
        assert "2026年2月28日" in text
        assert client.post(page, {"words": " ", "idempotency_key": "a"}).status_code == 422
        assert not BureauDispute.objects.exists()
        assert (
            client.post(
                page, {"words": "当月已还款", "idempotency_key": str(key() if callable(key) else key)}
            ).status_code
            == 302
        )
        dispute = BureauDispute.objects.get()
        assert (dispute.due_on, dispute.words) == (dt.date(2026, 3, 23), "当月已还款")
        with pytest.raises(Refused, match="disputed"):
            raise_bureau_dispute(record=record, borrower=record.borrower, words="again", key="z")
        assert "当月已还款" in client.get(page).content.decode()
    with translation.override("en"):
        said = [str(one.sentence) for one in bindings_of(record.borrower)]
    assert "A dispute about a credit record is open." in said


def test_answered_by_another_person_and_put_right_in_the_next_file(
    record: BureauRecord, supervisor: User, risk_officer: User, risk_manager: User
) -> None:
    with on(RAISED):
        dispute = raise_bureau_dispute(record=record, borrower=record.borrower, words="已还款", key="a")
        # A version made while it is open marks the account.
        marked = make(risk_officer, reason="再次报送")
        assert rows_of(marked)[1][14] == "1"
        decide(marked, risk_manager, is_approved=False)
        right = RightRecord("open", 0, 0, "normal")
        act = {"dispute": dispute, "answer": "核实无误，予以更正。", "right": right}
        for actor in (risk_officer, risk_manager):
            with pytest.raises(Refused, match="reporter"):
                answer_bureau_dispute(**act, actor=actor)
        wrong = RightRecord("overdue", 0, 0, "normal")
        same = RightRecord("overdue", 13, record.overdue_fen, "special_mention")
        for values, code in ((wrong, "bad_right"), (same, "same_as_before")):
            with pytest.raises(Refused, match=code):
                answer_bureau_dispute(**act | {"right": values}, actor=supervisor)
        dispute.refresh_from_db()
        assert dispute.status == "open"
        answer_bureau_dispute(**act, actor=supervisor)
        with pytest.raises(Refused, match="answered"):
            answer_bureau_dispute(**act, actor=supervisor)
    dispute.refresh_from_db()
    assert (dispute.status, dispute.answered_by, dispute.right_state) == ("corrected", supervisor, "open")
    assert Message.objects.filter(
        to=record.borrower, template="bureau_dispute_answered", channel="inbox"
    ).exists()
    with on(dt.date(2026, 4, 1)):
        march = make(risk_officer, MARCH)
        assert (march.accounts, march.corrections) == (1, 1)
        correction = rows_of(march)[2]
        assert (correction[0], correction[8:16]) == (
            "C",
            ["2026-02-28", "open", "1000000", "0", "0", "normal", "0", record.number],
        )
        # A file that was not sent has corrected nothing: the next one carries it again.
        decide(march, risk_manager, is_approved=False)
        again = decide(make(risk_officer, MARCH), risk_manager)
        assert again.corrections == 1
        send()
        assert make(risk_officer, MARCH, reason="新版").corrections == 0


def test_reminders_and_what_is_late(record: BureauRecord, supervisor: User, risk_officer: User) -> None:
    with on(RAISED):
        dispute = raise_bureau_dispute(record=record, borrower=record.borrower, words="已还款", key="a")
    for day in (17, 19, 20, 22):
        assert find_disputes_to_remind_of(dt.date(2026, 3, day), 0, 10) == []
    for day in (18, 21):
        ids = find_disputes_to_remind_of(dt.date(2026, 3, day), 0, 10)
        assert (ids, remind_of_disputes(business_date=dt.date(2026, 3, day), dispute_ids=ids)) == (
            [dispute.pk],
            2,
        )
    told = Message.objects.filter(template="bureau_dispute_due")
    # Whoever may answer and did not report it.
    assert {one.to for one in told} == {supervisor, risk_manager_of_tests()}
    assert list(open_disputes(supervisor)) == [dispute]
    assert not open_disputes(risk_officer).exists()
    with on(dt.date(2026, 3, 23)):
        assert late_disputes(supervisor) == []
    with on(dt.date(2026, 3, 24)):
        assert [one.number for one in late_disputes(supervisor)] == [dispute.number]
        page = arrive(supervisor).get(f"/office/risk/bureau/disputes/{dispute.number}/")
        assert page.context["left"].tone == "danger"
        reporter = arrive(risk_officer).get(f"/office/risk/bureau/disputes/{dispute.number}/")
        assert (reporter.context["form"], bool(reporter.context["why_not"])) == (None, True)
    assert record.period_on == FEBRUARY
