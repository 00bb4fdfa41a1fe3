"""The paths of support, one file an audience."""

from support.urls import office, public

urlpatterns = [*public.urlpatterns, *office.urlpatterns]
