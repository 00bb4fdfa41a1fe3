"""Automatic investing in words: a scope, a reason, a line of the log."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.restrictions import LOOKING
from accounts.web.formats import rate, yuan
from accounts.web.parts import Fact
from lending.domain.auto_invest import Reason, Verdict, Wishes
from lending.labels import periods_label, purpose_label
from lending.models import AutoInvestDecision, AutoInvestRule, Listing, Product
from lending.queries.dealers import dealer_choices

# What keeps an investor from any bid, with where it is put right.
OBSTACLES: dict[str, tuple[Promise, str, Promise]] = {
    "identity": (
        gettext_lazy("Before you lend we must know who you are."),
        "/me/kyc/",
        gettext_lazy("Verify my identity"),
    ),
    "suitability": (
        gettext_lazy("Answer the risk questionnaire before you lend. It holds for one year."),
        "/me/suitability/",
        gettext_lazy("Answer the questions"),
    ),
    "frozen": (
        gettext_lazy("Your wallet is frozen; please contact customer service."),
        "/wallet/",
        gettext_lazy("To the wallet"),
    ),
    "held": (LOOKING, "/me/kyc/", gettext_lazy("To the identity")),
    "restricted": (
        gettext_lazy("You asked us to delete your data, so nothing new can be opened."),
        "/me/privacy/",
        gettext_lazy("To the privacy page"),
    ),
}
SAID: dict[str, Promise] = {
    "expired": gettext_lazy("The rule has run out."),
    "own_loan": gettext_lazy("It is your own loan."),
    "bid_already": gettext_lazy("The rule has bid here already."),
    "grade": gettext_lazy("Grade %(found)s; the rule wants %(asked)s."),
    "line": gettext_lazy("%(found)s; the rule wants %(asked)s."),
    "too_short": gettext_lazy("%(found)s; the rule wants %(asked)s or more."),
    "too_long": gettext_lazy("%(found)s; the rule wants %(asked)s or less."),
    "rate": gettext_lazy("%(found)s a year; the rule wants %(asked)s or more."),
    "dealer": gettext_lazy("Sold by dealer %(found)s, who is not among those the rule wants."),
    "per_dealer": gettext_lazy("Your limit for one dealer leaves %(found)s; a bid is %(asked)s or more."),
    "listing_left": gettext_lazy("Only %(found)s is left of the listing."),
    "per_loan": gettext_lazy("Your limit for one loan leaves %(found)s; a bid is %(asked)s or more."),
    "per_borrower": gettext_lazy("Your limit for one borrower leaves %(found)s; a bid is %(asked)s or more."),
    "rule_total": gettext_lazy("The rule's total leaves %(found)s; a bid is %(asked)s or more."),
    "type_per_loan": gettext_lazy(
        "Your investor type leaves %(found)s for this loan; a bid is %(asked)s or more."
    ),
    "type_total": gettext_lazy("Your investor type leaves %(found)s in all; a bid is %(asked)s or more."),
    "money": gettext_lazy(
        "The wallet leaves %(found)s after what you keep there; a bid is %(asked)s or more."
    ),
    # Why a bid was no larger.
    "as_much_as_listing_left": gettext_lazy("%(found)s: all that was left of the listing."),
    "as_much_as_per_loan": gettext_lazy("%(found)s: all that your limit for one loan leaves."),
    "as_much_as_per_borrower": gettext_lazy("%(found)s: all that your limit for one borrower leaves."),
    "as_much_as_per_dealer": gettext_lazy("%(found)s: all that your limit for one dealer leaves."),
    "as_much_as_rule_total": gettext_lazy("%(found)s: all that the rule's total leaves."),
    "as_much_as_type_per_loan": gettext_lazy("%(found)s: all that your investor type leaves for this loan."),
    "as_much_as_type_total": gettext_lazy("%(found)s: all that your investor type leaves."),
    "as_much_as_money": gettext_lazy("%(found)s: all that the wallet leaves after what you keep there."),
    "as_much_as_queue": gettext_lazy(
        "%(found)s of the %(asked)s it wanted: the rounds of the queue gave the rest to others who wait."
    ),
    # What only the last moment shows.
    "too_much": gettext_lazy("Others were faster: less was left than the bid."),
    "not_open": gettext_lazy("The listing took no more bids."),
    "no_room": gettext_lazy("Money or limits had changed at the last moment."),
    "rule_not_active": gettext_lazy("The rule was paused or ended at the last moment."),
    "insufficient_funds": gettext_lazy("There was too little money at the last moment."),
}
OTHER = gettext_lazy("It was refused at the last moment.")


def _lines(value: Any) -> str:
    return " / ".join(str(dict(Product.Line.choices).get(one, one)) for one in str(value).split())


def _grades(value: Any) -> str:
    return "/".join(str(value).split())


FORMATS: dict[str, Callable[[Any], str]] = {
    "grade": _grades,
    "line": _lines,
    "too_short": periods_label,
    "too_long": periods_label,
    "rate": rate,
}


def reason_words(reason: Reason) -> str:
    """Return one reason as a sentence."""
    if reason.code in OBSTACLES:
        return str(OBSTACLES[reason.code][0])
    show = FORMATS.get(reason.code, _amount)
    words = SAID.get(reason.code, OTHER)
    return str(words) % {"asked": show(reason.asked), "found": show(reason.found)}


def _amount(value: Any) -> str:
    return yuan(value) if isinstance(value, int) else str(value)


def scope_facts(wishes: Wishes) -> list[Fact]:
    """Return the limits of a rule, one line each."""
    of_dealers = []
    if Product.Line.GOODS in wishes.lines:
        names = dict(dealer_choices(wishes.dealers))
        named = ", ".join(names.get(number, number) for number in sorted(wishes.dealers))
        most = yuan(wishes.per_dealer_fen) if wishes.per_dealer_fen else _("no limit of its own")
        of_dealers = [
            Fact(_("Dealers"), named or _("every dealer")),
            Fact(_("At most on one dealer's goods"), most, is_figure=bool(wishes.per_dealer_fen)),
        ]
    return [
        Fact(_("Grades"), _grades(" ".join(sorted(wishes.grades)))),
        Fact(_("Kinds of loan"), _lines(" ".join(sorted(wishes.lines)))),
        Fact(
            _("Term"),
            _("%(least)s to %(most)s")
            % {"least": periods_label(wishes.periods_min), "most": periods_label(wishes.periods_max)},
        ),
        Fact(_("Lowest rate a year"), rate(wishes.rate_min_ppm), is_figure=True),
        Fact(_("At most on one loan"), yuan(wishes.per_loan_fen), is_figure=True),
        Fact(_("At most on one borrower"), yuan(wishes.per_borrower_fen), is_figure=True),
        *of_dealers,
        Fact(_("Keep in the wallet"), yuan(wishes.keep_fen), is_figure=True),
        Fact(_("At most by this rule in all"), yuan(wishes.total_fen), is_figure=True),
        Fact(_("Valid until"), wishes.expires_on.isoformat()),
    ]


@dataclass(frozen=True)
class PreviewRow:
    """One listing as a rule sees it: what it would bid, or why not."""

    listing: Listing
    name: str
    bid_fen: int
    reasons: list[str]


def preview_rows(verdicts: Iterable[tuple[Listing, Verdict]]) -> list[PreviewRow]:
    """Return the lines of a preview."""
    return [
        PreviewRow(
            listing,
            f"{purpose_label(listing.purpose)} · {periods_label(listing.periods)}",
            verdict.room_fen,
            [reason_words(reason) for reason in verdict.reasons],
        )
        for listing, verdict in verdicts
    ]


@dataclass(frozen=True)
class DecisionRow:
    """One line of a rule's log."""

    decision: AutoInvestDecision
    reasons: list[str]


def decision_rows(decisions: Iterable[AutoInvestDecision]) -> list[DecisionRow]:
    """Return the lines of the log."""
    return [
        DecisionRow(decision, [reason_words(Reason(**reason)) for reason in decision.reasons])
        for decision in decisions
    ]


@dataclass(frozen=True)
class RuleRow:
    """One rule in the list: its scope in one line, what it has used, and its place in the queue."""

    rule: AutoInvestRule
    sentence: str
    used_fen: int
    place: int | None


def rule_rows(rules: Iterable[AutoInvestRule], used: dict[int, int], places: dict[int, int]) -> list[RuleRow]:
    """Return the rules as the list shows them."""
    return [RuleRow(rule, _sentence(rule), used.get(rule.pk, 0), places.get(rule.pk)) for rule in rules]


def _sentence(rule: AutoInvestRule) -> str:
    return _("%(grades)s · %(least)s to %(most)s · from %(rate)s · up to %(amount)s a loan") % {
        "grades": _grades(" ".join(sorted(rule.grades))),
        "least": rule.periods_min,
        "most": periods_label(rule.periods_max),
        "rate": rate(rule.rate_min_ppm),
        "amount": yuan(rule.per_loan_fen),
    }
