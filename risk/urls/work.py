from django.urls import path

from risk.views import case_file, statistics, visits, work

CASE = "office/risk/cases/<slug:number>"

urlpatterns = [
    path(f"{CASE}/checks/", work.check, name="risk_check"),
    path(f"{CASE}/overrides/", work.override, name="risk_override"),
    path(f"{CASE}/send-back/", work.send_back, name="risk_send_back"),
    path(f"{CASE}/questions/", work.ask, name="risk_ask"),
    path(
        f"{CASE}/questions/<slug:query>/take-back/", work.take_question_back, name="risk_take_question_back"
    ),
    path(f"{CASE}/visits/", work.visit, name="risk_ask_visit"),
    path(f"{CASE}/visits/<slug:visit>/call-off/", work.visit_off, name="risk_call_visit_off"),
    path(f"{CASE}/reconsider/", work.reconsider, name="risk_reconsider"),
    path(f"{CASE}/file/", case_file.case_file, name="risk_case_file"),
    path("office/risk/visits/", visits.visits, name="risk_visits"),
    path("office/risk/visits/<slug:number>/", visits.visit, name="risk_visit"),
    path("office/risk/statistics/", statistics.statistics, name="risk_case_statistics"),
]
