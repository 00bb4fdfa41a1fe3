from django.urls import path

from finance.views import office_books, office_chart, office_months, office_reports, office_year_end

urlpatterns = [
    path("office/finance/entries/", office_books.entries, name="office_entries"),
    path("office/finance/entries/<str:number>/", office_books.entry, name="office_entry"),
    path("office/finance/books/", office_reports.trial, name="office_books"),
    path("office/finance/books/lift-halt/", office_books.lift_halt, name="office_lift_halt"),
    path("office/finance/books/balance-sheet/", office_reports.balance, name="office_balance_sheet"),
    path("office/finance/books/income-statement/", office_reports.income, name="office_income_statement"),
    path("office/finance/books/accounts/<str:code>/", office_reports.account, name="office_account"),
    path("office/finance/books/months/", office_months.all_months, name="office_months"),
    path("office/finance/books/months/<str:month>/", office_months.month, name="office_month"),
    path("office/finance/books/months/<str:month>/close/", office_months.close, name="office_month_close"),
    path("office/finance/books/months/<str:month>/reopen/", office_months.reopen, name="office_month_reopen"),
    path("office/finance/books/months/<str:month>/seal/", office_months.seal, name="office_month_seal"),
    path("office/finance/books/year-end/", office_year_end.year_end, name="office_year_end"),
    path("office/finance/books/opening/", office_year_end.opening, name="office_opening"),
    path("office/finance/books/chart/", office_chart.chart, name="office_chart"),
    path("office/finance/books/chart/new/", office_chart.editor, name="office_chart_editor"),
    path("office/finance/books/chart/<str:number>/", office_chart.version, name="office_chart_version"),
]
