"""The forms of points cards: import, policy, request, end, and values to try."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.web.forms import RefusableForm
from finance.domain.money import PPM
from risk.domain.scorecard import BinKind, Card, Characteristic, Policy, read_number
from risk.domain.scorecard_file import GRADES, LARGEST_BYTES
from risk.models import Scorecard
from risk.scorecards.content import in_words
from risk.scorecards.story import language, value_words
from risk.services.propose_scorecard import Trial

POINTS = {"min_value": -100_000, "max_value": 100_000}
OTHER = "\u2014"


class ImportScorecardForm(RefusableForm):
    file = forms.FileField(
        label=_("Card file"),
        widget=forms.FileInput({"accept": "application/json,.json"}),
        max_length=200,
        help_text=_("The card.json that train_scorecard wrote, as it is. At most 2 MB."),
    )
    code = forms.SlugField(
        label=_("Card code"),
        max_length=40,
        help_text=_("Small letters, digits and hyphens. The same code makes the next version of that card."),
    )

    def clean_file(self) -> bytes:
        """Return the file's bytes; refuse what is larger than any card before it is read."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_BYTES:
            raise forms.ValidationError(_("The file is larger than any card."))
        content: bytes = file.read()
        return content


class PolicyForm(RefusableForm):
    """Grades, cut-offs and the table of PD; each row of the table is points and per cent."""

    grade_a = forms.IntegerField(label=_("Grade A from"), **POINTS)
    grade_b = forms.IntegerField(label=_("Grade B from"), **POINTS)
    grade_c = forms.IntegerField(label=_("Grade C from"), **POINTS)
    grade_d = forms.IntegerField(
        label=_("Grade D from"), **POINTS, help_text=_("Below it is E: no rate is offered.")
    )
    accept_from = forms.IntegerField(label=_("Proposed for approval from"), **POINTS)
    refuse_below = forms.IntegerField(label=_("Proposed for refusal below"), **POINTS)
    pd_map = forms.CharField(
        label=_("Points and probability of default"),
        widget=forms.Textarea({"rows": 12, "spellcheck": "false", "class": "figure"}),
        max_length=6000,
        help_text=_(
            "One row each, such as “540 30.0”: the points, then the probability in per cent. Between two rows a "
            "straight line is drawn."
        ),
    )

    def __init__(self, *args: Any, policy: Policy, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _initial(policy))
        super().__init__(*args, **kwargs)

    def clean_pd_map(self) -> list[list[int]]:
        """Return the rows as points and ppm, exactly as they are typed."""
        rows = []
        for line in self.cleaned_data["pd_map"].splitlines():
            parts = line.replace("%", " ").replace("\t", " ").split()
            if not parts:
                continue
            numbers = [read_number(part) for part in parts]
            if len(numbers) != 2 or None in numbers or numbers[0] != int(numbers[0] or 0):
                raise forms.ValidationError(
                    _("Each row holds whole points and a probability in per cent: %(row)s"),
                    params={"row": line[:40]},
                )
            rows.append([int(numbers[0] or 0), int((numbers[1] or Decimal(0)) * PPM / 100)])
        return rows

    @property
    def policy(self) -> dict[str, Any]:
        """What `save_scorecard_policy` takes."""
        cleaned = self.cleaned_data
        return {
            "pd_map": cleaned["pd_map"],
            "grades": [[grade, cleaned[f"grade_{grade.lower()}"]] for grade in GRADES],
            "accept_from": cleaned["accept_from"],
            "refuse_below": cleaned["refuse_below"],
        }


def _initial(policy: Policy) -> dict[str, Any]:
    shown = [f"{points} {_per_cent(ppm)}" for points, ppm in policy.pd_map]
    return {
        **{f"grade_{grade.lower()}": least for grade, least in policy.grades},
        "accept_from": policy.accept_from,
        "refuse_below": policy.refuse_below,
        "pd_map": "\n".join(shown),
    }


def _per_cent(ppm: int) -> str:
    whole, part = divmod(ppm, PPM // 100)
    return f"{whole}.{part:04d}".rstrip("0").rstrip(".")


class ProposeScorecardForm(RefusableForm):
    lane = forms.ChoiceField(
        label=_("As what"),
        choices=[
            (Scorecard.Lane.CHAMPION, _("In place of the card in force")),
            (Scorecard.Lane.CHALLENGER, _("As a challenger beside it")),
        ],
        widget=forms.RadioSelect,
        initial=Scorecard.Lane.CHAMPION,
    )
    share = forms.DecimalField(
        label=_("Share of a challenger in per cent"),
        required=False,
        min_value=0,
        max_value=100,
        decimal_places=2,
        max_digits=5,
        help_text=_(
            "For so many applications its score counts. Empty or 0: it looks on and decides nothing."
        ),
    )
    reason = forms.CharField(
        label=_("Why this card"),
        widget=forms.Textarea({"rows": 3}),
        max_length=1000,
        help_text=_("What it is better at than the card in force, and what you looked at."),
    )

    @property
    def trial(self) -> Trial | None:
        """The trial that is asked for, None for a card in force."""
        if self.cleaned_data["lane"] == Scorecard.Lane.CHAMPION:
            return None
        return Trial(int((self.cleaned_data["share"] or 0) * (PPM // 100)))


class RetireScorecardForm(RefusableForm):
    reason = forms.CharField(label=_("Why it goes out of force"), max_length=200)


class TryForm(forms.Form):
    """A value for each characteristic, by its place; what is left empty is not known."""

    def __init__(self, *args: Any, card: Card, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.card = card
        for place, one in enumerate(card.characteristics):
            self.fields[f"v{place}"] = _field(one)

    @property
    def inputs(self) -> dict[str, str | None]:
        """What the card is told."""
        return {
            one.code: self.cleaned_data.get(f"v{place}") or None
            for place, one in enumerate(self.card.characteristics)
        }


def _field(one: Characteristic) -> forms.Field:
    label = in_words(one.name, language())
    if one.is_number:
        return forms.CharField(
            label=label, max_length=30, required=False, widget=forms.TextInput({"inputmode": "decimal"})
        )
    values = [value for row in one.bins if row.kind == BinKind.VALUES for value in row.values]
    choices = [
        ("", _("Not known")),
        *((value, value_words(one, value)) for value in values),
        (OTHER, _("Anything else")),
    ]
    return forms.ChoiceField(label=label, choices=choices, required=False)
