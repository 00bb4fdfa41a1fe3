"""The monthly file: from the snapshot alone, with control totals, four eyes, and nothing bad without a notice."""

import datetime as dt
import hashlib

import pytest

from accounts.errors import Refused
from accounts.models import Approval, Message, User
from accounts.providers.sms import ProviderUnavailable
from lending.models import Loan
from risk.bureau.book import accounts_on
from risk.domain.bureau import Standing, standing_of, why_withheld
from risk.models import AdverseNotice, BureauFile, BureauRecord
from risk.providers.sandbox_reporting import SandboxReporter
from risk.services.make_bureau_file import make_bureau_file
from tests.approvals import decide
from tests.arrivals import arrive
from tests.risk.bureau.reporting import FEBRUARY, make, on, rows_of, send, tell
from tests.risk.portfolio.books import late, write_down

MADE = dt.date(2026, 3, 2)


@pytest.mark.parametrize(
    ("snapshot", "expected"),
    [
        (("active", 900, 0, None, "normal"), Standing("open", 900, 0, 0, "normal")),
        (
            ("active", 900, 80, dt.date(2026, 2, 15), "special_mention"),
            Standing("overdue", 900, 80, 13, "special_mention"),
        ),
        (
            ("written_off", 900, 80, dt.date(2026, 1, 29), "loss"),
            Standing("written_off", 900, 900, 30, "loss"),
        ),
        (("settled", 0, 0, None, "normal"), Standing("settled", 0, 0, 0, "normal")),
    ],
)
def test_what_a_snapshot_means_for_the_bureau(snapshot, expected: Standing) -> None:
    assert standing_of(*snapshot, FEBRUARY) == expected


def test_nothing_bad_goes_out_before_the_days_after_the_notice() -> None:
    bad = Standing("overdue", 900, 80, 13, "special_mention")
    facts = {"has_consent": True, "is_known": True, "on": FEBRUARY}
    assert why_withheld(bad, free_on=None, **facts) == "no_notice"
    assert why_withheld(bad, free_on=FEBRUARY + dt.timedelta(days=1), **facts) == "waiting"
    assert why_withheld(bad, free_on=FEBRUARY, **facts) == ""
    assert why_withheld(Standing("open", 900, 0, 0, "normal"), free_on=None, **facts) == ""
    assert why_withheld(bad, free_on=FEBRUARY, **facts | {"has_consent": False}) == "no_consent"
    assert why_withheld(bad, free_on=FEBRUARY, **facts | {"is_known": False}) == "no_identity"


def behind(loan: Loan, day: dt.date) -> None:
    """The loan fell behind on 15 February and the day is there."""
    Loan.objects.filter(pk=loan.pk).update(overdue_since_on=dt.date(2026, 2, 15))
    assert late((day - dt.date(2026, 2, 15)).days) == day


def test_the_borrower_is_told_first_and_once(loan: Loan, risk_officer: User) -> None:
    with on(dt.date(2026, 2, 25)):
        assert tell(dt.date(2026, 2, 15)) == 0
        behind(loan, dt.date(2026, 2, 24))
        assert (tell(dt.date(2026, 2, 24)), tell(dt.date(2026, 2, 25))) == (1, 0)
    notice = AdverseNotice.objects.get()
    assert (notice.overdue_since_on, notice.told_on, notice.free_on) == (
        dt.date(2026, 2, 15),
        dt.date(2026, 2, 24),
        dt.date(2026, 3, 1),
    )
    assert Message.objects.filter(key=notice.message_key, to=loan.borrower, channel="inbox").count() == 1
    with on(MADE):
        row = make(risk_officer)
        # One day too early: it is not reported, neither as bad nor as good, and the list says why.
        assert (row.accounts, row.withheld) == (0, 1)
        assert BureauRecord.objects.get().withheld == "waiting"


