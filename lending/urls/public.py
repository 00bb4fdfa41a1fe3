"""What anybody may open."""

from django.urls import path

from lending.views import market, quote, verify

urlpatterns = [
    path("calculator/", quote.calculator, name="calculator"),
    path("borrow/", quote.borrow, name="borrow"),
    path("verify/", verify.verify, name="verify"),
    path("verify/<slug:paper_hash>/", verify.verified, name="verified"),
    path("market/", market.market, name="market"),
    path("market/<str:number>/", market.listing, name="listing"),
]
