"""The papers of a loan: written once, sealed, drawn once, and nothing changed unseen."""

import datetime as dt
import hashlib
import json
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts import append_only, clock
from accounts.errors import Refused
from accounts.esign.canonical import canonical, hash_of
from accounts.models import Event, EventDelivery, Message, Signature, User
from accounts.providers import esign_sandbox
from accounts.providers.sms import ProviderUnavailable
from accounts.services.deliver_events import deliver_events
from lending.contracts.content import contract_content
from lending.contracts.drawing import draw_paper, wording_of
from lending.contracts.handlers import CONSUMER
from lending.contracts.invariants import loan_papers_complete, loan_papers_hold
from lending.models import Claim, Loan, LoanPaper, PaperFile, PaperSeal
from lending.queries.loans import read_loan_files
from lending.services.disburse_loan import disburse_loan
from lending.services.make_certificate import make_certificate
from lending.services.make_contract import make_contract
from lending.services.make_extract import make_extract
from lending.services.read_paper import read_paper
from lending.services.seal_paper import seal_papers
from lending.services.settle_loan import settle_loan
from lending.services.sweep_papers import sweep_papers
from lending.settlement_story import tell_settlement
from tests import dealers
from tests.factories import make_customer
from tests.lending import factories
from tests.lending.goods import factories as goods
from tests.lending.test_redrawing import prepay
from tests.money import fund

MIGRATIONS = Path(__file__).parents[3] / "lending" / "migrations"


def contract_of(loan: Loan) -> LoanPaper:
    return LoanPaper.objects.get(loan=loan, kind="contract")


def said_by(paper: LoanPaper) -> dict:
    return json.loads(paper.content)


def settle(loan: Loan) -> None:
    fund(loan.borrower, 11_000_00)
    loan = Loan.objects.select_related("product_version").get(pk=loan.pk)
    story = tell_settlement(read_loan_files([loan], clock.today())[0], clock.today())
    settle_loan(loan=loan, payer=loan.borrower, shown_fen=story.total_fen, key="all")
    deliver_events()


def two_lenders() -> dict[User, int]:
    return {
        factories.make_investor("a@example.cn"): 6_000_00,
        factories.make_investor("b@example.cn"): 4_000_00,
    }


def test_the_contract_says_everything_to_the_fen(borrower: User) -> None:
    lenders = two_lenders()
    loan = factories.make_active_loan(borrower, lenders)
    said = said_by(contract_of(loan))
    assert (said["loan"], said["line"], said["purpose"]) == (loan.number, "cash", "furniture")
    assert said["borrower"]["name"] == "李借"
    assert said["borrower"]["identity"].count("*") == 8
    assert (said["principal_fen"], said["interest_fen"], said["fee_fen"]) == (10_000_00, 405_34, 72_00)
    assert said["total_fen"] == 10_477_34 == sum(sum(row[2:]) for row in said["rows"])
    rates = said["rates"]
    assert (rates["contract_ppm"], rates["all_in_ppm"], rates["cap_ppm"]) == (loan.rate_ppm, 86_973, 120_000)
    assert (rates["lpr_ppm"], rates["cap_multiple"], rates["overdue_ppm"]) == (
        30_000,
        4,
        loan.overdue_rate_ppm,
    )
    assert rates["effective_ppm"] > rates["all_in_ppm"]
    assert [row[1] for row in said["rows"]][-1] == said["matures_on"] == loan.matures_on.isoformat()
    claims = list(Claim.objects.order_by("number"))
    assert [row[0] for row in said["lenders"]] == [claim.number for claim in claims]
    assert [row[2:4] for row in said["lenders"]] == [["王*", 6_000_00], ["王*", 4_000_00]]
    signed = Signature.objects.filter(document_kind="bid").order_by("pk")
    assert [row[4:] for row in said["lenders"]] == [[one.number, one.document_hash] for one in signed]
    assert said["lent_fen"] == 10_000_00
    offer = Signature.objects.get(document_kind="offer")
    assert (said["signature"]["number"], said["signature"]["hash"]) == (
        offer.number,
        loan.application.offer_hash,
    )
    assert loan_papers_complete() == []
    assert loan_papers_hold() == []


