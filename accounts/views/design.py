"""The design system, shown alive: every part in both themes, to look at before and after a change of it."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import clock
from accounts.access import PersonRequest, staff
from accounts.web import charts
from accounts.web.badges import LOOKS, TONES
from accounts.web.forms import RefusableForm
from accounts.web.parts import Fact, InstalmentRow, Moment, Step
from accounts.web.widgets import CardNumberInput, CodeInput, MoneyInput, PercentInput

COLOURS = ("ink", "slate", "jade", "amber", "vermilion", "paper", "surface", "sunken", "line", "line-strong")


class SpecimenForm(RefusableForm):
    """Every kind of field the house uses, in one form; the page only checks it."""

    name = forms.CharField(
        label=gettext_lazy("Name"), help_text=gettext_lazy("As it stands on the identity card.")
    )
    amount = forms.DecimalField(label=gettext_lazy("Amount"), widget=MoneyInput, min_value=100)
    rate = forms.DecimalField(label=gettext_lazy("Annual rate"), widget=PercentInput, required=False)
    method = forms.ChoiceField(
        label=gettext_lazy("How you repay"),
        widget=forms.RadioSelect,
        choices=[
            ("equal", gettext_lazy("The same sum each month")),
            ("principal", gettext_lazy("The same principal each month")),
        ],
    )
    purpose = forms.ChoiceField(
        label=gettext_lazy("Purpose"),
        choices=[("", "—"), ("home", gettext_lazy("Home improvement")), ("study", gettext_lazy("Study"))],
    )
    card = forms.CharField(label=gettext_lazy("Bank card"), widget=CardNumberInput, required=False)
    code = forms.CharField(label=gettext_lazy("Code"), widget=CodeInput, max_length=6, required=False)
    agreed = forms.BooleanField(label=gettext_lazy("I have read the risk notice."))


@staff("accounts.see_design")
def design(request: PersonRequest) -> HttpResponse:
    """Show the style guide; sending its form shows how a form says what is wrong."""
    form = SpecimenForm(request.POST or None, initial={"amount": "12000.00"})
    if request.method == "POST" and form.is_valid():
        messages.success(
            request, _("The form was filled in well. Nothing was saved: this page is for looking.")
        )
    elif request.method == "POST":
        messages.error(request, _("Some fields need another look. Nothing was saved."))
    context = {
        "form": form,
        "colours": COLOURS,
        "tones": TONES,
        "states": sorted(LOOKS),
        "soon": clock.now() + timedelta(hours=50),
        "themes": ("light", "dark"),
        **_parts(),
        **_charts(),
    }
    return render(request, "accounts/office/design.html", context)


def _parts() -> dict[str, object]:
    today = clock.today()
    states = (("paid", _("Paid")), ("paid", _("Paid")), ("overdue", _("Overdue")), ("due", _("Due now")))
    return {
        "facts": [
            Fact(_("Principal"), "¥12,000.00", is_figure=True),
            Fact(_("Interest"), "¥782.16", _("12 months at 12.00% a year"), is_figure=True),
            Fact(_("You pay in all"), "¥12,782.16", is_figure=True, is_total=True),
        ],
        "steps": [
            Step(_("Sign up"), "done"),
            Step(_("Identity"), "done"),
            Step(_("Bank card"), "now", hint=_("in your own name")),
            Step(_("Risk questions"), "later"),
        ],
        "moments": [
            Moment(
                _("Money paid out"), clock.now(), _("¥12,000.00 to the wallet"), icon="banknote", tone="good"
            ),
            Moment(_("Listing full"), today, _("31 lenders"), icon="circle-gauge", tone="active"),
            Moment(_("Applied"), today - timedelta(days=3), who="U20261123000001", icon="send"),
        ],
        "instalments": [
            InstalmentRow(
                n=at + 1,
                due_on=today + timedelta(days=30 * at - 80),
                principal_fen=94_618 + at * 946,
                interest_fen=12_000 - at * 946,
                fee_fen=0,
                total_fen=106_618,
                paid_fen=106_618 if status == "paid" else 40_000 if status == "overdue" else 0,
                status=status,
                status_label=word,
            )
            for at, (status, word) in enumerate(states)
        ],
    }


def _charts() -> dict[str, object]:
    months = [f"{month:02d}" for month in range(1, 13)]
    received = [
        312_455,
        298_120,
        340_990,
        351_000,
        333_333,
        362_780,
        371_204,
        365_010,
        390_440,
        402_118,
        377_700,
    ]
    received.append(415_020)
    principal = [94_618 + at * 946 for at in range(12)]
    interest = [12_000 - at * 946 for at in range(12)]
    rows = [
        {"due_on": f"2026-{at + 1:02d}-23", "principal_fen": principal[at], "interest_fen": interest[at]}
        for at in range(12)
    ]
    grades = [("A", 4_120_000), ("B", 2_844_000), ("C", 1_203_050), ("D", 410_000), ("E", 52_300)]
    first_rate = [12_000, 14_100, 13_900, 17_800, 21_000, 19_400]
    second_rate = [4_000, 4_200, 5_100, 6_900, 7_700, 8_100]
    names = (_("More than 30 days late"), _("More than 90 days late"))
    rates = [charts.Series(names[0], first_rate, 2), charts.Series(names[1], second_rate, 6)]
    shown = _("Specimen figures.")
    return {
        "bars": charts.bar_chart(_("What comes in each month?"), months, received, sentence=shown),
        "schedule": charts.schedule_chart(rows, sentence=shown),
        "lines": charts.line_chart(_("Where did lateness rise?"), months[:6], rates, sentence=shown),
        "shares": charts.share_bar(
            _("Where is the money?"),
            [charts.Part(_("Grade %(grade)s") % {"grade": name}, fen) for name, fen in grades],
        ),
        "spark": charts.sparkline(received),
        "nothing": charts.bar_chart(_("What comes in each month?"), [], []),
    }
