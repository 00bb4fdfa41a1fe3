"""Objects of risk that routes name."""

from accounts import clock
from accounts.services.deliver_events import deliver_events
from risk.models import CreditCase, ScreeningRun
from risk.screening.rule_sets import champion_on
from risk.services.switch_rule_off import switch_rule_off
from tests.factories import make_customer, make_staff
from tests.house.object_routes import ObjectRoute, factory
from tests.lending.factories import make_submitted
from tests.risk.screening.test_rule_sets import drafted, published, tried


@factory(
    "office/risk/cases/<slug:number>/",
    "office/risk/cases/<slug:number>/decide/",
)
def case() -> ObjectRoute:
    return _case_of("risk_manager")


@factory("office/risk/cases/<slug:number>/review/")
def case_to_review() -> ObjectRoute:
    return _case_of("risk_officer")


def _case_of(role: str) -> ObjectRoute:
    make_submitted(make_customer("owner@example.cn"))
    deliver_events()
    number = CreditCase.objects.get().number
    return ObjectRoute(make_staff("desk@example.cn", role), {"number": number})


RULES = "office/risk/screening/rules/<slug:number>/"


@factory("office/risk/screening/runs/<slug:number>/")
def screening_run() -> ObjectRoute:
    make_submitted(make_customer("owner@example.cn"))
    deliver_events()
    return ObjectRoute(
        make_staff("desk@example.cn", "risk_officer"), {"number": ScreeningRun.objects.get().number}
    )


@factory(RULES, f"{RULES}copy/")
def rule_set() -> ObjectRoute:
    row = champion_on(clock.today())
    return ObjectRoute(make_staff("desk@example.cn", "risk_officer"), {"number": row.number})


@factory(f"{RULES}new/", f"{RULES}try/", f"{RULES}propose/", f"{RULES}drop/")
def draft_of_rules() -> ObjectRoute:
    officer = make_staff("desk@example.cn", "risk_officer")
    return ObjectRoute(officer, {"number": drafted(officer).number})


@factory(f"{RULES}rule/<slug:code>/")
def rule_of_draft() -> ObjectRoute:
    officer = make_staff("desk@example.cn", "risk_officer")
    return ObjectRoute(officer, {"number": drafted(officer).number, "code": "INCOME_LOW"})


@factory(f"{RULES}compare/", f"{RULES}end/")
def challenger() -> ObjectRoute:
    manager = make_staff("desk@example.cn", "risk_manager")
    row = published(
        make_staff("author@example.cn", "risk_officer"), manager, lane="challenger", share_ppm=100_000
    )
    return ObjectRoute(manager, {"number": row.number})


@factory("office/risk/screening/tests/<slug:number>/")
def rule_test() -> ObjectRoute:
    officer = make_staff("desk@example.cn", "risk_officer")
    row = drafted(officer)
    tried(row, officer)
    return ObjectRoute(officer, {"number": row.tests.get().number})


@factory("office/risk/screening/off/<slug:number>/end/")
def rule_switch() -> ObjectRoute:
    manager = make_staff("desk@example.cn", "risk_manager")
    switch = switch_rule_off(rule_code="INCOME_LOW", reason="It errs.", actor=manager)
    return ObjectRoute(manager, {"number": switch.number})
