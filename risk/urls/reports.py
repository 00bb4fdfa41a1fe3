from django.urls import path

from risk.views import measures, report_steps, reports, risk_dashboard

REPORT = "office/risk/reports/<slug:number>"
MEASURE = "office/risk/measures/<slug:number>"

urlpatterns = [
    path("office/risk/dashboard/", risk_dashboard.risk_dashboard, name="risk_dashboard"),
    path("office/risk/reports/", reports.reports, name="risk_reports"),
    path("office/risk/reports/month/", reports.draft_month, name="draft_risk_report"),
    path("office/risk/reports/new/", reports.new_report, name="new_risk_report"),
    path(f"{REPORT}/", reports.report, name="risk_report"),
    path(f"{REPORT}/pdf/<slug:language>/", reports.report_pdf, name="risk_report_pdf"),
    path(f"{REPORT}/text/", report_steps.text, name="risk_report_text"),
    path(f"{REPORT}/refresh/", report_steps.refresh, name="risk_report_refresh"),
    path(f"{REPORT}/measure/", report_steps.measure, name="risk_report_measure"),
    path(f"{REPORT}/rating/", report_steps.rating, name="risk_report_rating"),
    path(f"{REPORT}/submit/", report_steps.submit, name="risk_report_submit"),
    path(f"{REPORT}/return/", report_steps.give_back, name="risk_report_return"),
    path(f"{REPORT}/sign/", report_steps.sign, name="risk_report_sign"),
    path(f"{REPORT}/seen/", report_steps.note, name="risk_report_seen"),
    path(f"{REPORT}/correct/", report_steps.correct, name="risk_report_correct"),
    path(f"{REPORT}/drop/", report_steps.drop, name="risk_report_drop"),
    path(f"{REPORT}/answer/", report_steps.answer, name="risk_report_answer"),
    path("office/risk/measures/", measures.measures, name="report_measures"),
    path("office/risk/measures/own/", measures.own_measures, name="own_measures"),
    path(f"{MEASURE}/", measures.measure, name="report_measure"),
    path(f"{MEASURE}/done/", measures.finish, name="report_measure_done"),
    path(f"{MEASURE}/remove/", report_steps.remove_measure, name="report_measure_remove"),
]
