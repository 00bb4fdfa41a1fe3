"""The paths of accounts, one file an audience."""

from accounts.urls import approvals, customer, design, office, public

urlpatterns = [
    *public.urlpatterns,
    *customer.urlpatterns,
    *office.urlpatterns,
    *approvals.urlpatterns,
    *design.urlpatterns,
]
