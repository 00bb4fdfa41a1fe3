"""The paths of risk, one file an audience."""

from risk.urls import inspections, office, scorecards, training

urlpatterns = [*office.urlpatterns, *inspections.urlpatterns, *training.urlpatterns, *scorecards.urlpatterns]
