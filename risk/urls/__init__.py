"""The paths of risk, one file an audience."""

from risk.urls import office, screening

urlpatterns = [*office.urlpatterns, *screening.urlpatterns]
