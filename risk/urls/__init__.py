"""The paths of risk, one file an audience."""

from risk.urls import collections, inspections, office, training

urlpatterns = [
    *office.urlpatterns,
    *collections.urlpatterns,
    *inspections.urlpatterns,
    *training.urlpatterns,
]
