"""The paths of operations, one file an audience."""

from operations.urls import office, public

urlpatterns = [*public.urlpatterns, *office.urlpatterns]
