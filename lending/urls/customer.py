"""What a signed-in customer opens of their own."""

from django.urls import path

from lending.views import applications, apply, bids

urlpatterns = [
    path("borrow/apply/", apply.apply, name="apply"),
    path("borrow/applications/", applications.applications, name="applications"),
    path("borrow/applications/<str:number>/", applications.application, name="application"),
    path("borrow/applications/<str:number>/withdraw/", applications.withdraw, name="withdraw_application"),
    path("borrow/applications/<str:number>/check/", apply.apply_check, name="apply_check"),
    path("borrow/applications/<str:number>/<str:screen>/", apply.apply_screen, name="apply_screen"),
    path("invest/bids/", bids.bids, name="bids"),
    path("invest/bids/<str:number>/cancel/", bids.cancel, name="cancel_bid"),
]
