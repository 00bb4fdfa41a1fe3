"""The paths of risk, one file an audience."""

from risk.urls import inspections, office, screening, training

urlpatterns = [
    *office.urlpatterns,
    *inspections.urlpatterns,
    *screening.urlpatterns,
    *training.urlpatterns,
]
