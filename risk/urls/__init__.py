"""The paths of risk, one file a room or audience."""

from risk.urls import (
    aml,
    authority,
    bureau,
    collections,
    committee,
    customer,
    database,
    inspections,
    limits,
    office,
    portfolio,
    scorecards,
    screening,
    training,
    use_evidence,
    work,
)

urlpatterns = [
    *aml.urlpatterns,
    *bureau.urlpatterns,
    *office.urlpatterns,
    *inspections.urlpatterns,
    *limits.urlpatterns,
    *database.urlpatterns,
    *screening.urlpatterns,
    *authority.urlpatterns,
    *work.urlpatterns,
    *customer.urlpatterns,
    *training.urlpatterns,
    *portfolio.urlpatterns,
    *collections.urlpatterns,
    *committee.urlpatterns,
    *scorecards.urlpatterns,
    *use_evidence.urlpatterns,
]
