"""The pages of papers: parties only, the office with a trace, and verification for anybody without a person in it."""

import hashlib

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts import append_only
from accounts.models import Event, User
from lending.models import Claim, Loan, LoanPaper, PaperFile
from lending.services.seal_paper import seal_papers
from tests.factories import make_staff
from tests.lending import factories
from tests.lending.test_pages import queries_of, signed_in


@pytest.fixture(autouse=True)
def fresh_throttle(db: None) -> None:
    cache.clear()


@pytest.fixture
def loan(borrower: User) -> Loan:
    lenders = {
        factories.make_investor("a@example.cn"): 6_000_00,
        factories.make_investor("b@example.cn"): 4_000_00,
    }
    return factories.make_active_loan(borrower, lenders)


@pytest.fixture
def paper(loan: Loan) -> LoanPaper:
    seal_papers()
    return LoanPaper.objects.get(loan=loan, kind="contract")


def test_the_borrower_downloads_the_contract_and_nobody_else(
    loan: Loan, paper: LoanPaper, borrower: User, stranger: User
) -> None:
    urls = [
        reverse("loan_contract", args=[loan.number]),
        reverse("paper", args=[paper.number]),
        reverse("paper_file", args=[paper.number, "en"]),
    ]
    lender = Claim.objects.order_by("pk")[0].holder
    for url in urls:
        assert signed_in(borrower).get(url).status_code == 200
        for other in (stranger, lender):
            assert signed_in(other).get(url).status_code == 404
        assert Client().get(url).status_code == 302
    answer = signed_in(borrower).get(urls[0])
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer.content.startswith(b"%PDF")
    assert signed_in(borrower).get(reverse("paper_file", args=[paper.number, "fr"])).status_code == 404
    # There is no certificate before the loan is paid.
    assert signed_in(borrower).get(reverse("loan_certificate", args=[loan.number])).status_code == 404


def test_each_lender_downloads_the_own_copy(loan: Loan, stranger: User, borrower: User) -> None:
    claims = list(Claim.objects.order_by("pk").select_related("holder"))
    first, second = (reverse("claim_contract", args=[claim.number]) for claim in claims)
    assert signed_in(claims[0].holder).get(first).content.startswith(b"%PDF")
    for other in (claims[1].holder, stranger, borrower):
        assert signed_in(other).get(first).status_code == 404
    assert signed_in(claims[1].holder).get(second).status_code == 200
    assert LoanPaper.objects.filter(kind="extract").count() == 2
    assert signed_in(claims[0].holder).get(first).status_code == 200
    assert LoanPaper.objects.filter(kind="extract").count() == 2


def test_a_lender_who_sold_the_claim_keeps_the_copy(loan: Loan, stranger: User) -> None:
    claim = Claim.objects.order_by("pk")[0]
    seller = claim.holder
    claim.holder = stranger
    claim.save(update_fields=["holder"])
    url = reverse("claim_contract", args=[claim.number])
    for party in (seller, stranger):
        assert signed_in(party).get(url).status_code == 200


def test_the_list_is_the_own_one(loan: Loan, paper: LoanPaper, borrower: User, stranger: User) -> None:
    assert paper.number in signed_in(borrower).get("/me/papers/").content.decode()
    assert paper.number not in signed_in(stranger).get("/me/papers/").content.decode()
    claim = Claim.objects.order_by("pk")[0]
    lent = signed_in(claim.holder).get("/me/papers/", {"side": "lent"}).content.decode()
    assert reverse("claim_contract", args=[claim.number]) in lent
    assert 'href="/me/papers/"' in signed_in(borrower).get("/me/").content.decode()
    assert (
        reverse("paper", args=[paper.number])
        in signed_in(borrower).get(f"/borrow/loans/{loan.number}/").content.decode()
    )


def test_the_list_takes_the_same_few_queries(loan: Loan, borrower: User) -> None:
    client = signed_in(borrower)
    before = queries_of(client, "/me/papers/")
    for n in range(4):
        factories.make_active_loan(
            borrower, amount_fen=1_000_00, purpose=("travel", "rent", "medical", "wedding")[n]
        )
    assert queries_of(client, "/me/papers/") == before <= 12
    lender = Claim.objects.order_by("pk")[0].holder
    assert queries_of(signed_in(lender), "/me/papers/?side=lent") <= 12


