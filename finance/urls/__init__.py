"""The paths of finance, one file an audience."""

from finance.urls import customer, hook, office, sandbox

urlpatterns = [
    *customer.urlpatterns,
    *hook.urlpatterns,
    *office.urlpatterns,
    *sandbox.urlpatterns,
]
