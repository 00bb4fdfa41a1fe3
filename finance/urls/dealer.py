"""The paths of a dealer's settlement account."""

from django.urls import path

from finance.views import dealer_account

urlpatterns = [
    path("dealer/settlement-account/", dealer_account.home, name="settlement_account"),
    path("dealer/settlement-account/new/", dealer_account.add, name="settlement_account_new"),
    path(
        "dealer/settlement-account/<slug:number>/verify/",
        dealer_account.verify,
        name="settlement_account_verify",
    ),
    path("dealer/settlement-account/<slug:number>/use/", dealer_account.use, name="settlement_account_use"),
]