def test_the_office_reads_with_the_right_and_leaves_a_trace(paper: LoanPaper, borrower: User) -> None:
    officer = make_staff("o@example.cn", "risk_officer")
    auditor = make_staff("au@example.cn", "accountant")
    page, file = (
        reverse("office_paper", args=[paper.number]),
        reverse("office_paper_file", args=[paper.number, "zh-hans"]),
    )
    shown = signed_in(officer).get(page).content.decode()
    assert paper.content_hash in shown
    assert "李借" not in shown
    assert signed_in(auditor).get(page).status_code == 200
    assert signed_in(auditor).get(file).status_code == 403
    assert signed_in(borrower).get(file).status_code == 404
    assert signed_in(officer).get(file).status_code == 200
    read = Event.objects.get(kind="loan_paper.read")
    assert (read.actor, read.subject_number) == (officer, paper.number)


class TestVerification:
    def test_the_fingerprint_says_genuine_and_nothing_of_a_person(
        self, paper: LoanPaper, borrower: User
    ) -> None:
        shown = (
            Client().get(f"/verify/{paper.content_hash}/", headers={"Accept-Language": "en"}).content.decode()
        )
        assert "Genuine" in shown
        assert "In force" in shown
        assert paper.number in shown
        for personal in ("李借", "李*", borrower.number, "10,000"):
            assert personal not in shown

    def test_number_and_code_together_find_it(self, paper: LoanPaper) -> None:
        good = {"number": paper.number.lower(), "code": paper.check_code.lower()}
        assert Client().post("/verify/", good).url == f"/verify/{paper.content_hash}/"
        for wrong in (
            {**good, "code": "00000000"},
            {**good, "number": "PA1"},
            {"hash": "0" * 64},
            {"hash": "x"},
        ):
            answer = Client().post("/verify/", wrong)
            assert answer.status_code == 200
            assert answer.context["paper"] is None
        assert Client().post("/verify/", {"number": paper.number}).context["form"].errors

    def test_the_file_is_known_by_its_bytes(self, paper: LoanPaper, borrower: User) -> None:
        content = signed_in(borrower).get(reverse("paper_file", args=[paper.number, "en"])).content
        assert PaperFile.objects.get().sha256 == hashlib.sha256(content).hexdigest()
        for bytes_, is_known in ((content, True), (content + b" ", False)):
            sent = Client().post("/verify/", {"file": SimpleUploadedFile("c.pdf", bytes_)})
            found = Client().get(sent.url).context["paper"]
            assert (found == paper) is is_known

    @pytest.mark.parametrize("column", ["content_hash", "number"])
    def test_a_changed_paper_is_not_to_be_relied_on(self, paper: LoanPaper, column: str) -> None:
        with append_only.lifted():
            LoanPaper.objects.filter(pk=paper.pk).update(**{column: "0" * 20})
        wanted = paper if column == "number" else None
        shown = Client().get(f"/verify/{paper.content_hash}/", headers={"Accept-Language": "en"})
        assert ("Do not rely on it" in shown.content.decode()) is (wanted is not None)
        assert "Genuine" not in shown.content.decode()

    def test_states_follow_the_loan(self, borrower: User) -> None:
        factories.make_settled_loan(borrower)
        seal_papers()
        contract, certificate = (LoanPaper.objects.get(kind=kind) for kind in ("contract", "certificate"))
        for found, words in ((contract, "Loan settled"), (certificate, "Valid")):
            page = Client().get(f"/verify/{found.content_hash}/", headers={"Accept-Language": "en"})
            assert words in page.content.decode()
        client = signed_in(borrower)
        loan = Loan.objects.get()
        assert client.get(reverse("loan_certificate", args=[loan.number])).content.startswith(b"%PDF")

    def test_an_unsealed_paper_says_so(self, loan: Loan) -> None:
        paper = LoanPaper.objects.get(loan=loan)
        page = Client().get(f"/verify/{paper.content_hash}/", headers={"Accept-Language": "en"})
        assert "Not sealed yet" in page.content.decode()

    def test_it_is_not_asked_without_end(self, paper: LoanPaper) -> None:
        client = Client()
        url = f"/verify/{paper.content_hash}/"
        answers = [client.get(url).status_code for _time in range(32)]
        assert answers[:30] == [200] * 30
        assert answers[-1] == 429
        assert client.post("/verify/", {"hash": paper.content_hash}).status_code == 429
        elsewhere = Client(REMOTE_ADDR="198.51.100.7")
        assert elsewhere.get(url).status_code == 200
