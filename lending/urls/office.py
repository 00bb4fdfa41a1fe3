"""What the back office opens."""

from django.urls import path

from lending.views import office

urlpatterns = [
    path("office/lending/applications/", office.applications, name="office_applications"),
    path("office/lending/applications/<str:number>/", office.application, name="office_application"),
    path("office/lending/listings/", office.listings, name="office_listings"),
    path("office/lending/listings/<str:number>/", office.listing, name="office_listing"),
    path("office/lending/loans/", office.loans, name="office_loans"),
    path("office/lending/loans/<str:number>/", office.loan, name="office_loan"),
]
