"""Months, the opening, the year end and the chart of accounts as the office asks for them."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import DayInput
from accounts.web.forms import RefusableForm, offer_choices
from finance.chart import CHART, COMPANY
from finance.chart_in_force import ReportAccount
from finance.forms.fields import YuanField
from finance.services.propose_chart_version import ChartLineInput
from finance.statement_lines import LINE_OF, LINES

REASON = {"label": _("Why"), "max_length": 300, "widget": forms.Textarea(attrs={"rows": 2})}
NEW_ROWS = 3
MOST_ROWS = 200


class ReopenForm(RefusableForm):
    because = forms.CharField(
        label=_("Why it is opened again"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class YearEndForm(RefusableForm):
    year = forms.TypedChoiceField(label=_("Year"), coerce=int)
    reason = forms.CharField(**REASON)

    def __init__(self, *args: Any, years: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "year", [(year, str(year)) for year in years])


class OpeningForm(RefusableForm):
    """What stood on each account of the balance sheet when the house took the book over."""

    opens_on = forms.DateField(label=_("Dated on"), widget=DayInput())

    def __init__(self, *args: Any, accounts: Iterable[ReportAccount], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = [account.code for account in accounts]
        for account in accounts:
            self.fields[f"on_{account.code}"] = YuanField(
                label=f"{account.code} {account.name}", required=False, min_fen=0
            )
        self.fields["reason"] = forms.CharField(**REASON)

    @property
    def amounts(self) -> dict[str, int]:
        """The amounts by code, fen."""
        return {code: self.cleaned_data.get(f"on_{code}") or 0 for code in self.codes}


class ChartLineForm(forms.Form):
    """One account of the chart; an account that is there keeps its code and the kind of its line."""

    code = forms.CharField(label=_("Account code"), max_length=8)
    name_en = forms.CharField(label=_("English name"), max_length=60, required=False)
    name_zh = forms.CharField(label=_("Chinese name"), max_length=40, required=False)
    line = forms.ChoiceField(label=_("Line of the statements"))
    leave_out = forms.BooleanField(label=_("Leave out"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = LINE_OF.get(str(self.initial.get("line", "")))
        fitting = [
            line
            for line in LINES
            if (line.book == COMPANY if there is None else (line.kind, line.book) == (there.kind, there.book))
        ]
        blank = [("", "—")] if there is None else []
        offer_choices(self, "line", blank + [(line.code, line.name) for line in fitting])
        if there is not None:
            self.fields["code"].widget = forms.HiddenInput()
        if there is None or self.initial.get("code") in CHART:
            del self.fields["leave_out"]
        self._dress(str(self.initial.get("code", "")))

    def _dress(self, code: str) -> None:
        """Make the fields cells of a table: labelled for who hears them, the built-in names shown behind empty ones."""
        looks = {forms.Select: "form-select form-select-sm", forms.CheckboxInput: "form-check-input"}
        for field in self.fields.values():
            look = looks.get(type(field.widget), "form-control form-control-sm")
            field.widget.attrs |= {"class": look, "aria-label": f"{field.label} {code}".strip()}
        if code in CHART:
            for name, language in (("name_en", "en"), ("name_zh", "zh-hans")):
                with translation.override(language):
                    self.fields[name].widget.attrs["placeholder"] = str(CHART[code].name)


class BaseChartFormSet(forms.BaseFormSet):  # type: ignore[type-arg]
    def lines(self) -> list[ChartLineInput]:
        """Return the accounts that were filled in and not left out; the kind follows from the line."""
        kept = [form.cleaned_data for form in self.forms if form.cleaned_data.get("code")]
        return [
            ChartLineInput(
                one["code"].strip(),
                one["name_en"].strip(),
                one["name_zh"].strip(),
                LINE_OF[one["line"]].kind,
                LINE_OF[one["line"]].book,
                one["line"],
            )
            for one in kept
            if not one.get("leave_out")
        ]


ChartFormSet = forms.formset_factory(
    ChartLineForm, formset=BaseChartFormSet, extra=NEW_ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS
)


class ChartReasonForm(RefusableForm):
    reason = forms.CharField(**REASON)


def chart_rows(lines: Iterable[ChartLineInput]) -> list[dict[str, str]]:
    """Return lines as the rows of the chart's form begin."""
    return [
        {"code": line.code, "name_en": line.name_en, "name_zh": line.name_zh, "line": line.line}
        for line in lines
    ]