def test_a_file_is_made_approved_sent_and_replaced(
    loan: Loan, other_loan: Loan, risk_officer: User, risk_manager: User
) -> None:
    with on(MADE):
        behind(loan, FEBRUARY)
        tell(dt.date(2026, 2, 16))
        behind(other_loan, FEBRUARY)
        for day, code in ((dt.date(2026, 2, 27), "not_month_end"), (FEBRUARY, "no_book")):
            with pytest.raises(Refused, match=code):
                make_bureau_file(as_of_on=day, actor=risk_officer)
        row = make(risk_officer)
        head, account, total = rows_of(row)
        assert head == ["H", "fenqi-bureau-1", row.number, "2026-02-28", "1"]
        record = BureauRecord.objects.get(withheld="")
        person = loan.borrower.person
        assert account == [
            "A", record.number, loan.number, person.real_name, person.identity_number, "1000000", "2026-01-15",
            "2027-01-15", "2026-02-28", "overdue", "1000000", str(record.overdue_fen), "13", "special_mention", "0", "",
        ]  # fmt: skip
        body = row.content[: row.content.rindex("T,")]
        overdue = str(record.overdue_fen)
        assert total == ["T", "1", "1", "0", "1000000", overdue, hashlib.sha256(body.encode()).hexdigest()]
        assert row.sha256 == hashlib.sha256(row.content.encode()).hexdigest()
        assert BureauRecord.objects.get(loan=other_loan).withheld == "no_notice"
        with pytest.raises(Refused, match="made_already"):
            make_bureau_file(as_of_on=FEBRUARY, actor=risk_officer)
        send()
        assert BureauFile.objects.get().status == "made"
        with pytest.raises(Refused):
            decide(row, risk_officer)
        assert decide(row, risk_manager).status == "approved"
        send()
        row.refresh_from_db()
        assert (row.status, row.checked_by, row.receipt) == (
            "sent",
            risk_manager,
            f"SBX-{row.number}-{row.sha256[:8]}",
        )
        with pytest.raises(Refused, match="no_reason"):
            make_bureau_file(as_of_on=FEBRUARY, actor=risk_officer)
        # The same day gives the same accounts, however late it is asked.
        before = accounts_on(FEBRUARY)
        Loan.objects.filter(pk=loan.pk).update(overdue_since_on=None)
        assert accounts_on(FEBRUARY) == before
        second = make_bureau_file(as_of_on=FEBRUARY, actor=risk_officer, reason="更正版本")
        assert (second.version, second.accounts, second.overdue_fen) == (2, 1, row.overdue_fen)
        decide(second, risk_manager)
        send()
    row.refresh_from_db()
    assert (row.status, BureauFile.objects.get(status="sent")) == ("replaced", second)


def test_what_is_not_approved_or_not_taken_does_not_count(
    loan: Loan, risk_officer: User, risk_manager: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    with on(dt.date(2026, 2, 1)):
        row = make(risk_officer, dt.date(2026, 1, 31))
        assert decide(row, risk_manager, is_approved=False).status == "dropped"
        second = decide(make(risk_officer, dt.date(2026, 1, 31)), risk_manager)
        assert second.version == 2

        def refuse(*args: object, **kwargs: object) -> str:
            raise ProviderUnavailable("down")

        with monkeypatch.context() as patch:
            patch.setattr(SandboxReporter, "send", refuse)
            send()
            send()
        second.refresh_from_db()
        assert (second.status, second.tries, second.error) == ("approved", 2, "ProviderUnavailable")
        send()
        second.refresh_from_db()
        assert (second.status, second.error) == ("sent", "")
    assert Approval.objects.filter(kind="risk.bureau_file").count() == 2


def test_pages_of_the_office(loan: Loan, risk_officer: User) -> None:
    with on(MADE):
        write_down(FEBRUARY)
        client = arrive(risk_officer)
        assert "2026-02-28" in client.get("/office/risk/bureau/").content.decode()
        answer = client.post("/office/risk/bureau/make/", {"as_of_on": "2026-02-27"})
        assert answer.status_code == 422
        answer = client.post("/office/risk/bureau/make/", {"as_of_on": "2026-02-28"})
        row = BureauFile.objects.get()
        assert answer["Location"] == f"/office/risk/bureau/files/{row.number}/"
        assert loan.number in client.get(f"{answer['Location']}?view=withheld").content.decode()
        file = client.post(f"{answer['Location']}file/")
        assert file.content.decode() == row.content
        assert "no-store" in file["Cache-Control"]
