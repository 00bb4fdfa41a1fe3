"""What is left of papers when a person is erased after the years of keeping: number and fingerprint."""

from django.db import transaction

from accounts.documents import erase_file
from accounts.models import User
from lending.models import LoanPaper, PaperFile


def erase_papers(user: User) -> None:
    """Empty what the papers of this person say, and take their files away once that is committed.

    The fingerprints stay, so that a print of such a paper is still known to be genuine.
    """
    LoanPaper.objects.filter(owner=user).update(content="")
    names = list(PaperFile.objects.filter(paper__owner=user).values_list("stored_name", flat=True))

    def erase_files() -> None:
        for name in names:
            erase_file(name)

    transaction.on_commit(erase_files)
