"""The paths of risk, one file an audience."""

from risk.urls import authority, committee, office

urlpatterns = [*office.urlpatterns, *authority.urlpatterns, *committee.urlpatterns]
