"""The paths of risk, one file an audience."""

from risk.urls import office

urlpatterns = [*office.urlpatterns]
