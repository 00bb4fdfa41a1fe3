"""The paths of accounts, one file an audience."""

from accounts.urls import customer, design, office, public

urlpatterns = [*public.urlpatterns, *customer.urlpatterns, *office.urlpatterns, *design.urlpatterns]
