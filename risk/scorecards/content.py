"""From rows to what the domain scores with, and from its refusals to sentences."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.errors import Refused
from risk.domain.scorecard import Card, Policy, Words
from risk.domain.scorecard_file import CardError, content_hash, read_card, read_policy, replay
from risk.models import Scorecard, ScorecardPolicy

KIND = "risk.publish_scorecard"

FAULTS: dict[str, Promise] = {
    "too_large": _("The file is larger than any card."),
    "not_json": _("The file is no JSON in UTF-8."),
    "not_a_card": _("The file is no card of train_scorecard."),
    "other_format": _("The card has a format that is not known here: %(detail)s."),
    "wrong_hash": _("The file was changed after the training: its hash does not fit."),
    "golden_differs": _("A golden row does not come out as it is written (%(place)s)."),
    "no_golden_rows": _("The card has no golden rows."),
    "ranges_leave_gaps": _("The ranges leave a gap or overlap (%(place)s)."),
    "no_special_bins": _(
        "The bin of what is missing or of what was never seen is not there once (%(place)s)."
    ),
    "other_kind_of_bins": _("The bins do not fit the kind of characteristic (%(place)s)."),
    "twice": _("The same stands there twice: %(detail)s (%(place)s)."),
    "knots_not_rising": _("The points have to rise from row to row (%(place)s)."),
    "pd_outside": _("A probability lies above 0 and below 100 %."),
    "pd_rises": _("The probability of default may not rise with the points."),
    "grades_not_a_to_d": _("The grades are A, B, C and D, in this order."),
    "grades_not_falling": _("A better grade needs more points."),
    "cut_offs_crossed": _("Whoever is proposed for approval may not be proposed for refusal too."),
}
OTHER_FAULT: Promise = _("The card is not whole: %(code)s (%(place)s).")


def refused_card(error: CardError, field: str | None) -> Refused:
    """Return a fault of a card as a refusal in the reader's language."""
    sentence = str(FAULTS.get(error.code, OTHER_FAULT))
    # A sentence without a place for details may hold a per cent sign of its own.
    said = (
        sentence % {"code": error.code, "place": error.place or "—", "detail": error.detail}
        if "%(" in sentence
        else sentence
    )
    return Refused("bad_card", said, field=field)


def table_of(card: Scorecard) -> Card:
    """Return the points table of a card."""
    return read_card(card.content)


def policy_of(policy: ScorecardPolicy) -> Policy:
    """Return the rules of a policy."""
    return read_policy(policy.content)


def check_rows(card: Scorecard, policy: ScorecardPolicy | None) -> None:
    """Refuse (`bad_card`) a card whose hashes or golden rows no longer come out as they were kept."""
    if policy is None or content_hash(card.content) != card.content_hash:
        raise refused_card(CardError("wrong_hash"), None)
    if content_hash(policy.content) != policy.content_hash:
        raise refused_card(CardError("wrong_hash"), None)
    try:
        replay(card.content, policy.content)
    except CardError as error:
        raise refused_card(error, None) from error


def in_words(words: Words, language: str) -> str:
    """Return a text of a card in the reader's language."""
    return words.zh if language.startswith("zh") else words.en


def payload_of(card: Scorecard) -> dict[str, object]:
    """Return what the approval of a card is bound to: its table and its policy, by their hashes, and its share."""
    policy = card.policy
    trial = {"share_ppm": card.share_ppm} if card.lane == Scorecard.Lane.CHALLENGER else {}
    return {
        "card": card.number,
        "content": card.content_hash,
        "policy": policy.content_hash if policy is not None else "",
        **trial,
    }
