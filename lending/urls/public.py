"""What anybody may open."""

from django.urls import path

from lending.views import market, quote

urlpatterns = [
    path("calculator/", quote.calculator, name="calculator"),
    path("borrow/", quote.borrow, name="borrow"),
    path("market/", market.market, name="market"),
    path("market/<str:number>/", market.listing, name="listing"),
]
