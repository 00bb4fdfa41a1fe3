"""The columns of the file a card was trained on, in words: by the card itself, and those of the demonstration card."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from risk.domain.scorecard_file import read_words
from risk.models import Scorecard
from risk.scorecards.content import in_words

# Of the German credit data: what the demonstration card judges by, what it must not see, and what told too little.
KNOWN: dict[str, Promise] = {
    "creditability": gettext_lazy("Credit standing"),
    "age_in_years": gettext_lazy("Age in years"),
    "foreign_worker": gettext_lazy("Foreign worker"),
    "personal_status_and_sex": gettext_lazy("Sex and marital status"),
    "job": gettext_lazy("Kind of work"),
    "number_of_existing_credits_at_this_bank": gettext_lazy("Credits at the same bank"),
    "number_of_people_being_liable_to_provide_maintenance_for": gettext_lazy("People to maintain"),
    "present_residence_since": gettext_lazy("Time at this home"),
    "telephone": gettext_lazy("Telephone"),
}
KNOWN_VALUES: dict[tuple[str, str], Promise] = {
    ("creditability", "bad"): pgettext_lazy("credit standing", "bad"),
    ("creditability", "good"): pgettext_lazy("credit standing", "good"),
}


def column_words(card: Scorecard, column: str, language: str) -> str:
    """Return what a column is called: by the card, else by the house, else by its own name."""
    for one in card.content["characteristics"]:
        if one["code"] == column:
            return in_words(read_words(one["name"], "name"), language)
    return str(KNOWN.get(column, column))


def value_of_column(column: str, value: str) -> str:
    """Return what a value of a column is called, itself where it has no name."""
    return str(KNOWN_VALUES.get((column, value), value))
