"""The forms of the rules: a rule with its comparisons, a test run, a proposal, a switch."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import clock
from accounts.forms.fields import DayInput
from accounts.web.formats import plain_yuan
from accounts.web.forms import RefusableForm
from finance.forms.fields import YuanField
from risk.domain.screening import AMOUNT, CODE, FLAG, MOST_COMPARISONS, OPERATORS, SHARE
from risk.models import RuleSet
from risk.screening.catalogue import CATALOGUE, GROUP_WORDS, OPERATOR_WORDS
from risk.services.propose_rule_set import Publication

LINES = forms.Textarea({"rows": 2})
PPM_OF_PERCENT = 10_000


class ChooseFactsForm(forms.Form):
    """Which facts a new rule compares."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "—"), *((code, fact.label) for code, fact in CATALOGUE.items())]
        for place in range(1, MOST_COMPARISONS + 1):
            self.fields[f"fact{place}"] = forms.ChoiceField(
                label=_("Fact") if place == 1 else _("and the fact"), choices=choices, required=place == 1
            )

    @property
    def facts(self) -> list[str]:
        return [value for value in self.cleaned_data.values() if value]


class RuleForm(RefusableForm):
    """A rule; `comparisons` say which facts it compares and what stands there now."""

    code = forms.CharField(
        label=_("Code of the rule"), max_length=40, help_text=_("Capital letters: INCOME_LOW.")
    )
    group = forms.ChoiceField(label=_("Group"), choices=list(GROUP_WORDS.items()))
    outcome = forms.ChoiceField(
        label=_("What a hit does"),
        choices=[("refer", _("Refers to a person")), ("refuse", _("Refuses, without a person"))],
        widget=forms.RadioSelect,
    )
    is_on = forms.BooleanField(label=_("In use"), required=False)
    name_zh = forms.CharField(label=_("Name, Chinese"), max_length=60, widget=forms.TextInput({"lang": "zh"}))
    name_en = forms.CharField(label=_("Name, English"), max_length=80, widget=forms.TextInput({"lang": "en"}))
    told_zh = forms.CharField(
        label=_("What the borrower reads, Chinese"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2, "lang": "zh"}),
        help_text=_("Needed where the rule refuses."),
    )
    told_en = forms.CharField(
        label=_("What the borrower reads, English"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2, "lang": "en"}),
    )

    def __init__(self, *args: Any, rule: Mapping[str, Any], is_new: bool, **kwargs: Any) -> None:
        initial = {name: rule.get(name) for name in ("code", "group", "outcome", "is_on", *NAMES)}
        super().__init__(*args, initial=initial, **kwargs)
        self.comparisons: list[str] = [one["fact"] for one in rule["all"]]
        if not is_new:
            self.fields["code"].disabled = True
        for place, one in enumerate(rule["all"]):
            self._add_comparison(place, one)
        compared = [name for name in self.fields if name.startswith(("op", "value"))]
        self.order_fields(["code", "group", *compared, "outcome", "is_on", *NAMES])

    def _add_comparison(self, place: int, one: Mapping[str, Any]) -> None:
        fact = CATALOGUE[one["fact"]]
        operators = OPERATORS[fact.kind]
        self.fields[f"op{place}"] = forms.ChoiceField(
            label=fact.label,
            choices=[(name, OPERATOR_WORDS[name]) for name in operators],
            initial=one.get("op") or operators[0],
        )
        if fact.kind != FLAG:
            self.fields[f"value{place}"] = _value_field(fact.kind, fact.choices, one.get("value"))

    @property
    def rule(self) -> dict[str, Any]:
        """The rule as a set keeps it."""
        cleaned = self.cleaned_data
        compared = [
            {
                "fact": fact,
                "op": cleaned[f"op{place}"],
                "value": _kept(CATALOGUE[fact].kind, cleaned.get(f"value{place}")),
            }
            for place, fact in enumerate(self.comparisons)
        ]
        own = {name: cleaned[name] for name in ("code", "group", "outcome", "is_on", *NAMES)}
        return {**own, "all": compared}


NAMES = ("name_en", "name_zh", "told_en", "told_zh")


def _value_field(kind: str, choices: Any, value: Any) -> forms.Field:
    if kind == CODE:
        return forms.MultipleChoiceField(
            label=_("Values"), choices=choices, widget=forms.CheckboxSelectMultiple, initial=value or []
        )
    if kind == AMOUNT:
        shown = "" if value is None else plain_yuan(value)
        return YuanField(label=_("Threshold in yuan"), min_fen=0, initial=shown)
    if kind == SHARE:
        percent = None if value is None else Decimal(value) / PPM_OF_PERCENT
        return forms.DecimalField(
            label=_("Threshold in per cent"), decimal_places=2, max_digits=8, min_value=0, initial=percent
        )
    return forms.IntegerField(label=_("Threshold"), min_value=0, max_value=1_000_000, initial=value)


def _kept(kind: str, value: Any) -> Any:
    if kind == FLAG:
        return None
    return int(value * PPM_OF_PERCENT) if kind == SHARE else value


class TryForm(RefusableForm):
    from_on = forms.DateField(label=_("Screenings from"), widget=DayInput())
    to_on = forms.DateField(label=_("until"), widget=DayInput())


class ProposeRulesForm(RefusableForm):
    lane = forms.ChoiceField(
        label=_("Publish as"),
        choices=[
            (RuleSet.Lane.CHAMPION, _("Champion: decides every application")),
            (RuleSet.Lane.CHALLENGER, _("Challenger: decides a share, looks on at the others")),
        ],
        widget=forms.RadioSelect,
        initial=RuleSet.Lane.CHAMPION,
    )
    share = forms.DecimalField(
        label=_("Share of a challenger in per cent"),
        required=False,
        min_value=0,
        max_value=100,
        decimal_places=2,
        max_digits=5,
    )
    from_on = forms.DateField(label=_("In force from"), widget=DayInput(), initial=clock.today)
    reason = forms.CharField(label=_("Reason"), min_length=4, max_length=1000, widget=LINES)

    @property
    def publication(self) -> Publication:
        cleaned = self.cleaned_data
        is_challenger = cleaned["lane"] == RuleSet.Lane.CHALLENGER
        share_ppm = int((cleaned["share"] or 0) * PPM_OF_PERCENT) if is_challenger else 0
        return Publication(cleaned["from_on"], cleaned["lane"], share_ppm)


class SwitchOffForm(RefusableForm):
    rule = forms.ChoiceField(label=_("What is switched off"), required=False)
    reason = forms.CharField(label=_("Reason"), min_length=4, max_length=1000, widget=LINES)


class ReasonForm(RefusableForm):
    reason = forms.CharField(label=_("Reason"), min_length=4, max_length=1000, widget=LINES)
