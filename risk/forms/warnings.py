"""The forms of early warning."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from accounts.forms.fields import DayInput
from accounts.web.forms import RefusableForm, offer_choices
from finance.domain.money import PPM
from risk.forms.inspections import ColleagueField
from risk.models import SignalRule, WarningNotice, WarningSignal
from risk.services.close_signal import OUTCOMES
from risk.services.propose_signal_rule import RuleWish
from risk.warnings.desk import MOST_WORDS, owners
from risk.warnings.kinds import SHARE, Parameter, SignalKind, signal_kinds

FOLLOW_DAYS = (30, 60, 90, 180)


class WordsForm(RefusableForm):
    words = forms.CharField(
        label=_("In words"), max_length=MOST_WORDS, widget=forms.Textarea(attrs={"rows": 3})
    )


class AnswerForm(WordsForm):
    words = forms.CharField(
        label=_("What you found and did"), max_length=MOST_WORDS, widget=forms.Textarea(attrs={"rows": 4})
    )


class MeasureForm(WordsForm):
    words = forms.CharField(
        label=pgettext_lazy("warning notice", "What was done"),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ReturnForm(WordsForm):
    words = forms.CharField(
        label=_("What is missing"), max_length=MOST_WORDS, widget=forms.Textarea(attrs={"rows": 2})
    )


class HandOverForm(RefusableForm):
    owner = ColleagueField(label=_("New owner"))
    words = forms.CharField(label=_("Why"), max_length=MOST_WORDS, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners()  # type: ignore[attr-defined]


class CloseNoticeForm(RefusableForm):
    outcome = forms.ChoiceField(
        label=_("What came of it"), choices=WarningNotice.Outcome.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(label=_("Why"), max_length=MOST_WORDS, widget=forms.Textarea(attrs={"rows": 2}))


class CloseSignalForm(RefusableForm):
    outcome = forms.ChoiceField(
        label=_("What the signal was"),
        choices=[(one.value, one.label) for one in OUTCOMES],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("Why"), max_length=MOST_WORDS, widget=forms.Textarea(attrs={"rows": 2}))


class SignalsForm(RefusableForm):
    """Which of a subject's open signals are meant; all of them to begin with."""

    signals = forms.ModelMultipleChoiceField(
        WarningSignal.objects.none(),
        label=_("Signals it rests on"),
        to_field_name="number",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], subject_key: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not choices:
            del self.fields["signals"]
            return
        field: Any = self.fields["signals"]
        field.queryset = WarningSignal.objects.filter(
            subject_key=subject_key, status=WarningSignal.Status.OPEN
        )
        field.choices = choices
        field.initial = [number for number, _words in choices]


class NoticeForm(SignalsForm):
    level = forms.ChoiceField(
        label=_("Level"), choices=WarningNotice.Level.choices, initial=WarningNotice.Level.ORANGE
    )
    words = forms.CharField(
        label=_("What is warned of, what the owner is to do"),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    owner = ColleagueField(label=pgettext_lazy("warning notice", "Owner"))
    field_order = ("signals", "level", "words", "owner")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners()  # type: ignore[attr-defined]


class SubjectForm(RefusableForm):
    number = forms.CharField(
        label=_("Loan, borrower or dealer"),
        max_length=24,
        help_text=_("The number of a loan (LN…), a customer (U…) or a dealer (DL…)."),
    )

    def clean_number(self) -> str:
        return str(self.cleaned_data["number"]).strip().upper()


class RatesForm(forms.Form):
    """Which period is judged, and for how many days signals are followed."""

    start = forms.DateField(label=_("From day"), required=False, widget=DayInput())
    on = forms.DateField(label=_("Until day"), required=False, widget=DayInput())
    follow = forms.TypedChoiceField(
        label=_("Follow each signal for"), coerce=int, required=False, empty_value=None
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(
            self,
            "follow",
            [
                (days, ngettext("%(days)d day", "%(days)d days", days) % {"days": days})
                for days in FOLLOW_DAYS
            ],
        )


class KindForm(forms.Form):
    """The kind of a new rule; its own fields follow."""

    kind = forms.ChoiceField(label=_("Kind of signal"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "kind", [(kind.code, kind.label) for kind in signal_kinds()])


class SignalRuleForm(RefusableForm):
    """A version of a rule: the fields of its kind, each within its bounds; shares in per cent."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Capital letters, digits and underscores; hit rates are counted by it."),
    )
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=80)
    severity = forms.ChoiceField(
        label=pgettext_lazy("early warning", "To do"), choices=SignalRule.Severity.choices
    )
    is_on = forms.BooleanField(label=_("Switched on"), required=False, initial=True)
    reason = forms.CharField(label=_("Why"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, kind: SignalKind, rule: SignalRule | None = None, **kwargs: Any) -> None:
        if rule is not None:
            kwargs.setdefault("initial", _initial(kind, rule))
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.rule = rule
        if rule is not None:
            del self.fields["code"]
        for one in kind.parameters:
            self.fields[one.name] = _field(one)
        self.order_fields(
            [
                "code",
                "name_zh",
                "name_en",
                *(one.name for one in kind.parameters),
                "severity",
                "is_on",
                "reason",
            ]
        )

    @property
    def wish(self) -> RuleWish:
        """What is asked for; the form has to be valid."""
        values = self.cleaned_data
        return RuleWish(
            code=self.rule.code if self.rule is not None else values["code"].strip().upper(),
            kind=self.kind.code,
            parameters={one.name: _value(one, values[one.name]) for one in self.kind.parameters},
            name_en=values["name_en"],
            name_zh=values["name_zh"],
            severity=values["severity"],
            is_on=values["is_on"],
        )


PER_CENT = PPM // 100


def _field(one: Parameter) -> forms.IntegerField:
    unit = PER_CENT if one.kind == SHARE else 1
    label = pgettext_lazy("parameter of a signal", "%(name)s, %%") if one.kind == SHARE else None
    return forms.IntegerField(
        label=label % {"name": one.label} if label is not None else one.label,
        min_value=one.least // unit,
        max_value=one.most // unit,
    )


def _value(one: Parameter, entered: int) -> int:
    return entered * PER_CENT if one.kind == SHARE else entered


def _initial(kind: SignalKind, rule: SignalRule) -> dict[str, Any]:
    shown = {
        one.name: rule.parameters[one.name] // PER_CENT if one.kind == SHARE else rule.parameters[one.name]
        for one in kind.parameters
        if one.name in rule.parameters
    }
    return {
        "name_zh": rule.name_zh,
        "name_en": rule.name_en,
        "severity": rule.severity,
        "is_on": rule.is_on,
        **shown,
    }
