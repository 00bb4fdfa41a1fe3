from django.urls import path

from risk.views import aml, aml_reports

ALERT = "office/risk/aml/alerts/<slug:number>/"
REPORT = "office/risk/aml/reports/<slug:number>/"

urlpatterns = [
    path("office/risk/aml/", aml.desk, name="aml_desk"),
    path("office/risk/aml/look/", aml.look, name="aml_look"),
    path("office/risk/aml/new/", aml.new_alert, name="aml_new"),
    path("office/risk/aml/statistics/", aml_reports.statistics, name="aml_statistics"),
    path(ALERT, aml.alert, name="aml_alert"),
    path(f"{ALERT}figures/<slug:place>/", aml.line, name="aml_line"),
    path(f"{ALERT}assign/", aml.assign, name="aml_assign"),
    path(f"{ALERT}note/", aml.note, name="aml_note"),
    path(f"{ALERT}ask/", aml.ask, name="aml_ask"),
    path(f"{ALERT}evidence/", aml.evidence, name="aml_evidence"),
    path(f"{ALERT}propose/", aml.propose, name="aml_propose"),
    path(f"{ALERT}conclude/", aml.conclude, name="aml_conclude"),
    path(f"{ALERT}report/", aml_reports.make_case, name="aml_make_case"),
    path("office/risk/aml/questions/<slug:number>/", aml.answer, name="aml_answer"),
    path("office/risk/aml/papers/<slug:number>/", aml.paper, name="aml_paper"),
    path("office/risk/aml/reports/", aml_reports.reports, name="aml_reports"),
    path("office/risk/aml/reports/of-a-day/", aml_reports.make_day, name="aml_make_day"),
    path(REPORT, aml_reports.report, name="aml_report"),
    path(f"{REPORT}send/", aml_reports.send, name="aml_send"),
    path(f"{REPORT}drop/", aml_reports.drop, name="aml_drop"),
    path(f"{REPORT}file/", aml_reports.take_out, name="aml_take_out"),
]
