"""The paths of a dealer's settlement account and wallet."""

from django.urls import path

from finance.views import dealer_account, dealer_money

urlpatterns = [
    path("dealer/money/", dealer_money.home, name="dealer_money"),
    path("dealer/money/statement/", dealer_money.statement, name="dealer_statement"),
    path("dealer/money/deposit/", dealer_money.deposit, name="dealer_deposit_money"),
    path("dealer/money/deposits/<slug:number>/", dealer_money.deposit_status, name="dealer_deposit"),
    path("dealer/money/deposits/<slug:number>/back/", dealer_money.deposit_back, name="dealer_deposit_back"),
    path("dealer/money/withdraw/", dealer_money.withdraw, name="dealer_withdraw_money"),
    path("dealer/money/withdrawals/<slug:number>/", dealer_money.withdrawal_status, name="dealer_withdrawal"),
    path("dealer/settlement-account/", dealer_account.home, name="settlement_account"),
    path("dealer/settlement-account/new/", dealer_account.add, name="settlement_account_new"),
    path(
        "dealer/settlement-account/<slug:number>/verify/",
        dealer_account.verify,
        name="settlement_account_verify",
    ),
    path("dealer/settlement-account/<slug:number>/use/", dealer_account.use, name="settlement_account_use"),
]
