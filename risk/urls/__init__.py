"""The paths of risk, one file a room or audience."""

from risk.urls import office, portfolio

urlpatterns = [*office.urlpatterns, *portfolio.urlpatterns]
