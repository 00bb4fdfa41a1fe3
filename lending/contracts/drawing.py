"""A paper as PDF: drawn from what was sealed and nothing else, in one of the two languages."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import clock
from accounts.esign.wording import Wording, read_wording
from accounts.papers import Paper
from accounts.web.formats import yuan
from lending.contracts import parts
from lending.models import LoanPaper, PaperSeal
from lending.texts import FOLDER

FINE = 8.5
NARROW = (10, 22, 24, 22, 20, 24)


def verify_url(paper_hash: str) -> str:
    """Return the public page that verifies a paper."""
    return f"{settings.SITE_URL.rstrip('/')}/verify/{paper_hash}/"


def draw_paper(paper: LoanPaper, said: dict[str, Any], seal: PaperSeal, language: str) -> bytes:
    """Return the paper as PDF; the same paper, seal and language always give the same bytes."""
    with translation.override(language):
        words = wording_of(said, language)
        drawn = Paper(words.title, f"{paper.number} · {paper.check_code}", made_at=seal.stamped_at)
        drawn.set_lang("zh-CN" if language.startswith("zh") else "en")
        drawn.draw_qr(verify_url(paper.content_hash))
        if not language.startswith("zh"):
            drawn.write_text(_("Reading version. The Chinese version of this paper binds."))
        if paper.is_late:
            drawn.write_text(_("Written down on a later day, from the records of the day it is about."))
        drawn.ln(4)
        drawn.write_facts(parts.head_facts(paper, said))
        PARTS[said["kind"]](drawn, said)
        if said["kind"] != "certificate":
            drawn.write_heading(_("What is agreed"))
        else:
            drawn.write_heading(words.title)
        for n, clause in enumerate(words.clauses, start=1):
            drawn.write_clause(n, clause.title, clause.text)
        _lenders(drawn, said)
        _seal(drawn, paper, said, seal)
        return bytes(drawn.output())


def wording_of(said: dict[str, Any], language: str) -> Wording:
    """Return the words of a paper with its own figures in them."""
    return read_wording(FOLDER, said["text"]["version"], language, parts.figures_of(said))


def _contract(drawn: Paper, said: dict[str, Any]) -> None:
    drawn.write_heading(_("Parties"))
    drawn.write_facts(parts.party_facts(said))
    drawn.write_heading(_("Loan"))
    drawn.write_facts(parts.loan_facts(said))
    drawn.write_heading(_("Rates"))
    drawn.write_facts(parts.rate_facts(said))
    _schedule(drawn, said)


def _supplement(drawn: Paper, said: dict[str, Any]) -> None:
    drawn.write_facts(parts.supplement_facts(said))
    _schedule(drawn, said)


def _certificate(drawn: Paper, said: dict[str, Any]) -> None:
    drawn.write_heading(_("What was paid"))
    drawn.write_facts(parts.paid_facts(said))


PARTS = {"contract": _contract, "extract": _contract, "supplement": _supplement, "certificate": _certificate}


def _schedule(drawn: Paper, said: dict[str, Any]) -> None:
    drawn.write_heading(_("Schedule"))
    heads = [_("No."), _("Due on"), _("Principal"), _("Interest"), _("Service fee"), _("Instalment")]
    drawn.write_table(heads, parts.schedule_lines(said), NARROW, figures=4)


def _lenders(drawn: Paper, said: dict[str, Any]) -> None:
    if "lenders" not in said:
        return
    drawn.write_heading(_("Annex: lenders"))
    own = said.get("lender")
    if own is not None:
        lines = [[claim[0], own["number"], own["name"], yuan(claim[1])] for claim in own["claims"]]
        heads = [_("Your claim"), _("Customer number"), _("Name"), _("Amount")]
        drawn.write_table(heads, lines, (30, 28, 22, 24), figures=1)
    heads = [_("Claim"), _("Customer number"), _("Name"), _("Amount")]
    lines = [[row[0], row[1] or "—", row[2], yuan(row[3])] for row in said["lenders"]]
    if lines:
        drawn.write_table(heads, lines, (30, 28, 22, 24), figures=1)
    hidden = said.get("other_lenders", 0) - len(said["lenders"])
    if hidden > 0:
        drawn.write_text(
            _("and %(count)s more lenders, who stand in the contract itself.") % {"count": hidden}
        )


def _seal(drawn: Paper, paper: LoanPaper, said: dict[str, Any], seal: PaperSeal) -> None:
    drawn.write_heading(_("Signatures and seal"))
    drawn.write_facts(parts.signature_facts(said), size=FINE)
    stamped = seal.stamped_at.astimezone(clock.SHANGHAI)
    drawn.write_facts(
        [
            (_("Fingerprint (SHA-256)"), paper.content_hash),
            (_("Sealed for both sides by"), f"{_('Fenqi')} · {seal.provider} · {seal.key_id}"),
            (_("Electronic seal"), seal.signature),
            (_("Time stamp"), f"{stamp_words(stamped)} · {seal.authority} · {seal.stamp_serial}"),
            (_("Verify at"), f"{settings.SITE_URL.rstrip('/')}/verify/"),
            (_("Number and code"), f"{paper.number} · {paper.check_code}"),
        ],
        size=FINE,
    )


def stamp_words(at: dt.datetime) -> str:
    """Return an instant in Shanghai to the second."""
    return f"{at:%Y-%m-%d %H:%M:%S} (UTC+8)"
