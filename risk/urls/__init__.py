"""The paths of risk, one file an audience."""

from risk.urls import authority, office

urlpatterns = [*office.urlpatterns, *authority.urlpatterns]
