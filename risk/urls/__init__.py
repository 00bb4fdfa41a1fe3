"""The paths of risk, one file an audience."""

from risk.urls import authority, customer, inspections, office, training, work

urlpatterns = [
    *office.urlpatterns,
    *authority.urlpatterns,
    *work.urlpatterns,
    *customer.urlpatterns,
    *inspections.urlpatterns,
    *training.urlpatterns,
]
