"""The paths of finance, one file an audience."""

from finance.urls import customer, dealer, hook, office, office_books, reconciliation, sandbox, solvency

urlpatterns = [
    *customer.urlpatterns,
    *dealer.urlpatterns,
    *hook.urlpatterns,
    *office.urlpatterns,
    *office_books.urlpatterns,
    *reconciliation.urlpatterns,
    *sandbox.urlpatterns,
    *solvency.urlpatterns,
]
