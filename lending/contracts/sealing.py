"""What the company's seal on a paper says, and whether it holds."""

from accounts.esign.canonical import canonical, hash_of
from accounts.providers.esign import Stamped, seal_provider, time_stamp_authority
from lending.models import LoanPaper, PaperSeal


def statement_of(paper: LoanPaper) -> str:
    """Return the text under the seal: which paper it is, and the hash of what it says."""
    return canonical({"paper": paper.number, "kind": paper.kind, "sha256": paper.content_hash})


def stamped_digest(paper: LoanPaper, signature: str) -> str:
    """Return what the time stamp is on: the statement and the seal together."""
    return hash_of(f"{statement_of(paper)}.{signature}")


def is_sealed(paper: LoanPaper, seal: PaperSeal) -> bool:
    """Whether the seal and the time stamp are on exactly this paper."""
    stamped = Stamped(seal.stamp_serial, seal.stamped_at, seal.stamp_key_id, seal.stamp_signature)
    return seal_provider().is_sealed(
        statement=statement_of(paper), key_id=seal.key_id, signature=seal.signature
    ) and time_stamp_authority().is_stamped(digest=stamped_digest(paper, seal.signature), stamped=stamped)


def faults_of(paper: LoanPaper) -> list[str]:
    """Return what is wrong with a paper as it lies in the books: its content, its hash, its seal."""
    faults = []
    if paper.content and hash_of(paper.content) != paper.content_hash:
        faults.append("the content is not what was sealed")
    seal = getattr(paper, "seal", None)
    if seal is not None and not is_sealed(paper, seal):
        faults.append("the seal is not on this paper")
    return faults
