"""The paths of risk, one file a room or audience."""

from risk.urls import inspections, limits, office, portfolio, training

urlpatterns = [
    *office.urlpatterns,
    *inspections.urlpatterns,
    *limits.urlpatterns,
    *portfolio.urlpatterns,
    *training.urlpatterns,
]
