"""Objects of finance that routes name."""

import datetime as dt

from accounts import clock
from finance.custody.sandbox_customer import bind_own_card, pay_out
from finance.models import (
    BankCard,
    Entry,
    ReconciliationBreak,
    SandboxCard,
    SandboxTransaction,
    SuspenseItem,
    WalletFreeze,
)
from finance.services.receive_notification import receive_notification
from finance.services.reconcile_day import reconcile_day
from tests import dealers
from tests.bank import body_of, plan, seal
from tests.closing import set_today
from tests.factories import make_customer, make_staff
from tests.house.object_routes import ObjectRoute, factory
from tests.money import fund


@factory("wallet/deposits/<str:number>/", "wallet/deposits/<str:number>/back/")
def deposit() -> ObjectRoute:
    owner = make_customer("owner@example.cn")
    return ObjectRoute(
        owner, {"number": fund(owner, 100_00).number}, stranger=make_customer("stranger@example.cn")
    )


@factory("wallet/withdrawals/<str:number>/")
def withdrawal() -> ObjectRoute:
    owner = make_customer("owner@example.cn")
    fund(owner, 100_00)
    return ObjectRoute(
        owner, {"number": pay_out(owner, 50_00).number}, stranger=make_customer("stranger@example.cn")
    )


@factory("me/cards/<str:number>/verify/", "me/cards/<str:number>/default/", "me/cards/<str:number>/remove/")
def card() -> ObjectRoute:
    owner = make_customer("owner@example.cn")
    return ObjectRoute(
        owner, {"number": bind_own_card(owner).number}, stranger=make_customer("stranger@example.cn")
    )


@factory("sandbox-bank/cards/<str:token>/")
def sandbox_card() -> ObjectRoute:
    bind_own_card(make_customer("owner@example.cn"))
    return ObjectRoute(None, {"token": SandboxCard.objects.get().token})


@factory("sandbox-bank/deposits/<str:token>/")
def sandbox_deposit() -> ObjectRoute:
    fund(make_customer("owner@example.cn"), 100_00)
    return ObjectRoute(None, {"token": SandboxTransaction.objects.get(kind="deposit").token})


@factory("office/finance/suspense/<str:number>/")
def suspense_item() -> ObjectRoute:
    body = body_of(amount_fen=250)
    receive_notification(headers=seal(body), body=body)
    return ObjectRoute(
        make_staff("cashier@example.cn", "cashier"), {"number": SuspenseItem.objects.get().number}
    )


@factory("office/finance/entries/<str:number>/")
def entry() -> ObjectRoute:
    fund(make_customer("owner@example.cn"), 100_00)
    return ObjectRoute(
        make_staff("accountant@example.cn", "accountant"), {"number": Entry.objects.latest("pk").number}
    )


@factory("office/finance/freezes/<str:reference>/lift/")
def wallet_freeze() -> ObjectRoute:
    owner = make_customer("owner@example.cn")
    deposit = fund(owner, 100_00)
    WalletFreeze.objects.create(user=owner, reason="recall", reference=deposit.number, frozen_at=clock.now())
    return ObjectRoute(make_staff("cashier@example.cn", "cashier"), {"reference": deposit.number})


def broken_day(route_value: str) -> ObjectRoute:
    """A day whose statement names a receipt that nobody knows."""
    day = clock.today()
    plan("statement_unknown")
    set_today(day + dt.timedelta(days=1))
    statement = reconcile_day(day=day)
    values = {
        "day": day.isoformat(),
        "statement": statement.number if statement else "",
        "break": ReconciliationBreak.objects.get().number,
    }
    name = "day" if route_value == "day" else "number"
    return ObjectRoute(make_staff("accountant@example.cn", "accountant"), {name: values[route_value]})


@factory(
    "office/finance/reconciliation/days/<str:day>/", "office/finance/reconciliation/days/<str:day>/match/"
)
def reconciled_day() -> ObjectRoute:
    return broken_day("day")


@factory(
    "office/finance/reconciliation/statements/<str:number>/",
    "office/finance/reconciliation/statements/<str:number>/file/",
)
def custody_statement() -> ObjectRoute:
    return broken_day("statement")


@factory("office/finance/reconciliation/breaks/<str:number>/")
def reconciliation_break() -> ObjectRoute:
    return broken_day("break")


@factory("dealer/settlement-account/<slug:number>/verify/", "dealer/settlement-account/<slug:number>/use/")
def settlement_account() -> ObjectRoute:
    owner = dealers.owner(dealers.filled())
    stranger = dealers.owner(dealers.begun("other@dealer.cn"))
    return ObjectRoute(owner, {"number": BankCard.objects.get().number}, stranger=stranger)


@factory("dealer/money/deposits/<slug:number>/", "dealer/money/deposits/<slug:number>/back/")
def dealer_deposit() -> ObjectRoute:
    owner = dealers.owner(dealers.active())
    stranger = dealers.owner(dealers.begun("other@dealer.cn"))
    return ObjectRoute(owner, {"number": fund(owner, 100_00).number}, stranger=stranger)


@factory("dealer/money/withdrawals/<slug:number>/")
def dealer_withdrawal() -> ObjectRoute:
    owner = dealers.owner(dealers.active())
    fund(owner, 100_00)
    stranger = dealers.owner(dealers.begun("other@dealer.cn"))
    return ObjectRoute(owner, {"number": pay_out(owner, 50_00).number}, stranger=stranger)
