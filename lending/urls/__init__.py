"""The paths of lending, one file an audience."""

from lending.urls import customer, dealer, office, public

urlpatterns = [
    *public.urlpatterns,
    *customer.urlpatterns,
    *dealer.urlpatterns,
    *office.urlpatterns,
]
