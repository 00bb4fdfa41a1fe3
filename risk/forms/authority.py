"""The editor of the authority matrix, and the small forms about signatures."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.roles import ROLE_NAMES, ROLES
from accounts.web.forms import KeyedForm, RefusableForm
from finance.forms.fields import YuanField
from lending.models.product import Grade, ProductLine
from risk.authority.severity import SEVERITY_NAMES
from risk.authority.thresholds import Thresholds, rows_from, thresholds_from
from risk.domain.authority import SEVERITIES, AuthorityRow

SIGNERS = [(role, ROLE_NAMES[role]) for role in ROLE_NAMES if "risk.sign_case" in ROLES[role]]
DECIDERS = [(role, name) for role, name in SIGNERS if "risk.decide_case" in ROLES[role]]


@dataclass(frozen=True)
class EditedLimit:
    grade: str
    severity: Promise | str
    sole: forms.BoundField
    joint: forms.BoundField


@dataclass(frozen=True)
class EditedLine:
    name: Promise | str
    limits: list[EditedLimit]


class AuthorityForm(RefusableForm):
    """Two limits for each line, grade and severity; so no amount is left without somebody who decides."""

    sole_role = forms.ChoiceField(label=_("Signs alone"), choices=DECIDERS)
    first_role = forms.ChoiceField(label=_("Signs first of two"), choices=DECIDERS)
    second_role = forms.ChoiceField(label=_("Signs second of two"), choices=SIGNERS)
    reason = forms.CharField(
        label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}), min_length=2
    )

    def __init__(self, data: Any = None, *, rows: list[AuthorityRow]) -> None:
        initial: dict[str, Any] = {}
        for row in rows:
            if row.kind == "sole":
                initial["sole_role"] = row.roles[0]
            elif row.kind == "joint":
                initial["first_role"], initial["second_role"] = row.roles
        for one in thresholds_from(rows):
            name = f"{one.line}_{one.grade}_{one.severity}"
            initial[f"sole_{name}"], initial[f"joint_{name}"] = one.sole_fen, one.joint_fen
        super().__init__(data, initial=initial)
        for line, grade, severity in _cells():
            words = f"{ProductLine(line).label}, {grade}, {SEVERITY_NAMES[severity]}"
            for kind, label in (("sole", _("One person up to")), ("joint", _("Two persons up to"))):
                field = YuanField(label=label, required=False, min_fen=0)
                field.widget.attrs |= {"aria-label": f"{label}: {words}", "class": "form-control"}
                self.fields[f"{kind}_{line}_{grade}_{severity}"] = field

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for line, grade, severity in _cells():
            name = f"{line}_{grade}_{severity}"
            sole_fen, joint_fen = cleaned.get(f"sole_{name}") or 0, cleaned.get(f"joint_{name}") or 0
            if joint_fen and joint_fen < sole_fen:
                self.add_error(f"joint_{name}", _("Two persons decide on more than one."))
        return cleaned

    @property
    def lines(self) -> list[EditedLine]:
        """The table of limits, a line at a time."""
        return [
            EditedLine(
                line.label,
                [
                    EditedLimit(
                        grade,
                        SEVERITY_NAMES[severity],
                        self[f"sole_{line}_{grade}_{severity}"],
                        self[f"joint_{line}_{grade}_{severity}"],
                    )
                    for of_line, grade, severity in _cells()
                    if of_line == line
                ],
            )
            for line in ProductLine
        ]

    def to_rows(self) -> list[AuthorityRow]:
        """Return the rows of what was entered."""
        values = self.cleaned_data
        thresholds = [
            Thresholds(
                line,
                grade,
                severity,
                values[f"sole_{line}_{grade}_{severity}"] or 0,
                values[f"joint_{line}_{grade}_{severity}"] or 0,
            )
            for line, grade, severity in _cells()
        ]
        return rows_from(
            thresholds, sole=values["sole_role"], joint=(values["first_role"], values["second_role"])
        )


class CountersignForm(KeyedForm):
    """`shown_hash` binds what was signed first, as the second person saw it."""

    shown_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)


class DropSignatureForm(RefusableForm):
    because = forms.CharField(label=_("Why the offer is not signed"), max_length=200, min_length=2)


def _cells() -> Iterator[tuple[str, str, str]]:
    for line in ProductLine.values:
        for grade in Grade.values:
            for severity in SEVERITIES:
                yield line, grade, severity