def test_each_paper_is_written_once_and_seals_are_on_it(borrower: User) -> None:
    loan = factories.make_active_loan(borrower)
    paper = contract_of(loan)
    assert make_contract(loan_id=loan.pk).pk == paper.pk
    assert make_certificate(loan_id=loan.pk) is None
    assert sweep_papers() == 0
    assert (paper.is_late, paper.content_hash) == (False, hash_of(paper.content))
    assert paper.kept_until_on == loan.matures_on.replace(year=loan.matures_on.year + 10)
    assert seal_papers() == 1
    assert seal_papers() == 0
    assert PaperSeal.objects.count() == 1
    told = Message.objects.get(template="paper_contract")
    assert (told.to, told.link) == (borrower, f"/me/papers/{paper.number}/")
    assert loan_papers_hold() == []


def test_the_contract_says_the_same_whenever_it_is_written(borrower: User) -> None:
    loan = factories.make_active_loan(borrower, two_lenders())
    paper = contract_of(loan)
    fund(borrower, 2_000_00)
    prepay(loan, borrower, 1_000_00)
    deliver_events()
    loan = Loan.objects.select_related(
        "application", "listing", "borrower__person", "product_version__product"
    ).get()
    assert canonical(contract_content(loan, paper.number)) == paper.content


def test_a_silent_authority_is_asked_again(borrower: User, monkeypatch: pytest.MonkeyPatch) -> None:
    loan = factories.make_active_loan(borrower)

    def silent(self: object, **call: str) -> None:
        raise ProviderUnavailable("down")

    with monkeypatch.context() as patch:
        patch.setattr(esign_sandbox.SandboxTimeStampAuthority, "stamp", silent)
        assert seal_papers() == 0
        with pytest.raises(Refused) as refusal:
            read_paper(paper=contract_of(loan), language="en", actor=borrower)
        assert refusal.value.code == "not_sealed"
    assert not PaperSeal.objects.exists()
    assert not Message.objects.filter(template="paper_contract").exists()
    assert seal_papers() == 1


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_it_is_drawn_once_and_the_same_bytes_ever_after(
    borrower: User, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = contract_of(factories.make_active_loan(borrower, two_lenders()))
    first = read_paper(paper=paper, language=language, actor=borrower)
    assert first.startswith(b"%PDF")
    file = PaperFile.objects.get()
    assert (file.sha256, file.size_bytes) == (hashlib.sha256(first).hexdigest(), len(first))
    # It lies encrypted, and what is handed out later is not drawn again.
    assert b"%PDF" not in default_storage.open(file.stored_name).read()
    monkeypatch.setattr("lending.services.read_paper.draw_paper", None)
    assert read_paper(paper=paper, language=language, actor=borrower) == first
    reads = Event.objects.filter(kind="loan_paper.read", actor=borrower)
    assert [event.data["language"] for event in reads] == [language, language]
    assert loan_papers_hold() == []


def test_drawing_is_the_same_for_the_same_seal(borrower: User) -> None:
    paper = contract_of(factories.make_active_loan(borrower))
    seal_papers()
    seal = PaperSeal.objects.get()
    twice = [draw_paper(paper, said_by(paper), seal, "zh-hans") for _time in range(2)]
    assert twice[0] == twice[1]


def test_a_lenders_copy_shows_the_own_lines_and_masks_all_others(borrower: User) -> None:
    lenders = two_lenders()
    loan = factories.make_active_loan(borrower, lenders)
    one, other = lenders
    paper = make_extract(loan_id=loan.pk, lender=one)
    assert make_extract(loan_id=loan.pk, lender=one).pk == paper.pk
    said = said_by(paper)
    assert (said["borrower"]["name"], said["borrower"]["number"]) == ("李*", "")
    assert "李借" not in paper.content
    assert borrower.number not in paper.content
    assert said["borrower"]["identity"].count("*") == 12
    assert "signature" not in said
    assert said["lender"]["name"] == "王投"
    own = Claim.objects.get(holder=one)
    assert said["lender"]["claims"][0][:2] == [own.number, 6_000_00]
    assert [row[1:4] for row in said["lenders"]] == [["", "王*", 4_000_00]]
    assert other.number not in paper.content
    assert said["contract"]["hash"] == contract_of(loan).content_hash
    assert read_paper(paper=paper, language="zh-hans", actor=one).startswith(b"%PDF")


def test_a_paid_loan_is_certified_at_once(borrower: User) -> None:
    loan = factories.make_active_loan(borrower)
    settle(loan)
    paper = LoanPaper.objects.get(kind="certificate")
    said = said_by(paper)
    assert (said["lent_fen"], said["owed_fen"]) == (10_000_00, 0)
    assert said["paid"]["principal_fen"] == 10_000_00
    assert said["paid"]["amount_fen"] == sum(v for k, v in said["paid"].items() if k != "amount_fen")
    assert (said["settled_by"], said["settled_on"]) == ("settlement", clock.today().isoformat())
    assert said["contract"]["hash"] == contract_of(loan).content_hash
    assert seal_papers() == 2
    assert Message.objects.filter(template="paper_certificate", to=borrower).count() == 1
    assert make_certificate(loan_id=loan.pk) == paper
    assert read_paper(paper=paper, language="en", actor=borrower).startswith(b"%PDF")
    assert loan_papers_complete() == []


def test_each_redrawing_becomes_a_supplement_signed_by_the_borrower(borrower: User) -> None:
    loan = factories.make_active_loan(borrower)
    fund(borrower, 2_000_00)
    prepay(loan, borrower, 1_000_00)
    loan.refresh_from_db()
    deliver_events()
    paper = LoanPaper.objects.get(kind="supplement")
    said = said_by(paper)
    signature = Signature.objects.get(document_kind="prepayment")
    assert (paper.version, said["reason"]) == (2, "prepayment")
    assert (signature.signer, signature.document_number) == (borrower, f"{loan.number}-2")
    assert (said["signature"]["number"], said["signature"]["hash"]) == (
        signature.number,
        signature.document_hash,
    )
    assert said["principal_fen"] == 9_000_00
    assert said["ends_on"] == loan.matures_on.isoformat()
    assert read_paper(paper=paper, language="zh-hans", actor=borrower).startswith(b"%PDF")
    assert loan_papers_hold() == []


def test_older_loans_get_their_papers_later_and_say_so(
    borrower: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    loan = factories.make_active_loan(borrower)
    with append_only.lifted():
        LoanPaper.objects.all().delete()
    assert loan_papers_complete() == [f"{loan.number} has no contract"]
    EventDelivery.objects.filter(consumer=CONSUMER).update(status="due", done_at=None)
    # What is on its way is not missing yet.
    assert loan_papers_complete() == []
    EventDelivery.objects.filter(consumer=CONSUMER).delete()
    later = clock.today() + dt.timedelta(days=1)
    monkeypatch.setattr(clock, "today", lambda: later)
    assert sweep_papers() == 1
    assert sweep_papers() == 0
    paper = contract_of(loan)
    assert paper.is_late
    assert said_by(paper)["disbursed_on"] == loan.disbursed_on.isoformat()
    assert loan_papers_complete() == []


@pytest.mark.parametrize(
    ("table", "column", "value", "words"),
    [
        ("lending_loanpaper", "content_hash", "0" * 64, "the content is not what was sealed"),
        ("lending_loanpaper", "kind", "certificate", "the seal is not on this paper"),
        ("lending_loanpaper", "number", "PA1", "the seal is not on this paper"),
        ("lending_paperseal", "signature", "A" * 86 + "==", "the seal is not on this paper"),
        ("lending_paperseal", "stamp_signature", "A" * 86 + "==", "the seal is not on this paper"),
        ("lending_paperseal", "stamp_serial", "1", "the seal is not on this paper"),
        ("lending_paperfile", "sha256", "0" * 64, "the file is not the one that was drawn"),
    ],
)
def test_a_changed_row_is_found(borrower: User, table: str, column: str, value: str, words: str) -> None:
    paper = contract_of(factories.make_active_loan(borrower))
    read_paper(paper=paper, language="en", actor=borrower)
    assert loan_papers_hold() == []
    with append_only.lifted(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = %s", [value])  # noqa: S608
    assert any(words in breach for breach in loan_papers_hold())


def test_a_changed_content_and_a_changed_file_are_found(borrower: User) -> None:
    paper = contract_of(factories.make_active_loan(borrower))
    read_paper(paper=paper, language="en", actor=borrower)
    file = PaperFile.objects.get()
    kept = paper.content
    # The ciphertext column is free for new keys; its content is proved by the hash.
    LoanPaper.objects.update(content=kept.replace("1000000", "2000000"))
    assert loan_papers_hold() == [f"{paper.number}: the content is not what was sealed"]
    LoanPaper.objects.update(content=kept)
    assert loan_papers_hold() == []
    default_storage.delete(file.stored_name)
    assert loan_papers_hold() == [f"{paper.number}: the file is not the one that was drawn"]
    with pytest.raises(Refused) as refusal:
        read_paper(paper=paper, language="en", actor=borrower)
    assert refusal.value.code == "paper_unreadable"


def test_rows_are_only_added(borrower: User) -> None:
    paper = contract_of(factories.make_active_loan(borrower))
    read_paper(paper=paper, language="en", actor=borrower)
    for table, column in (
        ("lending_loanpaper", "content_hash"),
        ("lending_loanpaper", "is_late"),
        ("lending_paperseal", "signature"),
        ("lending_paperfile", "sha256"),
    ):
        for statement in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):  # noqa: S608
            with pytest.raises(Exception, match="only added"), connection.cursor() as cursor:
                _try(cursor, statement)


def _try(cursor, statement: str) -> None:
    with transaction.atomic():
        cursor.execute(statement)


def test_a_contract_takes_the_same_statements_for_any_number_of_lenders(borrower: User) -> None:
    counts = []
    for n, (owner, lenders) in enumerate(((borrower, 2), (make_customer("other@example.cn"), 20))):
        investors = {
            factories.make_investor(f"i{n}.{one}@example.cn"): 10_000_00 // lenders for one in range(lenders)
        }
        listing = factories.make_full_listing(owner, investors)
        loan = disburse_loan(listing_id=listing.pk, actor=None)
        with CaptureQueriesContext(connection) as asked:
            paper = make_contract(loan_id=loan.pk)
        counts.append(len(asked))
        assert len(said_by(paper)["lenders"]) == lenders
    assert counts[0] == counts[1] <= 25


def test_goods_name_order_and_dealer(db: None) -> None:
    dealer, customer = dealers.active(), make_customer("buyer@example.cn", name="李买")
    order = goods.delivered(dealer, customer)
    deliver_events()
    said = said_by(LoanPaper.objects.get(kind="contract"))
    assert (said["line"], said["order"]["number"], said["order"]["dealer"]) == (
        "goods",
        order.number,
        dealer.number,
    )
    assert said["order"]["price_fen"] == said["order"]["down_payment_fen"] + said["principal_fen"]
    for language in ("en", "zh-hans"):
        words = wording_of(said, language)
        text = " ".join(clause.text for clause in words.clauses)
        assert dealer.name in text
        assert "634" in text or "第六百三十四条" in text


def test_the_migration_lets_the_consumer_find_what_happened_before(borrower: User) -> None:
    loan = factories.make_settled_loan(borrower)
    with append_only.lifted():
        LoanPaper.objects.all().delete()
    EventDelivery.objects.filter(consumer=CONSUMER).delete()
    [name] = [path.stem for path in MIGRATIONS.glob("*_loan_papers.py")]
    migration = import_module(f"lending.migrations.{name}")
    migration.deliver_the_past(apps, None)
    assert loan_papers_complete() == []
    assert not LoanPaper.objects.exists()
    deliver_events()
    assert sorted(LoanPaper.objects.values_list("loan", "kind")) == [
        (loan.pk, "certificate"),
        (loan.pk, "contract"),
    ]
    migration.forget_them(apps, None)
    assert not EventDelivery.objects.filter(consumer=CONSUMER).exists()
