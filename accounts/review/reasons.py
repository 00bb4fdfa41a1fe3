"""Why a review goes back to the customer: a list with codes, in the words the customer reads."""

from collections.abc import Iterable

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.errors import Refused

REASONS: dict[str, Promise] = {
    "blurred": gettext_lazy("The picture is blurred or too dark to read. Take it again in daylight."),
    "cut_off": gettext_lazy("A part of the card is missing. Show all four corners."),
    "wrong_side": gettext_lazy("A side of the card is missing. Send the portrait and the emblem."),
    "not_the_card": gettext_lazy("Photograph the card itself, not a copy or a screen."),
    "ran_out": gettext_lazy("The card has run out. Send the new one."),
    "name_differs": gettext_lazy(
        "The name you typed differs from the card. Type it exactly as it stands there."
    ),
    "face_again": gettext_lazy("Do the face check once more, without glasses or hat and in good light."),
    "proof_of_change": gettext_lazy("Send pictures of the card that shows the new name or number."),
    "other": gettext_lazy("See the note below."),
}
LONGEST_NOTE = 500


def clean_reasons(codes: Iterable[str], note: str) -> tuple[list[str], str]:
    """Return the codes in the order of the list, and the note.

    Refuses (`reason_missing`) no reason or one that is not on the list, (`note_missing`) "other" without words.
    """
    given = set(codes)
    if not given or given - set(REASONS):
        raise Refused("reason_missing", _("Choose at least one reason."), field="reasons")
    words = note.strip()[:LONGEST_NOTE]
    if "other" in given and len(words) < 4:
        raise Refused("note_missing", _("Write what the customer should do."), field="note")
    return [code for code in REASONS if code in given], words


def reason_lines(codes: Iterable[str]) -> list[Promise | str]:
    """Return the words of codes; one that no list knows any more goes by its code."""
    return [REASONS.get(code, code) for code in codes]


def reasons_as_text(codes: Iterable[str], note: str) -> Promise:
    """Return reasons and note as lines of a message, in the language it is rendered in."""
    kept = list(codes)

    def render() -> str:
        lines = [f"- {line}" for line in reason_lines(kept)]
        return "\n".join([*lines, *([note] if note else [])])

    text: Promise = lazy(render, str)()
    return text
