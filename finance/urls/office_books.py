from django.urls import path

from finance.views import office_books

urlpatterns = [
    path("office/finance/entries/", office_books.entries, name="office_entries"),
    path("office/finance/entries/<str:number>/", office_books.entry, name="office_entry"),
    path("office/finance/accounts/", office_books.accounts, name="office_books"),
    path("office/finance/accounts/lift-halt/", office_books.lift_halt, name="office_lift_halt"),
]
