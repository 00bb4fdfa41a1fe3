"""How a paper is told on pages: what it is, whether it holds, where it can be checked."""

import json
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts import clock
from accounts.esign.keys import public_keys
from accounts.web.parts import Fact
from lending.contracts.drawing import stamp_words
from lending.contracts.parts import signature_facts
from lending.contracts.sealing import faults_of
from lending.contracts.write import keep_years, kept_until_on
from lending.models import Loan, LoanPaper


@dataclass(frozen=True)
class PaperState:
    """A state as a badge shows it."""

    code: str
    label: str


def paper_state(paper: LoanPaper) -> PaperState:
    """Return whether a paper is in force: contracts end with their loan, supplements with the next one."""
    if paper.kind == LoanPaper.Kind.CERTIFICATE:
        return PaperState("good", _("Valid"))
    if paper.loan.status == Loan.Status.SETTLED:
        return PaperState("settled", _("Loan settled"))
    if paper.loan.status == Loan.Status.WRITTEN_OFF:
        return PaperState("written_off", _("Written off, still owed"))
    if paper.kind == LoanPaper.Kind.SUPPLEMENT and paper.version < paper.loan.schedule_version:
        return PaperState("superseded", _("Superseded by a later supplement"))
    if paper.kind != LoanPaper.Kind.SUPPLEMENT and paper.loan.schedule_version > 1:
        return PaperState("active", _("In force, with supplements"))
    return PaperState("active", _("In force, unchanged"))


def paper_facts(paper: LoanPaper) -> list[Fact]:
    """Return what the owner and the office read of a paper: seal, stamp, fingerprint, how long it is kept."""
    kept_on = kept_until_on(paper)
    later = _("%(years)s years after the loan has ended") % {"years": keep_years()}
    keeping = kept_on.isoformat() if kept_on is not None else later
    facts = [
        Fact(_("Number and code"), f"{paper.number} · {paper.check_code}"),
        Fact(_("Loan"), paper.loan.number),
        Fact(_("Written on"), paper.made_on.isoformat(), _late(paper)),
        *seal_facts(paper),
        Fact(_("Fingerprint (SHA-256)"), paper.content_hash),
        Fact(_("Kept until"), keeping),
    ]
    if not paper.content:
        return facts
    return [*facts, *(Fact(label, value) for label, value in signature_facts(json.loads(paper.content)))]


def seal_facts(paper: LoanPaper) -> list[Fact]:
    """Return seal and time stamp, or that they are on the way."""
    seal = getattr(paper, "seal", None)
    if seal is None:
        return [Fact(_("Electronic seal"), _("on its way"))]
    at = seal.stamped_at.astimezone(clock.SHANGHAI)
    return [
        Fact(_("Electronic seal"), f"{seal.provider} · {seal.key_id}"),
        Fact(_("Time stamp"), stamp_words(at), f"{seal.authority} · {seal.stamp_serial}"),
    ]


def verified_facts(paper: LoanPaper) -> list[Fact]:
    """Return what a stranger who verifies a paper is told: nothing of a person, no amount."""
    return [
        Fact(_("Paper"), paper.get_kind_display()),
        Fact(_("Number"), paper.number),
        Fact(_("Written on"), paper.made_on.isoformat(), _late(paper)),
        *seal_facts(paper),
        Fact(_("Fingerprint (SHA-256)"), paper.content_hash),
        *(Fact(_("Public key"), key, key_id) for key_id, key in _key_of(paper)),
    ]


def is_genuine(paper: LoanPaper) -> bool:
    """Whether a paper is sealed and says what was sealed."""
    return getattr(paper, "seal", None) is not None and not faults_of(paper)


def paper_rows(papers: list[LoanPaper]) -> list[dict[str, Any]]:
    """Return papers with their states for a list."""
    return [{"paper": paper, "state": paper_state(paper)} for paper in papers]


def _late(paper: LoanPaper) -> str:
    return _("Later than what it is about, from the records of that day.") if paper.is_late else ""


def _key_of(paper: LoanPaper) -> list[tuple[str, str]]:
    seal = getattr(paper, "seal", None)
    return [
        (key_id, key) for key_id, key in public_keys().items() if seal is not None and key_id == seal.key_id
    ]
