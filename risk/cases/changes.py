"""Whether an approval still rests on what it was given for: the material changes since it was decided.

Which changes are material is the dated rule `case.material_changes`; what is found is frozen into the next case.
"""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import clock
from accounts.models import BorrowerProfile, Event, User
from accounts.rules import rule
from accounts.web.formats import yuan
from accounts.web.parts import Fact
from lending.limits import breached, limits_of
from lending.models import Application, Decision, Loan
from lending.queries.own_arrears import has_arrears
from risk.authority.deciding import required_authority
from risk.cases.parts import CasePart, add_case_part
from risk.cases.rating import Rating
from risk.domain.authority import KINDS
from risk.domain.material_changes import Bounds, Change, Stated, stated_changes
from risk.models import CreditCase
from risk.reasons import CHANGES

RULE = "case.material_changes"
PART = "changes"
# Whom nobody tells why: it would warn a person of being examined.
UNTOLD = frozenset({"hold"})


def material_changes(case: CreditCase) -> list[Change]:
    """Return what has changed since the case was decided and counts by the rule of today, in the rule's order."""
    decision = case.decision
    if decision is None or not decision.is_approval:
        return []
    value = rule(RULE, on=clock.today()).value
    application = case.application
    found = [
        *_stated(application, decision, Bounds(value["income_drop_ppm"], value["debt_rise_fen"])),
        *_of_person(application.borrower, decision),
        *_of_loans(application, decision),
        *_of_limits(application, decision),
        *_of_authority(case, decision),
    ]
    by_code = {one.code: one for one in found}
    return [by_code[code] for code in value["changes"] if code in by_code]


def freeze_changes(changes: list[Change]) -> dict[str, Any]:
    """Return changes as a case keeps them, with the version of the rule they were judged by."""
    rows = [{"code": one.code, "was_fen": one.was_fen, "now_fen": one.now_fen} for one in changes]
    return {"rows": rows, "rule_of": rule(RULE, on=clock.today()).valid_from_on.isoformat()}


def codes_told(case: CreditCase) -> list[str]:
    """Return the codes of what changed that the borrower is told."""
    rows = case.facts.get(PART, {}).get("rows", [])
    return [row["code"] for row in rows if row["code"] not in UNTOLD]


def add_changes_part() -> None:
    """Add the part of a case that says why an approval came back; only `open_case` fills it."""
    add_case_part(
        CasePart(
            PART,
            5,
            gettext_lazy("What has changed since the approval"),
            "rotate-ccw",
            "risk/office/_facts_part.html",
            lambda application: None,
            show_changes,
        )
    )


def show_changes(facts: dict[str, Any]) -> list[Fact]:
    """Say what changed, with the figures where there are any."""
    shown = [Fact(CHANGES[row["code"]], _figures(row)) for row in facts["rows"]]
    if facts["rule_of"]:
        shown.append(Fact(_("By the list of material changes of"), facts["rule_of"]))
    return shown


def _figures(row: dict[str, Any]) -> str:
    if row["was_fen"] is None or row["now_fen"] is None:
        return _("since the approval")
    return f"{yuan(row['was_fen'])} → {yuan(row['now_fen'])}"


def _stated(application: Application, decision: Decision, bounds: Bounds) -> list[Change]:
    """Compare what the application said with a profile that was saved after the decision."""
    profiles = BorrowerProfile.objects.filter(user=application.borrower).order_by("-version")
    newest = profiles.filter(entered_at__gt=decision.decided_at).first()
    if newest is None:
        return []
    before = profiles.filter(entered_at__lte=decision.decided_at).first()
    was = Stated(
        application.monthly_income_fen or 0,
        application.other_debt_fen or 0,
        application.employment,
        before.employer if before is not None else "",
    )
    now = Stated(newest.monthly_income_fen, newest.other_debt_fen, newest.employment, newest.employer)
    return stated_changes(was, now, bounds)


def _of_person(borrower: User, decision: Decision) -> list[Change]:
    corrected = Event.objects.filter(
        kind="user.identity_corrected",
        subject_type=User._meta.model_name,
        subject_id=borrower.pk,
        at__gt=decision.decided_at,
    )
    return [Change("identity")] if corrected.exists() else []


def _of_loans(application: Application, decision: Decision) -> list[Change]:
    """Nobody in arrears is approved, so arrears are new; so is a loan paid out beside this one."""
    borrower = application.borrower
    found = [Change("overdue")] if has_arrears(borrower, clock.today()) else []
    others = Loan.objects.filter(borrower=borrower, disbursed_at__gt=decision.decided_at)
    if others.exclude(application=application).exists():
        found.append(Change("loan"))
    return found


def _of_limits(application: Application, decision: Decision) -> list[Change]:
    """A hard limit that was cut since, so that the offer does not fit any more; that others used it is no change."""
    over = breached(limits_of(application), decision.amount_fen or 0, is_hard=True)
    cut = [one for one in over if one.limit.set_at > decision.decided_at]
    return [Change("limit")] if cut else []


def _of_authority(case: CreditCase, decision: Decision) -> list[Change]:
    """A newer matrix that asks for more than decided: two for one, the committee for two."""
    kept = case.authority
    if "kind" not in kept:
        return []
    needed = required_authority(case, Rating(decision.amount_fen or 0, decision.grade, 0))
    is_more = KINDS.index(needed.kind) > KINDS.index(kept["kind"])
    return [Change("authority")] if is_more and needed.version != kept["version"] else []
