"""Two workers, two readers: one contract, one seal, one file. Only PostgreSQL can show it."""

import pytest

from accounts import append_only
from accounts.models import Message, User
from lending.contracts import write as write_room
from lending.models import LoanPaper, PaperFile, PaperSeal
from lending.services import make_contract as make_contract_room
from lending.services import read_paper as read_paper_room
from lending.services import seal_paper as seal_paper_room
from lending.services.make_contract import make_contract
from lending.services.read_paper import read_paper
from lending.services.seal_paper import seal_paper
from tests.factories import make_customer
from tests.lending import factories
from tests.races import MeetingPoint, errors_of, only_postgresql, race, without_constraint

pytestmark = [pytest.mark.postgres, only_postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def borrower(transactional_db: None) -> User:
    return make_customer("borrower@example.cn", name="李借")


def unwritten(borrower: User) -> int:
    """A loan whose contract nobody has written yet."""
    loan = factories.make_active_loan(borrower)
    with append_only.lifted():
        LoanPaper.objects.all().delete()
    return loan.pk


def test_two_workers_write_one_contract(borrower: User) -> None:
    loan_id = unwritten(borrower)
    outcomes = race([lambda: make_contract(loan_id=loan_id).number for _worker in range(4)])
    assert errors_of(outcomes) == []
    assert len({outcome.result for outcome in outcomes}) == 1
    assert LoanPaper.objects.count() == 1


def test_control_without_guards_there_are_two(borrower: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """No lock and no constraint: two who have both found no contract both write one, every time."""
    loan_id = unwritten(borrower)
    between = MeetingPoint(2)
    written = write_room.write_paper

    def write_together(*values: object, **named: object) -> LoanPaper:
        between.meet()
        return written(*values, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(write_room, "lock_one", lambda rows: rows.get())
    monkeypatch.setattr(make_contract_room, "write_paper", write_together)

    def repair() -> None:
        with append_only.lifted():
            LoanPaper.objects.all().delete()

    with without_constraint(LoanPaper, "loan_paper_once", repair):
        outcomes = race([lambda: make_contract(loan_id=loan_id).number for _worker in range(2)])
        assert errors_of(outcomes) == []
        assert LoanPaper.objects.count() == 2
    assert between.all_met


def test_two_sealers_put_one_seal_and_tell_once(borrower: User, monkeypatch: pytest.MonkeyPatch) -> None:
    factories.make_active_loan(borrower)
    paper = LoanPaper.objects.get()
    between = MeetingPoint(2)
    recorded = seal_paper_room._record

    def record_together(*values: object) -> None:
        between.meet()
        recorded(*values)  # type: ignore[arg-type]

    monkeypatch.setattr(seal_paper_room, "_record", record_together)
    outcomes = race([lambda: seal_paper(paper_id=paper.pk) for _worker in range(2)])
    assert [outcome.result for outcome in outcomes] == [True, True]
    assert between.all_met
    assert PaperSeal.objects.count() == 1
    assert Message.objects.filter(template="paper_contract").count() == 1


def test_two_readers_get_the_same_bytes(borrower: User, monkeypatch: pytest.MonkeyPatch) -> None:
    factories.make_active_loan(borrower)
    paper = LoanPaper.objects.select_related("loan").get()
    seal_paper(paper_id=paper.pk)
    between = MeetingPoint(2)
    drawn = read_paper_room._draw

    def draw_together(*values: object) -> PaperFile:
        between.meet()
        return drawn(*values)  # type: ignore[arg-type]

    monkeypatch.setattr(read_paper_room, "_draw", draw_together)
    outcomes = race([lambda: read_paper(paper=paper, language="en", actor=borrower) for _reader in range(2)])
    assert errors_of(outcomes) == []
    assert outcomes[0].result == outcomes[1].result
    assert between.all_met
    assert PaperFile.objects.count() == 1
