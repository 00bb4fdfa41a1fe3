"""The paths of risk, one file a room or audience."""

from risk.urls import inspections, office, portfolio, training

urlpatterns = [
    *office.urlpatterns,
    *inspections.urlpatterns,
    *portfolio.urlpatterns,
    *training.urlpatterns,
]
