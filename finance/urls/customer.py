from django.urls import path

from finance.views import cards, statement, wallet

urlpatterns = [
    path("wallet/", wallet.home, name="wallet"),
    path("wallet/deposit/", wallet.deposit, name="deposit_money"),
    path("wallet/deposits/<str:number>/", wallet.deposit_status, name="deposit"),
    path("wallet/deposits/<str:number>/back/", wallet.deposit_back, name="deposit_back"),
    path("wallet/withdraw/", wallet.withdraw, name="withdraw_money"),
    path("wallet/withdrawals/<str:number>/", wallet.withdrawal_status, name="withdrawal"),
    path("wallet/statement/", statement.statement, name="wallet_statement"),
    path("wallet/statement.csv", statement.download, name="wallet_statement_csv"),
    path("me/cards/", cards.home, name="cards"),
    path("me/cards/new/", cards.add, name="add_card"),
    path("me/cards/<str:number>/verify/", cards.verify, name="verify_card"),
    path("me/cards/<str:number>/default/", cards.make_default, name="make_card_default"),
    path("me/cards/<str:number>/remove/", cards.remove, name="remove_card"),
]
