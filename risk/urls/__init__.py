"""The paths of risk, one file an audience."""

from risk.urls import authority, customer, inspections, office, screening, training, work

urlpatterns = [
    *office.urlpatterns,
    *inspections.urlpatterns,
    *screening.urlpatterns,
    *authority.urlpatterns,
    *work.urlpatterns,
    *customer.urlpatterns,
    *training.urlpatterns,
]
