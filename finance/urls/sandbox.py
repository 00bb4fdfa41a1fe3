from django.urls import path

from finance.views import sandbox_bank

urlpatterns = [
    path("sandbox-bank/", sandbox_bank.home, name="sandbox_bank"),
    path("sandbox-bank/deposits/<str:token>/", sandbox_bank.deposit, name="sandbox_bank_deposit"),
    path("sandbox-bank/cards/<str:token>/", sandbox_bank.card, name="sandbox_bank_card"),
]
