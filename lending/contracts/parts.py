"""The parts of a paper in words: facts with their names, lines of tables, figures for the clauses."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from accounts import clock
from accounts.esign.signing_words import signed_by_words
from accounts.web.formats import percent, rate, rate_up, yuan
from lending.labels import method_label, periods_label, purpose_label
from lending.models import LoanPaper, LoanPayment
from lending.redrawing.story import REASONS

Facts = list[tuple[str, str]]


def head_facts(paper: LoanPaper, said: dict[str, Any]) -> Facts:
    """Return what names the paper."""
    facts = [
        (_("Number"), f"{paper.number} · {_('code')} {paper.check_code}"),
        (_("Loan"), said["loan"]),
    ]
    if "contract" in said:
        facts.append((_("Loan contract"), said["contract"]["number"]))
    return facts


def party_facts(said: dict[str, Any]) -> Facts:
    """Return the parties as this copy names them."""
    borrower = said["borrower"]
    own = said.get("lender")
    count = said.get("other_lenders", len(said["lenders"]))
    facts = [(_("Borrower"), _joined(borrower["name"], borrower["identity"], borrower["number"]))]
    if own is not None:
        facts.append((_("Lender"), f"{own['name']} · {own['number']}"))
        facts.append((_("Other lenders"), str(count)))
    else:
        facts.append((_("Lenders"), _("%(count)s, listed in the annex") % {"count": count}))
    facts.append((_("Intermediary"), _("Fenqi, an online lending information intermediary")))
    if said["order"]:
        order = said["order"]
        facts.append((_("Dealer"), f"{order['dealer_name']} · {order['dealer']} · {order['number']}"))
    return facts


def loan_facts(said: dict[str, Any]) -> Facts:
    """Return amount, purpose, dates and what it costs."""
    facts = [
        (_("Principal"), yuan(said["principal_fen"])),
        (_("Purpose"), purpose_label(said["purpose"])),
        (_("Paid out on"), said["disbursed_on"]),
        (_("Ends on"), said["matures_on"]),
        (_("Term"), periods_label(said["periods"])),
        (_("Repayment"), method_label(said["method"])),
        (_("Interest"), yuan(said["interest_fen"])),
        (_("Service fees"), yuan(said["fee_fen"])),
        (_("To be paid back in all"), yuan(said["total_fen"])),
    ]
    if dealer_fen := said.get("dealer_interest_fen", 0):
        facts += [
            (_("Of it interest, paid by the dealer for the borrower"), yuan(dealer_fen)),
            (_("Of it by the borrower"), yuan(said["total_fen"] - dealer_fen)),
            (_("Interest rate for the borrower"), rate(0)),
        ]
    if said["order"]:
        order = said["order"]
        facts += [
            (_("Goods"), " · ".join(order["goods"])),
            (_("Price and down payment"), f"{yuan(order['price_fen'])} · {yuan(order['down_payment_fen'])}"),
        ]
    return facts


def rate_facts(said: dict[str, Any]) -> Facts:
    """Return every rate, the annual one with all fees first (RULES rate.display)."""
    rates = said["rates"]
    lpr = _("%(lpr)s, published on %(on)s") % {"lpr": rate(rates["lpr_ppm"]), "on": rates["lpr_on"]}
    most_ppm = rates.get("overdue_most_ppm", 0)
    return [
        (_("Annual rate with all fees"), _up(rates["all_in_ppm"])),
        (_("Effective annual rate"), _up(rates["effective_ppm"])),
        (_("Contract rate"), rate(rates["contract_ppm"])),
        (_("Overdue rate"), rate(rates["overdue_ppm"])),
        *([(_("Overdue interest at most, of the late principal"), rate(most_ppm))] if most_ppm else []),
        (_("One-year LPR of the day"), lpr),
        (_("Legal limit of the day"), rate(rates["cap_ppm"])),
    ]


def supplement_facts(said: dict[str, Any]) -> Facts:
    """Return what the supplement changes."""
    before_ppm = said.get("rate_before_ppm")
    return [
        (_("Borrower"), f"{said['borrower']['name']} · {said['borrower']['number']}"),
        (_("Reason"), str(REASONS.get(said["reason"], said["reason"]))),
        (_("Holds from"), said["holds_from_on"]),
        (_("Principal left"), yuan(said["principal_fen"])),
        *([(_("Contract rate, before"), rate(before_ppm))] if before_ppm is not None else []),
        (_("Contract rate"), rate(said["rate_ppm"])),
        (_("Ended on, before"), said["ended_on"]),
        (_("Ends on"), said["ends_on"]),
        *_supplement_interest(said),
    ]


def _supplement_interest(said: dict[str, Any]) -> Facts:
    """Return who pays the interest of the new schedule, where the dealer pays of it."""
    dealer_fen = said.get("dealer_interest_fen", 0)
    if not dealer_fen:
        return []
    return [
        (_("Interest paid by the dealer"), yuan(dealer_fen)),
        (_("Interest paid by the borrower"), yuan(said["interest_fen"] - dealer_fen)),
    ]


def paid_facts(said: dict[str, Any]) -> Facts:
    """Return what was borrowed and what was paid, part by part."""
    paid = said["paid"]
    kind = dict(LoanPayment.Kind.choices).get(said["settled_by"], "")
    return [
        (_("Borrower"), f"{said['borrower']['name']} · {said['borrower']['identity']}"),
        (_("Principal borrowed"), yuan(said["lent_fen"])),
        (_("Paid out on"), said["disbursed_on"]),
        (_("Settled on"), said["settled_on"]),
        (_("Last payment"), str(kind)),
        (_("Principal paid"), yuan(paid["principal_fen"])),
        (_("Interest paid"), yuan(paid["interest_fen"])),
        (_("Overdue interest paid"), yuan(paid["overdue_interest_fen"])),
        (_("Fees paid"), yuan(paid["fee_fen"] + paid["early_fee_fen"])),
        (_("Paid in all"), yuan(paid["amount_fen"])),
        (_("Still owed"), yuan(said["owed_fen"])),
    ]


def signature_facts(said: dict[str, Any]) -> Facts:
    """Return who signed and how."""
    facts = []
    signature = said.get("signature")
    if signature:
        how = [
            signature["number"],
            signed_by_words(signature["method"], signature["address"]),
            signature["address"],
        ]
        at = dt.datetime.fromisoformat(signature["signed_at"]) if signature["signed_at"] else None
        when = f"{at.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M:%S}" if at is not None else ""
        facts.append((_("Borrower's signature"), " · ".join(word for word in (*how, when) if word)))
        facts.append((_("Signed text (SHA-256)"), signature["hash"]))
    own = said.get("lender")
    if own is not None:
        signed = [f"{claim[2]} · {claim[3]}" for claim in own["claims"] if claim[2]]
        facts.append((_("Your signature"), "\n".join(signed) or "—"))
    elif "lenders" in said:
        signed_count = sum(1 for row in said["lenders"] if row[4])
        words = _("%(count)s, each on the own bid; their numbers and hashes are sealed with this contract.")
        facts.append((_("Lenders' signatures"), words % {"count": signed_count}))
    return facts


def schedule_lines(said: dict[str, Any]) -> list[list[str]]:
    """Return the instalments, and their sums in the last line."""
    lines = [
        [str(n), due_on, *(yuan(fen) for fen in amounts), yuan(sum(amounts))]
        for n, due_on, *amounts in said["rows"]
    ]
    sums = [sum(row[column] for row in said["rows"]) for column in (2, 3, 4)]
    return [*lines, ["", _("Total"), *(yuan(fen) for fen in sums), yuan(sum(sums))]]


def figures_of(said: dict[str, Any]) -> dict[str, Any]:
    """Return the figures that stand in the clauses of a paper."""
    site = {"site": settings.SITE_URL.rstrip("/")}
    if said["kind"] == "certificate":
        return {
            **site,
            "name": said["borrower"]["name"],
            "identity": said["borrower"]["identity"] or "—",
            "lent": yuan(said["lent_fen"]),
            "contract": said["contract"]["number"],
            "disbursed_on": said["disbursed_on"],
            "settled_on": said["settled_on"],
        }
    if said["kind"] == "supplement":
        dates = {name: said[name] for name in ("holds_from_on", "ends_on", "ended_on")}
        return {
            **site,
            **said["mandate"],
            **dates,
            **_dealers_share(said),
            **_changed_rate(said),
            **_ballot(said),
            "contract": said["contract"]["number"],
        }
    rates, order = said["rates"], said["order"] or {}
    return {
        **site,
        **said["mandate"],
        "line": said["line"],
        "principal": yuan(said["principal_fen"]),
        "purpose": purpose_label(said["purpose"]),
        "disbursed_on": said["disbursed_on"],
        "dealer": order.get("dealer_name", ""),
        "order": order.get("number", ""),
        "rate": rate(rates["contract_ppm"]),
        "all_in": _up(rates["all_in_ppm"]),
        "overdue": rate(rates["overdue_ppm"]),
        "cap": rate(rates["cap_ppm"]),
        "cap_multiple": rates["cap_multiple"],
        "lpr": rate(rates["lpr_ppm"]),
        "lpr_on": rates["lpr_on"],
        "grace_days": said["grace_days"],
        "early_fee": rate(said["early_fee_ppm"]),
        "cooling_days": said["cooling_days"],
        "keep_years": said["keep_years"],
        **_dealers_share(said),
        **vote_figures(said.get("vote")),
    }


def vote_figures(vote: dict[str, Any] | None) -> dict[str, Any]:
    """Return the figures of the clause on the lenders' vote; texts older than it have none."""
    if vote is None:
        return {}
    return {
        "vote_days": vote["vote_days"],
        "quorum": percent(vote["quorum_ppm"]),
        "majority": percent(vote["majority_ppm"]),
    }


