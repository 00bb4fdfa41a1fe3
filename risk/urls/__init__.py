"""The paths of risk, one file an audience."""

from risk.urls import authority, committee, inspections, office, training

urlpatterns = [
    *office.urlpatterns,
    *authority.urlpatterns,
    *committee.urlpatterns,
    *inspections.urlpatterns,
    *training.urlpatterns,
]
