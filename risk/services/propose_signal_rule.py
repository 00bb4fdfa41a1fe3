"""Ask for another person's approval of a rule of early warning, a new one or the next version of one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import Refused
from accounts.models import User
from accounts.numbers import next_number
from accounts.services.put_before_another import put_before_another
from risk.models import SignalRule
from risk.warnings.kinds import SignalKind, signal_kind

KIND = "risk.signal_rule"
PREFIX = "WR"
CODE = re.compile(r"[A-Z][A-Z0-9_]{2,39}")


@dataclass(frozen=True)
class RuleWish:
    """What a version is to say."""

    code: str
    kind: str
    parameters: Mapping[str, int]
    name_en: str
    name_zh: str
    severity: str
    is_on: bool


def propose_signal_rule(*, wish: RuleWish, maker: User, reason: str) -> SignalRule:
    """Put a version before another person; until it is approved the one before holds.

    Refuses (`bad_code`), (`bad_kind`) a kind there is not, or another one than the code had, (`bad_parameter`) at its
    field, (`no_words`) a name in one language alone, (`nothing_new`), (`already_asked`), and no reason.
    """
    kind = _check(wish)
    parameters = {one.name: wish.parameters[one.name] for one in kind.parameters}
    with transaction.atomic():
        rows = SignalRule.objects.filter(code=wish.code)
        before = rows.filter(status=SignalRule.Status.PUBLISHED).first()
        _check_change(wish, parameters, before)
        row = SignalRule(
            number=next_number(PREFIX),
            code=wish.code,
            version=(rows.aggregate(newest=Max("version"))["newest"] or 0) + 1,
            kind=wish.kind,
            parameters=parameters,
            name_en=wish.name_en.strip(),
            name_zh=wish.name_zh.strip(),
            severity=wish.severity,
            is_on=wish.is_on,
            reason=reason.strip(),
            made_by=maker,
            made_at=clock.now(),
        )
        put_before_another(
            row,
            maker=maker,
            kind=KIND,
            payload=payload_of(row),
            page_path=reverse("risk_signal_rule", args=[row.code]),
            reason=reason,
            waiting=_("A version of this rule waits for approval already."),
        )
    return row


def _check(wish: RuleWish) -> SignalKind:
    if not CODE.fullmatch(wish.code):
        raise Refused(
            "bad_code",
            _("A code has 3 to 40 capital letters, digits and underscores and begins with a letter."),
            field="code",
        )
    kind = signal_kind(wish.kind)
    if kind is None:
        raise Refused("bad_kind", _("There is no such kind of signal."), field="kind")
    if wish.severity not in SignalRule.Severity.values:
        raise Refused("bad_severity", _("Choose whether to watch or to act."), field="severity")
    if not (wish.name_en.strip() and wish.name_zh.strip()):
        raise Refused("no_words", _("Name the rule in both languages."), field="name_zh")
    for one in kind.parameters:
        value = wish.parameters.get(one.name)
        if value is None or not one.least <= value <= one.most:
            raise Refused(
                "bad_parameter",
                _("%(name)s: from %(least)s to %(most)s.")
                % {"name": one.label, "least": one.shown(one.least), "most": one.shown(one.most)},
                field=one.name,
            )
    return kind


def _check_change(wish: RuleWish, parameters: dict[str, int], before: SignalRule | None) -> None:
    if before is None:
        return
    if before.kind != wish.kind:
        raise Refused("bad_kind", _("This code is a rule of another kind."), field="code")
    said = (parameters, wish.name_en.strip(), wish.name_zh.strip(), wish.severity, wish.is_on)
    if said == (before.parameters, before.name_en, before.name_zh, before.severity, before.is_on):
        raise Refused("nothing_new", _("This says the same as the version in force."))


def payload_of(row: SignalRule) -> dict[str, Any]:
    """Return what an approval is bound to."""
    return {
        "rule": row.number,
        "code": row.code,
        "version": row.version,
        "kind": row.kind,
        "parameters": row.parameters,
        "names": [row.name_en, row.name_zh],
        "severity": row.severity,
        "is_on": row.is_on,
    }