def _changed_rate(said: dict[str, Any]) -> dict[str, str]:
    """Return the figures of the clause on a lower rate; empty ones keep the clause out."""
    before_ppm = said.get("rate_before_ppm")
    if before_ppm is None:
        return {"rate_before": "", "rate": ""}
    return {"rate_before": rate(before_ppm), "rate": rate(said["rate_ppm"])}


def _ballot(said: dict[str, Any]) -> dict[str, str]:
    """Return on whose word a schedule is drawn: by the vote with its figures, or by the mandate."""
    vote = said.get("vote")
    if vote is None:
        return {"by_mandate": "yes", "by_vote": ""}
    names = ("all", "voted", "yes")
    return {
        "by_mandate": "",
        "by_vote": vote["number"],
        "vote_until": vote["until_on"],
        **{f"vote_{name}": yuan(vote[f"{name}_fen"]) for name in names},
    }


def _dealers_share(said: dict[str, Any]) -> dict[str, str]:
    """Return the figures of the clause on interest that a dealer pays; empty ones keep the clause out."""
    dealer_fen = said.get("dealer_interest_fen", 0)
    if not dealer_fen:
        return {"dealer_interest": "", "own_interest": ""}
    return {"dealer_interest": yuan(dealer_fen), "own_interest": yuan(said["interest_fen"] - dealer_fen)}


def _joined(*words: str) -> str:
    return " · ".join(word for word in words if word)


def _up(ppm: int | None) -> str:
    return "—" if ppm is None else rate_up(ppm)
