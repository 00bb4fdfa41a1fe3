"""Statements as CSV, XLSX and PDF read back to the totals printed on them, and these are the books'."""

import datetime as dt
import io
import json
from itertools import pairwise
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Sum
from django.test import Client
from django.utils import translation
from pypdf import PdfReader

from accounts import clock
from accounts.models import User
from accounts.web.statement_check import ReadSection, Unreadable, read_statement
from accounts.web.statement_file import Line, Section, Statement, TooLong, as_pdf, refuse_too_long
from finance.models import Entry
from finance.queries.wallets import wallet_balance
from lending.models import Claim, ClaimReceipt, Loan, LoanPayment
from lending.services.pay_loan import pay_loan
from lending.services.set_automatic_debit import set_automatic_debit
from tests.closing import close_before, close_through, set_today
from tests.factories import make_customer
from tests.lending import factories
from tests.queries import count_queries

START = dt.date(2026, 11, 15)
FORMATS = ("csv", "xlsx", "pdf")


def signed_in(user: User, language: str = "en") -> Client:
    client = Client()
    client.cookies["django_language"] = language
    client.force_login(user)
    return client


@pytest.fixture
def investors(db: None) -> list[User]:
    set_today(START)
    with clock.simulated(START):
        return [factories.make_investor("first@example.cn"), factories.make_investor("second@example.cn")]


@pytest.fixture
def loan(borrower: User, investors: list[User]) -> Loan:
    """¥10,000 over 12 months from two investors; December by debit, a part of January by hand, February overdue."""
    with clock.simulated(START):
        loan = factories.make_active_loan(borrower, {investors[0]: 3_300_00, investors[1]: 6_700_00})
    close_through(loan.instalments.get(n=1).due_on)
    set_automatic_debit(loan=loan, borrower=borrower, is_on=False)
    close_before(dt.date(2027, 1, 25))
    pay_loan(loan=loan, payer=borrower, amount_fen=500_00, key="part")
    close_before(dt.date(2027, 2, 1))
    return loan


def read(client: Client, url: str) -> dict[str, ReadSection]:
    response = client.get(url)
    assert response.status_code == 200, url
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["Cache-Control"] == "no-store"
    return {section.letter: section for section in read_statement(response.content)}


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_an_investors_files_read_back_to_the_same_totals(
    loan: Loan, investors: list[User], language: str
) -> None:
    user, client = investors[0], signed_in(investors[0], language)
    came = ClaimReceipt.objects.filter(holder=user).aggregate(
        principal=Sum("principal_fen"), interest=Sum("interest_fen"), overdue=Sum("overdue_interest_fen")
    )
    claim, wallet = Claim.objects.get(holder=user), wallet_balance(user)
    found = [read(client, f"/invest/statements/?from=2026-11-01&to=2027-02-01&as={one}") for one in FORMATS]
    for sections in found:
        assert all(one.is_sum_right and one.is_closing_right for one in sections.values())
        assert sections["W"].opening == (0, 0)
        assert sections["W"].closing == tuple(wallet)
        assert sections["C"].closing == (claim.outstanding_fen, *came.values(), sum(came.values()))
        assert sections["H"].printed == (3_300_00, claim.outstanding_fen)
        assert sections == found[0]


def test_periods_join_without_a_gap(loan: Loan, investors: list[User]) -> None:
    client = signed_in(investors[0])
    periods = [("2026-11-15", "2026-12-15"), ("2026-12-16", "2027-01-24"), ("2027-01-25", "2027-02-01")]
    found = [read(client, f"/invest/statements/?from={a}&to={b}&as=csv") for a, b in periods]
    for before, after in pairwise(found):
        assert before["W"].closing == after["W"].opening
        assert before["C"].closing[0] == after["C"].opening[0]  # type: ignore[index]
    assert [len(sections["C"].lines) for sections in found] == [2, 0, 1]
    for (first, last), sections in zip(periods, found, strict=True):
        page = client.get(f"/invest/statements/?from={first}&to={last}")
        rows = page.context["rows"]
        assert all(row.opening_fen + row.in_fen + row.out_fen == row.closing_fen for row in rows)
        assert tuple(row.closing_fen for row in rows[:2]) == sections["W"].closing
        assert rows[2].closing_fen == sections["C"].closing[0]  # type: ignore[index]
    entry = Entry.objects.filter(kind__startswith="loan.payment").latest("pk")
    assert entry.number in page.content.decode()
    assert (
        entry.number
        in client.get("/invest/statements/?from=2027-01-25&to=2027-02-01&as=csv").content.decode()
    )


def test_a_borrowers_loan_reads_back(loan: Loan, borrower: User, investors: list[User]) -> None:
    loan.refresh_from_db()
    paid = LoanPayment.objects.filter(loan=loan).aggregate(total=Sum("amount_fen"))["total"]
    found = [read(signed_in(borrower), f"/borrow/loans/{loan.number}/statement.{one}") for one in FORMATS]
    for sections in found:
        assert sections == found[0]
        assert all(one.is_sum_right and one.is_closing_right for one in sections.values())
        assert (sections["P"].closing or ())[0] == loan.outstanding_fen
        assert (sections["P"].closing or ())[-1] == paid
        assert sections["D"].printed[0] == loan.outstanding_fen
    for user in investors:
        assert signed_in(user).get(f"/borrow/loans/{loan.number}/statement.pdf").status_code == 404
    assert signed_in(borrower).get(f"/borrow/loans/{loan.number}/statement.doc").status_code == 404


