"""One loan from its application to its payout, in English, by a borrower, the two persons of risk and one investor."""

import hashlib

import pytest
from playwright.sync_api import expect

from accounts.models import User
from finance.services.verify_books import verify_books
from lending.models import Loan, LoanPaper
from lending.services.seed_products import seed_products
from tests.browser.company import Company
from tests.browser.conftest import PageMaker
from tests.browser.life import Walker
from tests.browser.people import enter_as
from tests.lending import factories
from tests.money import fund

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WHY = "A dining table and a bookcase"


@pytest.fixture
def lender(db: None) -> User:
    """An investor with money, made before the worker runs."""
    seed_products()
    return factories.make_investor("lender@example.cn", funds_fen=5_000_00)


def test_a_loan_is_asked_for_decided_funded_and_paid_out(
    lender: User,
    borrower: User,
    risk_officer: User,
    risk_manager: User,
    site: Company,
    new_page: PageMaker,
) -> None:
    people = {
        user: Walker(new_page(language="en")) for user in (borrower, risk_officer, risk_manager, lender)
    }
    for user, walker in people.items():
        enter_as(walker.page, user, site.url)
    asking, reviewing, deciding, lending = people.values()

    asking.go("/calculator/?amount=3000&periods=6&grade=A")
    expect(asking.stat("Annual rate, all in")).to_have_text("7.83%")
    asking.press("Apply for this loan")
    application = asking.apply(why=WHY)
    asking.reads("A person is looking at your application.")

    reviewing.open_case()
    reviewing.reads(WHY, "¥3,000.00")
    reviewing.give_opinion("Steady income and little debt: approve at grade A.")
    deciding.open_case()
    deciding.approve(grade="A", limit="5000")
    deciding.reads("The decision is recorded and the borrower is told.")

    asking.go(f"/borrow/applications/{application}/")
    asking.look_until_read("Read and sign the offer")
    asking.accept_offer()
    asking.look_until_read("See it in the market")

    lending.go("/market/")
    lending.look_until(lambda: lending.page.locator(".offer"))
    lending.page.locator(".offer-title a").click()
    lending.reads("6.60%", WHY)
    lending.bid("3000")

    asking.look_until_read("Open the loan")
    asking.press("Open the loan")
    asking.is_at(r"/borrow/loans/LN\d+/$")
    asking.go("/wallet/")
    expect(asking.headline()).to_have_text("¥3,000.00")
    lending.go("/invest/")
    lending.reads("¥3,000.00")

    stranger = Walker(new_page(language="en"))
    read_and_verify_the_contract(asking, lending, stranger, site)
    pay_off_and_verify_the_certificate(asking, stranger, borrower)
    assert [finding for finding in verify_books().findings if not finding.ok] == []


def read_and_verify_the_contract(asking: Walker, lending: Walker, stranger: Walker, site: Company) -> None:
    """Both sides read the contract, each the own copy; a stranger verifies the file."""
    asking.go("/me/papers/")
    asking.look_until(lambda: asking.page.locator("#main table a[href*='/me/papers/PA']")).click()
    paper = asking.is_at(r"/me/papers/([A-Z]+\d+)/$")[1]
    asking.reads("Own session, and a code sent to the mailbox for exactly this text")
    file = asking.download(f"/me/papers/{paper}/zh-hans/")
    assert file.startswith(b"%PDF")
    lending.go("/invest/claims/mine/")
    lending.page.locator("#main table a[href*='/invest/claims/CL']").first.click()
    claim = lending.is_at(r"/invest/claims/([A-Z]+\d+)/$")[1]
    copy = lending.download(f"/invest/claims/{claim}/contract/")
    assert copy.startswith(b"%PDF")
    assert copy != file
    stranger.page.goto(f"{site.url}/verify/")
    stranger.page.set_input_files(
        "#main input[type=file]", {"name": "contract.pdf", "mimeType": "application/pdf", "buffer": file}
    )
    stranger.page.wait_for_url(lambda url: hashlib.sha256(file).hexdigest() in url)
    stranger.reads("Genuine", "In force", paper)


def pay_off_and_verify_the_certificate(asking: Walker, stranger: Walker, borrower: User) -> None:
    """The borrower pays everything off the same day; the certificate is there at once and holds its test."""
    fund(borrower, 100_00)
    loan = Loan.objects.get()
    asking.go(f"/borrow/loans/{loan.number}/settle/")
    asking.page.locator("#main form:has([name=shown_fen]) button").click()
    asking.is_at(rf"/borrow/loans/{loan.number}/$")
    asking.look_until(lambda: asking.page.get_by_role("link", name="Settlement certificate")).click()
    certificate = asking.is_at(r"/me/papers/([A-Z]+\d+)/$")[1]
    assert asking.download(f"/borrow/loans/{loan.number}/certificate/").startswith(b"%PDF")
    stranger.go("/verify/")
    code = LoanPaper.objects.get(number=certificate).check_code
    stranger.fill({"number": certificate, "code": code})
    stranger.send("number")
    stranger.reads("Genuine", "Settlement certificate", "Valid")
