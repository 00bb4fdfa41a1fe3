"""A holder lets the borrower off a part of the own claim, and nobody else gets a fen less."""

import datetime as dt

import pytest
from django.test import Client

from accounts import clock
from accounts.errors import Refused
from accounts.models import Approval, Message, User
from accounts.services.deliver_events import deliver_events
from lending.models import Claim, ClaimReceipt, Instalment, Loan, Waiver
from lending.services.accept_waiver import accept_waiver
from lending.services.decline_waiver import decline_waiver
from lending.services.propose_waiver import propose_waiver
from tests.closing import close_through
from tests.lending.test_bad_days import (
    approve,
    assert_sound,
    called_in,
    free,
    investors,
    loan,
    manager,
    officer,
)
from tests.money import fund

__all__ = ["investors", "loan", "manager", "officer"]


def offered(
    loan: Loan, holder: User, officer: User, manager: User, *, principal_fen: int = 0, interest_fen: int = 0
) -> Waiver:
    loan.refresh_from_db()
    claim = Claim.objects.get(loan=loan, holder=holder)
    row = propose_waiver(
        loan=loan,
        claim_number=claim.number,
        maker=officer,
        principal_fen=principal_fen,
        interest_fen=interest_fen,
        reason="借款人患重病",
    )
    approve(manager)
    row.refresh_from_db()
    assert row.status == "offered"
    return row


def receipts(holder: User) -> int:
    return sum(one.total_fen for one in ClaimReceipt.objects.filter(holder=holder))


def recover_all(loan: Loan, borrower: User) -> None:
    fund(borrower, 12_000_00)
    close_through(clock.today())
    loan.refresh_from_db()
    assert (loan.status, loan.outstanding_fen) == ("settled", 0)


def test_the_others_get_exactly_what_they_would_have_got(
    loan: Loan, borrower: User, investors: list[User], officer: User, manager: User
) -> None:
    called_in(loan, officer, manager)
    rows = list(Instalment.objects.filter(loan=loan, superseded_at=None).order_by("n"))
    row = offered(loan, investors[0], officer, manager, principal_fen=1_300_00, interest_fen=20_00)
    accept_waiver(number=row.number, holder=investors[0])
    assert_sound()
    loan.refresh_from_db()
    claim = Claim.objects.get(holder=investors[0])
    assert (loan.outstanding_fen, claim.outstanding_fen) == (8_700_00, 2_000_00)
    recover_all(loan, borrower)
    today = clock.today() - dt.timedelta(days=1)
    # 67 % of every row's principal and interest, and the overdue interest on the own principal alone.
    interest_fen = sum(round(one.interest_fen * 67 / 100) for one in rows)
    # The row that was called in is paid within the grace days, at the contract rate.
    late_days = [(today - one.due_on).days for one in rows]
    overdue_fen = sum(
        round(round(one.principal_fen * 67 / 100) * (110 if days > 3 else 74) * days / 365_000)
        for one, days in zip(rows, late_days, strict=True)
    )
    assert abs(receipts(investors[1]) - (6_700_00 + interest_fen + overdue_fen)) <= 3
    own = ClaimReceipt.objects.filter(holder=investors[0])
    assert sum(one.principal_fen for one in own) == 2_000_00
    all_interest = sum(one.interest_fen for one in rows)
    assert sum(one.interest_fen for one in ClaimReceipt.objects.all()) == all_interest - 20_00
    other_fen = sum(one.interest_fen for one in ClaimReceipt.objects.filter(holder=investors[1]))
    assert abs(other_fen - all_interest * 67 / 100) <= 2
    assert_sound()


def test_nothing_is_waived_without_the_holder(
    loan: Loan, investors: list[User], officer: User, manager: User
) -> None:
    called_in(loan, officer, manager)
    loan.refresh_from_db()
    claim = Claim.objects.get(holder=investors[0])
    with pytest.raises(Refused) as refusal:
        propose_waiver(
            loan=loan,
            claim_number=claim.number,
            maker=officer,
            principal_fen=3_300_01,
            interest_fen=0,
            reason="太多",
        )
    assert refusal.value.code == "too_much"
    assert not Approval.objects.filter(kind="lending.waiver").exists()
    row = offered(loan, investors[0], officer, manager, principal_fen=300_00)
    assert Message.objects.filter(to=investors[0], template="waiver_offered", channel="inbox").exists()
    with pytest.raises(Waiver.DoesNotExist):
        accept_waiver(number=row.number, holder=investors[1])
    decline_waiver(number=row.number, holder=investors[0])
    with pytest.raises(Refused):
        accept_waiver(number=row.number, holder=investors[0])
    row = offered(loan, investors[0], officer, manager, principal_fen=200_00)
    close_through(clock.today() + dt.timedelta(days=14))
    row.refresh_from_db()
    loan.refresh_from_db()
    assert (row.status, loan.outstanding_fen) == ("lapsed", 10_000_00)
    assert_sound()


def test_waiving_all_principal_of_one_claim_leaves_the_rest_to_be_paid(
    loan: Loan, borrower: User, investors: list[User], officer: User, manager: User
) -> None:
    called_in(loan, officer, manager)
    row = offered(loan, investors[0], officer, manager, principal_fen=3_300_00)
    accept_waiver(number=row.number, holder=investors[0])
    recover_all(loan, borrower)
    assert set(Claim.objects.values_list("status", flat=True)) == {"settled"}
    got = [sum(one.principal_fen for one in ClaimReceipt.objects.filter(holder=user)) for user in investors]
    assert got == [0, 6_700_00]
    assert_sound()


def test_the_page_takes_the_holders_word(
    client: Client, loan: Loan, investors: list[User], officer: User, manager: User
) -> None:
    called_in(loan, officer, manager)
    row = offered(loan, investors[0], officer, manager, principal_fen=100_00)
    deliver_events()
    client.force_login(investors[1])
    assert client.get(f"/invest/waivers/{row.number}/").status_code in (302, 404)
    assert free(investors[0]) > 0
    client.force_login(officer)
    assert row.claim.number in client.get(f"/office/lending/loans/{loan.number}/arrears/").content.decode()
