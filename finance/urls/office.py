from django.urls import path

from finance.views import office_bank_order, office_cash, office_sandbox_bank, office_suspense

urlpatterns = [
    path("office/finance/cash/", office_cash.cash, name="office_cash"),
    path("office/finance/cash/<str:number>/", office_bank_order.order, name="office_bank_order"),
    path("office/finance/suspense/", office_suspense.suspense, name="office_suspense"),
    path("office/finance/suspense/<str:number>/", office_suspense.item, name="office_suspense_item"),
    path(
        "office/finance/freezes/<str:reference>/lift/", office_suspense.lift_freeze, name="office_lift_freeze"
    ),
    path("office/finance/sandbox-bank/", office_sandbox_bank.panel, name="office_sandbox_bank"),
    path(
        "office/finance/sandbox-bank/statement/",
        office_sandbox_bank.make_statement,
        name="office_sandbox_statement",
    ),
    path("office/finance/sandbox-bank/act/", office_sandbox_bank.act, name="office_sandbox_bank_act"),
]
