"""Finding a paper by what is printed on it or by the file itself."""

import re
import secrets

from lending.contracts.policies import papers_with_loans
from lending.models import LoanPaper, PaperFile

SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)


def find_by_hash(text: str) -> LoanPaper | None:
    """Return the paper whose content or whose file has this SHA-256."""
    wanted = text.strip().lower()
    if not SHA256.fullmatch(wanted):
        return None
    by_file = PaperFile.objects.filter(sha256=wanted).values("paper")
    rows = papers_with_loans()
    return rows.filter(content_hash=wanted).first() or rows.filter(pk__in=by_file).first()


def find_by_code(number: str, code: str) -> LoanPaper | None:
    """Return the paper of a number if the code beside it is right; a number alone says nothing."""
    paper = papers_with_loans().filter(number=number.strip().upper()[:24]).first()
    if paper is None or not secrets.compare_digest(paper.check_code.encode(), code.strip().upper().encode()):
        return None
    return paper
