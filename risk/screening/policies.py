"""Getting is checking: the screening's objects for those who may see them (else 404)."""

from django.http import Http404

from accounts.models import User
from risk.models import RuleSet, RuleSwitch, RuleTest, ScreeningRun
from risk.screening.payloads import SEE
from risk.screening.queries import rule_sets, runs, switches_off


def access_run(user: User, number: str) -> ScreeningRun:
    """Return a run to staff who may see screenings; none about themselves."""
    run = runs().select_related("application__borrower").filter(number=number).first()
    if run is None or not user.has_right(SEE):
        raise Http404
    person_id = run.application.borrower.person_id
    if person_id is not None and person_id == user.person_id:
        raise Http404
    return run


def access_rule_set(user: User, number: str) -> RuleSet:
    """Return a version of the rules."""
    row = rule_sets().filter(number=number).first()
    if row is None or not user.has_right(SEE):
        raise Http404
    return row


def access_rule(user: User, number: str, code: str) -> tuple[RuleSet, dict[str, object]]:
    """Return a rule of a version."""
    row = access_rule_set(user, number)
    rule = next((one for one in row.rules if one["code"] == code), None)
    if rule is None:
        raise Http404
    return row, rule


def access_rule_test(user: User, number: str) -> RuleTest:
    """Return a test run."""
    row = RuleTest.objects.select_related("rule_set__based_on", "made_by").filter(number=number).first()
    if row is None or not user.has_right(SEE):
        raise Http404
    return row


def access_switch(user: User, number: str) -> RuleSwitch:
    """Return what is switched off."""
    row = switches_off().filter(number=number).first()
    if row is None or not user.has_right(SEE):
        raise Http404
    return row
