"""The paths of support, one file an audience."""

from support.urls import public

urlpatterns = [*public.urlpatterns]
