"""The paths of risk, one file an audience."""

from risk.urls import office, scorecards

urlpatterns = [*office.urlpatterns, *scorecards.urlpatterns]
