"""The paths of risk, one file an audience."""

from risk.urls import collections, office

urlpatterns = [*office.urlpatterns, *collections.urlpatterns]
