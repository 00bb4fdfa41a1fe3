"""The paths of risk, one file an audience."""

from risk.urls import committee, office

urlpatterns = [*office.urlpatterns, *committee.urlpatterns]
