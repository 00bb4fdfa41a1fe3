"""Objects of risk that routes name."""

from accounts.services.deliver_events import deliver_events
from risk.models import CreditCase, Score, Scorecard
from risk.services.copy_scorecard import copy_scorecard
from tests.factories import make_customer, make_staff
from tests.house.object_routes import ObjectRoute, factory
from tests.lending.factories import make_submitted


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


CARD = "office/risk/scorecards/<slug:number>/"


@factory(CARD, f"{CARD}try/", f"{CARD}scores/", f"{CARD}copy/")
def scorecard() -> ObjectRoute:
    return ObjectRoute(make_staff("desk@example.cn", "risk_officer"), {"number": _card_in_force().number})


@factory(f"{CARD}policy/", f"{CARD}propose/", f"{CARD}drop/")
def scorecard_draft() -> ObjectRoute:
    maker = make_staff("maker@example.cn", "risk_officer")
    return ObjectRoute(maker, {"number": copy_scorecard(number=_card_in_force().number, actor=maker).number})


@factory(f"{CARD}retire/")
def scorecard_in_force() -> ObjectRoute:
    return ObjectRoute(make_staff("desk@example.cn", "risk_manager"), {"number": _card_in_force().number})


@factory("office/risk/scores/<slug:number>/")
def score() -> ObjectRoute:
    make_submitted(make_customer("owner@example.cn"))
    deliver_events()
    return ObjectRoute(make_staff("desk@example.cn", "risk_officer"), {"number": Score.objects.get().number})


def _card_in_force() -> Scorecard:
    return Scorecard.objects.get(status=Scorecard.Status.PUBLISHED)
