"""The paths of lending, one file an audience."""

from lending.urls import customer, office, public

urlpatterns = [*public.urlpatterns, *customer.urlpatterns, *office.urlpatterns]
