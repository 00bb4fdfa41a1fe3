"""The paths of reconciliation in the office."""

from django.urls import path

from finance.views import office_breaks, office_reconciliation

ROOT = "office/finance/reconciliation"

urlpatterns = [
    path(f"{ROOT}/", office_reconciliation.days, name="office_reconciliation"),
    path(f"{ROOT}/upload/", office_reconciliation.upload, name="office_statement_upload"),
    path(f"{ROOT}/refused/", office_reconciliation.refused, name="office_statements_refused"),
    path(f"{ROOT}/days/<str:day>/", office_reconciliation.day, name="office_reconciliation_day"),
    path(f"{ROOT}/days/<str:day>/match/", office_reconciliation.match, name="office_reconciliation_match"),
    path(f"{ROOT}/statements/<str:number>/", office_reconciliation.statement, name="office_statement"),
    path(
        f"{ROOT}/statements/<str:number>/file/", office_reconciliation.download, name="office_statement_file"
    ),
    path(f"{ROOT}/breaks/", office_breaks.breaks, name="office_breaks"),
    path(f"{ROOT}/breaks/<str:number>/", office_breaks.detail, name="office_break"),
]