def test_a_years_interest_is_gross_on_page_and_in_files(loan: Loan, investors: list[User]) -> None:
    user, client = investors[0], signed_in(investors[0])
    for year, count in ((2026, 1), (2027, 1)):
        came = ClaimReceipt.objects.filter(holder=user, received_on__year=year)
        gross = sum(row.interest_fen + row.overdue_interest_fen for row in came)
        page = client.get(f"/invest/tax/?year={year}")
        assert page.context["section"].total[-1] == page.context["shown"].gross_interest_fen == gross
        for one in FORMATS:
            sections = read(client, f"/invest/tax/?year={year}&as={one}")
            assert sections["M"].is_sum_right
            assert sections["M"].printed[-1] == gross
            if one != "pdf":
                assert (len(sections["R"].lines), sections["R"].printed[-1]) == (count, gross)
    assert client.get("/invest/tax/").context["shown"].year == 2027
    for asked in ("2025", "x", "²"):
        assert client.get(f"/invest/tax/?year={asked}").status_code == 404
    stranger = signed_in(make_customer("new@example.cn", name="钱新"))
    assert stranger.get("/invest/tax/").status_code == 200
    assert stranger.get("/invest/tax/?year=2026").status_code == 404


def test_a_changed_figure_is_found_out(loan: Loan, investors: list[User], tmp_path: Path) -> None:
    client = signed_in(investors[0])
    right = client.get("/invest/statements/?from=2026-11-01&to=2027-02-01&as=csv").content
    file = tmp_path / "statement.csv"
    file.write_bytes(right)
    out = io.StringIO()
    call_command("check_statement", str(file), "--format", "json", stdout=out)
    assert [row["section"] for row in json.loads(out.getvalue())] == ["W", "C", "H"]
    for old, new in ((b"3300.00", b"3300.01"), (b"\r\nC1,", b"\r\nC3,")):
        assert old in right
        file.write_bytes(right.replace(old, new, 1))
        with pytest.raises(CommandError):
            call_command("check_statement", str(file), stdout=io.StringIO())
    for nonsense in (b"", b"\xff\xfe", b"a,b\n1,2\n"):
        with pytest.raises(Unreadable):
            read_statement(nonsense)


def test_a_wrong_period_says_what_is_wrong(loan: Loan, investors: list[User]) -> None:
    client = signed_in(investors[0])
    for query, words in (
        ("from=2027-01-02&to=2027-01-01", "The first day comes before the last."),
        ("from=2025-12-01&to=2027-01-01", "A statement covers a year at most."),
        ("from=2027-01-01&to=2027-12-31", "The last day may not lie in the future."),
        ("from=x&to=2027-01-01", "Enter a valid date."),
    ):
        page = client.get(f"/invest/statements/?{query}&as=pdf")
        assert words in page.content.decode()
        assert "Content-Disposition" not in page


def test_what_does_not_add_up_is_not_handed_out() -> None:
    line = Line(("2026-11-15",), (100,))
    assert Section("W", "", [""], [""], [line], (5,), (105,)).total == (100,)
    with pytest.raises(ValueError, match="does not add up"):
        Section("W", "", [""], [""], [line], (5,), (106,))
    refuse_too_long(5_000, "pdf")
    refuse_too_long(10**6, "csv")
    with pytest.raises(TooLong):
        refuse_too_long(5_001, "pdf")


def test_pages_take_few_queries(loan: Loan, investors: list[User]) -> None:
    client = signed_in(investors[0])
    assert count_queries(client, "/invest/statements/?from=2026-11-01&to=2027-02-01") <= 20
    assert count_queries(client, "/invest/tax/") <= 10


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_printed_statement_cuts_nothing_and_reads_back(language: str) -> None:
    words = (
        "Loan instalment, debited automatically · Overdue interest and costs of realising the claim 逾期利息"
    )
    lines = [
        Line(
            (
                f"2026-11-{n % 28 + 1:02d}",
                f"JE20261127{n:06d}",
                f"CL20261127{n:06d}",
                "Home instalments, interest paid by the dealer 商家贴息, version 12",
                f"{words} · RP20261127{n:06d}",
            ),
            (-123_456_78, 123_456_78, n, 0, 123_456_78 + n),
            (9_876_543_21,),
        )
        for n in range(1, 61)
    ]
    heads = ["Outstanding", "Principal received", "Interest", "Overdue interest", "Total received"]
    section = Section(
        "C",
        "Claims and receipts",
        ["Day", "Entry", "Claim", "Product", "What for"],
        heads,
        lines,
        after=["Balance after"],
    )
    with translation.override(language):
        data = as_pdf(Statement("Statement", "statement", [("Customer", "U1")], [section]))
    [found] = read_statement(data)
    assert (len(found.lines), found.printed, found.is_sum_right) == (60, section.total, True)
    pages = PdfReader(io.BytesIO(data)).pages
    text = " ".join(" ".join(page.extract_text().split()) for page in pages)
    assert "…" not in text
    for line in lines:
        assert all(cell in text for cell in line.texts[:3])
        assert line.texts[4].rsplit(" ", 1)[1] in text
    # The heads stand on every page, and each lies on its long side.
    assert len(pages) > 2
    assert all("What for" in page.extract_text() for page in pages)
    assert all(page.mediabox.width > page.mediabox.height for page in pages)
