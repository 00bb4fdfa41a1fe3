"""What must always hold of the proofs of solvency."""

from django.utils.translation import gettext as _

from accounts.invariants import invariant
from accounts.models import Event
from finance.domain.money import format_yuan
from finance.models import SolvencyProof
from finance.models.ledger import WALLET_CODES
from finance.queries.owed import code_balance_at_end_of
from finance.services.publish_solvency import CUSTODY_BANK, EVENT
from finance.solvency.proofs import find_faults

SHOWN = 20
CLAIM_CODES = ("2301", "2302")


@invariant("solvency_roots_are_logged")
def solvency_roots_are_logged() -> list[str]:
    """Every published root stands in the event log as it was published, each once."""
    published = dict(SolvencyProof.objects.values_list("pk", "root"))
    logged: dict[int | None, list[str]] = {}
    for subject_id, data in Event.objects.filter(kind=EVENT).values_list("subject_id", "data"):
        logged.setdefault(subject_id, []).append(str(data.get("root")))
    wrong = [pk for pk in published.keys() | logged.keys() if logged.get(pk) != [published.get(pk)]]
    days = SolvencyProof.objects.in_bulk([pk for pk in wrong if pk is not None][:SHOWN])
    return [
        _("The proof of solvency of %(day)s is not the one in the event log.") % {"day": days.get(pk, "?")}
        for pk in wrong[:SHOWN]
    ]


@invariant("solvency_adds_up")
def solvency_adds_up() -> list[str]:
    """The newest proof, built again from its leaves, is what was published, and its sums are those of the books."""
    newest = SolvencyProof.objects.select_related("tree").order_by("-business_on").first()
    if newest is None:
        return []
    words = {"day": newest.business_on}
    breaches = [
        _("The proof of solvency of %(day)s does not lead to its root: %(part)s.") % {**words, "part": fault}
        for fault in find_faults(newest)
    ]
    day, tree = newest.business_on, newest.tree
    for said_fen, codes, sign in (
        (tree.wallet_fen, WALLET_CODES, -1),
        (tree.claims_fen, CLAIM_CODES, -1),
        (newest.custody_fen, (CUSTODY_BANK,), 1),
    ):
        booked_fen = sign * code_balance_at_end_of(day, *codes)
        if said_fen != booked_fen:
            shown = {
                "codes": ", ".join(codes),
                "said": format_yuan(said_fen),
                "booked": format_yuan(booked_fen),
            }
            breaches.append(
                _("The proof of %(day)s says %(said)s where the books say %(booked)s (%(codes)s).")
                % {**words, **shown}
            )
    return breaches
