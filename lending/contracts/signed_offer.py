"""The offer as it was signed: read back from the signature, which keeps every word of it, and drawn as a paper."""

import json
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from accounts import clock
from accounts.crypto import mask_identity_number
from accounts.esign.signing_words import signed_by_words
from accounts.models import Signature, User
from accounts.papers import Paper
from accounts.web.formats import rate, rate_up, yuan
from accounts.web.parts import Fact
from lending import offers
from lending.contracts.content import newest_signature
from lending.contracts.draft import draft_wording
from lending.contracts.drawing import FINE, NARROW, stamp_words
from lending.contracts.parts import schedule_lines
from lending.domain.schedule import build_schedule
from lending.domain.terms import Terms
from lending.labels import method_label, periods_label, purpose_label
from lending.models import Application, Decision
from lending.queries.goods import order_of
from lending.queries.quotes import Quote

# While one of these holds, what was signed before is no longer what the loan rests on: it is decided again.
DECIDED_AGAIN = ("review", "committee", "approved", "returned")


@dataclass(frozen=True)
class SignedOffer:
    """What a borrower signed: the signature, its content, the figures of it, and the decision it rests on."""

    application: Application
    signature: Signature
    said: dict[str, Any]
    quote: Quote
    decision: Decision

    @property
    def line(self) -> str:
        return str(self.application.product_version.product.line)


def signed_offer(application: Application) -> SignedOffer | None:
    """Return the offer that the application rests on, as it was signed; None where none is, or none was kept."""
    if not application.offer_hash or application.status in DECIDED_AGAIN:
        return None
    signature = newest_signature(
        application.borrower, offers.KIND, application.number, application.offer_hash
    )
    return None if signature is None else _read(application, signature)


def _read(application: Application, signature: Signature) -> SignedOffer:
    said = json.loads(signature.content)
    terms = Terms.from_dict(said["terms"])
    quote = Quote(
        application.product_version,
        build_schedule(terms),
        terms.annual_rate_ppm,
        said["all_in_ppm"],
        said["effective_ppm"],
        said["cap_ppm"],
    )
    decision = application.decisions.get(pk=said["decision"])
    return SignedOffer(application, signature, said, quote, decision)


def signed_offers_of(user: User) -> list[Application]:
    """Return a borrower's applications with a signed offer, newest first, with when and under which hash."""
    rows = Application.objects.filter(borrower=user, accepted_at__isnull=False).exclude(offer_hash="")
    return list(
        rows.exclude(status__in=DECIDED_AGAIN).select_related("product_version").order_by("-pk")[:100]
    )


def signing_facts(offer: SignedOffer) -> list[Fact]:
    """Return who signed when, how, and the fingerprint of the words."""
    signature = offer.signature
    at = signature.signed_at.astimezone(clock.SHANGHAI)
    return [
        Fact(_("Signed on"), stamp_words(at)),
        Fact(
            _("Signed by"),
            signed_by_words(signature.method, signature.address_masked),
            signature.address_masked,
        ),
        Fact(_("Signature"), signature.number),
        Fact(_("Signed text (SHA-256)"), signature.document_hash),
    ]


def draw_signed_offer(offer: SignedOffer, language: str) -> bytes:
    """Return the signed offer as PDF; the same offer and language always give the same bytes."""
    number = offer.application.number
    with translation.override(language):
        drawn = Paper(_("Signed offer"), number, made_at=offer.signature.signed_at)
        drawn.set_lang("zh-CN" if language.startswith("zh") else "en")
        if not language.startswith("zh"):
            drawn.write_text(_("Reading version. The Chinese version of this paper binds."))
        drawn.ln(4)
        drawn.write_facts(_party_facts(offer))
        drawn.write_heading(_("What was offered"))
        drawn.write_facts(_offer_facts(offer))
        if offer.decision.conditions:
            drawn.write_heading(_("On these conditions"))
            drawn.write_text(offer.decision.conditions)
        drawn.write_heading(_("Schedule, as if it were paid out on the day of signing"))
        heads = [_("No."), _("Due on"), _("Principal"), _("Interest"), _("Service fee"), _("Instalment")]
        drawn.write_table(heads, schedule_lines(offer.said), NARROW, figures=4)
        drawn.write_heading(_("The contract that was to arise"))
        for n, clause in enumerate(contract_words(offer).clauses, start=1):
            drawn.write_clause(n, clause.title, clause.text)
        drawn.write_heading(_("Signature"))
        signed = [
            (str(one.label), " · ".join(filter(None, (one.value, one.hint)))) for one in signing_facts(offer)
        ]
        seal = f"{offer.signature.key_id} · {offer.signature.seal}"
        drawn.write_facts([*signed, (_("Electronic seal"), seal)], size=FINE)
        return bytes(drawn.output())


def contract_words(offer: SignedOffer) -> Any:
    """Return the clauses of the contract in the version and with the figures that were signed."""
    application = offer.application
    return draft_wording(
        application, offer.quote, order_of(application), text_version=offer.said["text"]["version"]
    )


def _party_facts(offer: SignedOffer) -> list[tuple[str, str]]:
    borrower = offer.application.borrower
    person = borrower.person
    name = person.real_name if person is not None else borrower.name
    identity = mask_identity_number(person.identity_number) if person is not None else ""
    return [
        (_("Application"), offer.application.number),
        (_("Borrower"), " · ".join(word for word in (name, identity, borrower.number) if word)),
        (_("Product"), f"{offer.quote.version.name} · {offer.quote.version.version}"),
        (_("Purpose"), purpose_label(offer.application.purpose)),
    ]


def _offer_facts(offer: SignedOffer) -> list[tuple[str, str]]:
    quote, said = offer.quote.borrowers_side, offer.said
    facts = [
        (_("Principal"), yuan(quote.amount_fen)),
        (_("Term"), periods_label(offer.quote.schedule.terms.periods)),
        (_("Repayment"), method_label(offer.quote.schedule.terms.method)),
        (_("Annual rate with all fees"), rate_up(quote.all_in_ppm)),
        (_("Effective annual rate"), rate_up(quote.effective_ppm)),
        (_("Contract rate"), rate(quote.rate_ppm)),
        (_("Overdue rate"), rate(said["overdue_rate_ppm"])),
        (_("Legal limit of the day"), rate(said["cap_ppm"])),
        (_("Interest"), yuan(quote.interest_fen)),
        (_("Service fees"), yuan(quote.fee_fen)),
        (_("To be paid back in all"), yuan(quote.total_fen)),
    ]
    if dealer_fen := said.get("dealer_interest_fen", 0):
        facts.append((_("Interest, paid by the dealer"), yuan(dealer_fen)))
    return facts
