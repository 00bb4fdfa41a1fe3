"""The paths of finance, one file an audience."""

from finance.urls import customer, dealer, hook, office, office_books, sandbox

urlpatterns = [
    *customer.urlpatterns,
    *dealer.urlpatterns,
    *hook.urlpatterns,
    *office.urlpatterns,
    *office_books.urlpatterns,
    *sandbox.urlpatterns,
]
