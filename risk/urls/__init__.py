"""The paths of risk, one file a room or audience."""

from risk.urls import (
    authority,
    collections,
    committee,
    customer,
    inspections,
    limits,
    office,
    portfolio,
    reports,
    scorecards,
    screening,
    training,
    work,
)

urlpatterns = [
    *office.urlpatterns,
    *inspections.urlpatterns,
    *limits.urlpatterns,
    *screening.urlpatterns,
    *authority.urlpatterns,
    *work.urlpatterns,
    *customer.urlpatterns,
    *training.urlpatterns,
    *portfolio.urlpatterns,
    *reports.urlpatterns,
    *collections.urlpatterns,
    *committee.urlpatterns,
    *scorecards.urlpatterns,
]
