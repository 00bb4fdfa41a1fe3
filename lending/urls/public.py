"""What anybody may open."""

from django.urls import path

from lending.views import customer_calendar, market, quote, verify

urlpatterns = [
    path("calculator/", quote.calculator, name="calculator"),
    path("borrow/", quote.borrow, name="borrow"),
    path("verify/", verify.verify, name="verify"),
    path("verify/<slug:paper_hash>/", verify.verified, name="verified"),
    path("calendar/<str:token>.ics", customer_calendar.feed, name="calendar_feed"),
    path("market/", market.market, name="market"),
    path("market/<str:number>/", market.listing, name="listing"),
]
