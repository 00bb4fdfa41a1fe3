from django.urls import path

from finance.views import office_books, office_reports

urlpatterns = [
    path("office/finance/entries/", office_books.entries, name="office_entries"),
    path("office/finance/entries/<str:number>/", office_books.entry, name="office_entry"),
    path("office/finance/books/", office_reports.trial, name="office_books"),
    path("office/finance/books/lift-halt/", office_books.lift_halt, name="office_lift_halt"),
    path("office/finance/books/balance-sheet/", office_reports.balance, name="office_balance_sheet"),
    path("office/finance/books/income-statement/", office_reports.income, name="office_income_statement"),
    path("office/finance/books/accounts/<str:code>/", office_reports.account, name="office_account"),
]
