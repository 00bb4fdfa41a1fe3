"""The paths of risk, one file an audience."""

from risk.urls import authority, customer, office, work

urlpatterns = [
    *office.urlpatterns,
    *authority.urlpatterns,
    *work.urlpatterns,
    *customer.urlpatterns,
]
