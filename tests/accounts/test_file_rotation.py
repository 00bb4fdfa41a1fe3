"""Keys rotate in files as well: what an old key wrote reads without it afterwards, wherever it was stopped."""

import pytest
from django.core.files.storage import default_storage

from accounts import crypto
from accounts.documents import read_sealed
from accounts.models import Document, User
from accounts.sealed_files import document_files
from accounts.services.rotate_keys import rotate_keys
from accounts.services.store_document import store_document
from lending.contracts.invariants import loan_papers_hold
from lending.models import LoanPaper, PaperFile
from lending.services.read_paper import read_paper
from tests.accounts.test_key_rotation import NEW, OLD, UseKeys, use_keys
from tests.lending import factories
from tests.pictures import picture_file

__all__ = ["use_keys"]
pytestmark = pytest.mark.django_db


def test_documents_and_papers_outlive_their_key(borrower: User, use_keys: UseKeys) -> None:
    paper = LoanPaper.objects.get(loan=factories.make_active_loan(borrower))
    use_keys(OLD)
    document = store_document(owner=borrower, kind="evidence", file=picture_file(), actor=borrower)
    picture = read_sealed(document)
    content = paper.content
    use_keys(OLD)
    LoanPaper.objects.filter(pk=paper.pk).update(content=content)
    drawn = read_paper(paper=paper, language="en", actor=borrower)
    before = PaperFile.objects.get()
    use_keys(NEW, OLD)
    places = {place.name: place for place in rotate_keys()}
    for name in ("documents", "loan_papers"):
        assert (places[name].before["old_1"], places[name].after["new_2"]) == (1, 1)
        assert "old_1" not in places[name].after
    use_keys(NEW)
    after = PaperFile.objects.get()
    assert after.sha256 == before.sha256
    assert after.stored_name != before.stored_name
    assert not default_storage.exists(before.stored_name)
    document.refresh_from_db()
    assert read_sealed(document) == picture
    paper.refresh_from_db()
    assert read_paper(paper=paper, language="en", actor=borrower) == drawn
    assert loan_papers_hold() == []


def test_a_rival_keeps_the_file_it_named(borrower: User, use_keys: UseKeys) -> None:
    use_keys(OLD)
    document = store_document(owner=borrower, kind="evidence", file=picture_file(), actor=borrower)
    use_keys(NEW, OLD)
    files = document_files()
    assert files.count_by_key() == {"old_1": 1}
    assert files.rotate(lambda done: None) == 1
    named = Document.objects.get(pk=document.pk).stored_name
    # Somebody who read the row before the exchange comes too late, and leaves nothing behind.
    assert files.move(document.pk, document.stored_name, "elsewhere") == 0
    assert Document.objects.get(pk=document.pk).stored_name == named
    assert crypto.key_ring()
    assert files.count_by_key() == {"new_2": 1}
    assert files.rotate(lambda done: None) == 0
