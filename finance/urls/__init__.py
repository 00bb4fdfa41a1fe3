"""The paths of finance, one file an audience."""

from finance.urls import customer, hook, office, office_books, sandbox

urlpatterns = [
    *customer.urlpatterns,
    *hook.urlpatterns,
    *office.urlpatterns,
    *office_books.urlpatterns,
    *sandbox.urlpatterns,
]
